"""What summaries and keyphrases promise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.keyphrases import MOST, find_keyphrases
from streams.steps.enrich.sentences import sentences
from streams.steps.enrich.summary import LONGEST, summarise
from tests.unit.enrich.articles import deduped

LEAD = "The council of Torvik voted on Monday to close the old stone bridge to cars."
NEXT = "Engineers had warned that the stone bridge would not bear another winter."
REST = "Shops on the far bank fear for their customers, and a petition against the closure has many names. " * 12


def summed(*body: str) -> list[str]:
    article = deduped(*body)
    return summarise(article, article.text, sentences(article.text))


def test_a_summary_is_the_lead_as_far_as_it_stands_alone() -> None:
    assert summed(LEAD, f"It was not an easy choice for anybody there. {NEXT}", REST)[:2] == [LEAD, NEXT]


def test_a_summary_does_not_say_the_same_twice_and_stays_short() -> None:
    again = "On Monday the council of Torvik voted to close the old stone bridge to cars."
    assert summed(LEAD, again, NEXT, REST)[:2] == [LEAD, NEXT]
    assert len(" ".join(summed(LEAD, NEXT, REST, REST))) <= LONGEST + 2


def test_a_text_without_a_whole_sentence_has_no_summary() -> None:
    assert summed("no sentence", "nor here") == []


def phrases(*body: str, language: str = "en") -> list[str]:
    article = deduped(*body, language=language, title="Stone bridge to close" if language == "en" else "Neue Straßenbahn")
    return [phrase.text for phrase in find_keyphrases(article, find_entities(article))]


def test_keyphrases_are_nouns_not_names_verbs_or_numbers() -> None:
    found = phrases(LEAD, NEXT, REST, "In 2026 Torvik will close the stone bridge in 2026, Anna Lindqvist said in Torvik.")
    assert "stone bridge" in found
    words = {word for phrase in found for word in phrase.split()}
    assert words.isdisjoint({"torvik", "anna", "lindqvist", "said", "voted", "warned", "2026", "close to"})


def test_german_keyphrases_are_words_with_a_capital() -> None:
    text = "Die neue Straßenbahn kommt. Die Straßenbahn kostet viel Geld, und die Baustelle stört. Die Baustelle bleibt lange. " * 4
    assert {"straßenbahn", "baustelle"} <= set(phrases(text, language="de"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=5), st.sampled_from(["en", "de", "und"]))
def test_any_text_may_come(body: list[str], language: str) -> None:
    assert len(phrases(*body, "word " * 50, language=language)) <= MOST
    assert len(summed(*body)) <= 3
