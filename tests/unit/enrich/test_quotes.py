"""Quotes whole, with who says them; nobody is quoted who did not speak."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, Language, Quote
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.quotes import find_quotes

OPENING = "Mayor Anna Lindqvist met the builders of the Harbour Bridge on Monday. The work will take two years."


def quotes(*paragraphs: str, language: str = "en") -> list[Quote]:
    body = [OPENING, *paragraphs] if language == "en" else list(paragraphs)
    article = CleanArticle(
        id="a", version=1, rank=1, title="Bridge", body=body, language=Language(code=language, confidence=1.0),
        received_at=datetime(2026, 3, 14, tzinfo=UTC), content_hash="a",
    )  # fmt: skip
    return find_quotes(article, find_entities(article))


@pytest.mark.parametrize(
    ("paragraph", "words", "speaker"),
    [
        ("“The bridge will be ready in spring,” Anna Lindqvist said.", "The bridge will be ready in spring,", "Anna Lindqvist"),
        ("“The bridge will be ready in spring,” said Anna Lindqvist.", "The bridge will be ready in spring,", "Anna Lindqvist"),
        ("“The bridge will be ready in spring,” Lindqvist, 52, told reporters.", "The bridge will be ready in spring,", "Anna Lindqvist"),
        ("“The bridge will be ready in spring,” she said.", "The bridge will be ready in spring,", "Anna Lindqvist"),
        ("Anna Lindqvist said: “The bridge will be ready in spring.”", "The bridge will be ready in spring.", "Anna Lindqvist"),
        ('Anna Lindqvist warned that "no bridge can wait for ever".', "no bridge can wait for ever", "Anna Lindqvist"),
        ("“The bridge will be ready in spring,” according to a spokesman.", "The bridge will be ready in spring,", "a spokesman"),
        ("“The bridge will be ready in spring.” — Anna Lindqvist", "The bridge will be ready in spring.", "Anna Lindqvist"),
        ("“We lost their letters,” said the office's director, Dr. Edda Torvik.", "We lost their letters,", "Edda Torvik"),
        ("“We lost their letters,” said the head of the agency on Monday.", "We lost their letters,", "the head of the agency"),
        ("“We lost their letters,” harbour police chief Omar Haddad said.", "We lost their letters,", "Omar Haddad"),
        ("“We lost their letters,” Omar Haddad, the port’s chief of police, told reporters.", "We lost their letters,", "Omar Haddad"),
        ("Said Omar Haddad: “We lost their letters.”", "We lost their letters.", "Omar Haddad"),
        ("Omar Haddad shook his head, saying: “We lost their letters.”", "We lost their letters.", "Omar Haddad"),
        ("Omar Haddad likened the bridge to “a needle with two eyes”.", "a needle with two eyes", "Omar Haddad"),
        ("Omar Haddad left for what he called “a very long weekend”.", "a very long weekend", "Omar Haddad"),
        ("“We lost their letters,” friends of Omar Haddad said.", "We lost their letters,", "friends of Omar Haddad"),
        ('“We lost their letters", Omar Haddad admitted.', "We lost their letters", "Omar Haddad"),
    ],
)
def test_who_says_it(paragraph: str, words: str, speaker: str) -> None:
    (found,) = quotes(paragraph)
    assert found.text == words
    assert found.speaker is not None
    assert found.speaker.name == speaker


def test_a_second_stretch_goes_on_with_the_speaker() -> None:
    first, second = quotes("“We are on time,” Anna Lindqvist said. “The money is there, and the steel has come.”")
    assert first.speaker == second.speaker


def test_the_offsets_enclose_the_words() -> None:
    (found,) = quotes("“The bridge will be ready in spring,” she said.")
    text = "\n\n".join([OPENING, "“The bridge will be ready in spring,” she said."])
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "paragraph",
    [
        "The builders read “The Old Man and the Sea” on the ferry.",
        "The so-called “shadow fleet” left the harbour at night.",
        "They sang “Over the Hills and Far Away” until dawn.",
    ],
)
def test_titles_and_scare_quotes_are_nobodys_words(paragraph: str) -> None:
    assert all(found.speaker is None for found in quotes(paragraph))


def test_a_paragraph_above_that_ends_in_a_colon_announces_the_speaker() -> None:
    (found,) = quotes("Omar Haddad wrote:", "“We lost their letters, and nobody told us.”")
    assert found.speaker is not None
    assert found.speaker.name == "Omar Haddad"


def test_a_quote_left_open_goes_on_in_the_next_paragraph() -> None:
    found = quotes("“We lost their letters,” said Omar Haddad. “Nobody told us.", "“Now we count them every night.”")
    assert [quote.speaker and quote.speaker.name for quote in found] == ["Omar Haddad"] * 3


def test_who_is_named_inside_a_quotation_does_not_say_it() -> None:
    first, second = quotes("“Omar Haddad said nothing,” Anna Lindqvist replied. “He never does.”")
    assert {found.speaker and found.speaker.name for found in (first, second)} == {"Anna Lindqvist"}


def test_reported_speech_is_marked_as_such() -> None:
    (found,) = quotes("Anna Lindqvist said on Monday that the bridge would open in May. It rained.")
    assert (found.text, found.direct, found.cue) == ("the bridge would open in May", False, "said")
    assert found.speaker is not None
    assert found.speaker.name == "Anna Lindqvist"


def test_what_nobody_of_the_article_said_is_no_reported_speech() -> None:
    assert quotes("A passer-by said that the bridge would open in May.", "The report that the bridge would open in May was wrong.") == []


@pytest.mark.parametrize(
    ("language", "paragraph", "words"),
    [
        ("de", "„Die Brücke wird im Frühjahr fertig sein“, sagte die Bürgermeisterin.", "Die Brücke wird im Frühjahr fertig sein"),
        ("de", "„Wir haben keine Zeit mehr, und das Geld ist knapp.“ So sah es der Minister.", None),
        ("de", "Er erklärte: „Wir haben die Briefe verloren.“", "Wir haben die Briefe verloren."),
        ("de", "»Wir haben die Briefe verloren«, teilte die Behörde mit.", "Wir haben die Briefe verloren"),
        ("de", "Sie lasen „Der alte Mann und das Meer“ auf der Fähre.", None),
        ("fr", "« Le pont sera prêt au printemps », a déclaré la maire.", "Le pont sera prêt au printemps"),
        ("fr", "Elle a expliqué : « Nous avons perdu les lettres. »", "Nous avons perdu les lettres."),
    ],
)
def test_other_languages(language: str, paragraph: str, words: str | None) -> None:
    """Their marks and verbs; without a verb nobody is quoted."""
    found = [quote.text.strip("\u00a0 ") for quote in quotes(paragraph, language=language)]
    assert found == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Robert Hale met Susan Lee in Paris. “We will not wait any longer,” she said.", "Susan Lee"),
        ("Robert Hale met Peter Lee in Paris. “We will not wait any longer,” he said.", "Robert Hale"),
        ("Robert Hale criticised Peter Lee.\n\nPeter Lee told reporters that Hale was wrong.\n\n“We will not wait,” he said.", "Peter Lee"),
        ("Despite what Robert Hale wants, Peter Lee also said no.\n\n“We will not wait any longer,” he added.", "Peter Lee"),
        ("Lee campaign manager Susan Hale told reporters to wait, calling the vote “a very sad and empty show” for all.", "Susan Hale"),
    ],
    ids=["gender", "first of the sentence", "the last sentence", "who says", "not whose manager"],
)
def test_a_pronoun_stands_for_whom_the_last_sentence_is_about(text: str, name: str) -> None:
    assert [quote.speaker.name for quote in quotes(*text.split("\n\n")) if quote.speaker and quote.direct] == [name]
