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
        "They sang “Over the hills and far away” until dawn.",
    ],
)
def test_titles_and_scare_quotes_are_nobodys_words(paragraph: str) -> None:
    assert all(found.speaker is None for found in quotes(paragraph))


def test_german_marks() -> None:
    (found,) = quotes("„Die Brücke wird im Frühjahr fertig sein“, sagte die Bürgermeisterin.", language="de")
    assert found.text == "Die Brücke wird im Frühjahr fertig sein"
