"""What the tone of an article and of those in it promises: a sentence that shows it, or nothing."""

from schemas import EnrichedArticle, Entity
from streams.steps.enrich import enrich
from tests.unit.enrich.articles import deduped

FILL = "The council met on Monday and spoke about the budget of the town for two hours in all."


def of(record: EnrichedArticle, name: str) -> Entity:
    return next(entity for entity in record.entities if entity.name == name)


def test_grim_news_is_told_with_the_sentence_that_says_it_most() -> None:
    record = enrich(
        deduped(FILL, "The flood killed nine people.", "Rescuers feared a disaster, and many victims are missing or dead.", FILL)
    )
    told = record.sentiment
    assert told is not None
    assert told.label == "negative"
    assert told.start is not None
    assert record.text[told.start : told.end].startswith("Rescuers feared")


def test_a_negation_turns_a_word_round() -> None:
    record = enrich(deduped(FILL, "There was no crisis, no panic, no violence and not any loss or damage at all.", FILL))
    assert record.sentiment is not None
    assert record.sentiment.score > 0


def test_thin_evidence_and_other_languages_have_none() -> None:
    assert enrich(deduped(FILL, FILL, "It was a success.")).sentiment is None
    assert enrich(deduped(FILL, "kill death war disaster terror " * 9, language="de")).sentiment is None


def test_somebody_has_the_tone_of_sentences_that_name_nobody_else() -> None:
    """Where two or more of them agree; else none, rather than a guess."""
    grim = ("Anna Lindqvist was accused of fraud and arrested.", "Lindqvist faces a lawsuit over the scandal.")
    glad = "Peter Marchetti won an award, and Brenda Osei praised Marchetti for a great success."
    record = enrich(deduped(FILL, *grim, glad, FILL))
    told = of(record, "Anna Lindqvist").sentiment
    assert told is not None
    assert told.label == "negative"
    assert record.text[told.start : told.end] in grim
    assert of(record, "Peter Marchetti").sentiment is None
    assert of(record, "Brenda Osei").sentiment is None
