"""What is marked in an article that a query finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Entity, Mention
from streams.query import parse
from streams.query.highlight import marks
from streams.query.tokens import placed_tokens, tokens
from tests.unit.query.articles import article

SEEN = article(
    title="Flood in VIENNA",
    body=["The mayor\u2019s flood plan: minister of the interior resigns.", "\u6771\u4eac\u90fd floods"],
    entities=[Entity(name="Ann Lee", type="person", wikidata="Q1", mentions=[Mention(start=4, end=9, within="text")])],
)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("flood", ["Flood", "flood"]),
        ("title:flood", ["Flood"]),
        ("body:flood*", ["flood", "floods"]),
        ("mayor's AND NOT fire", ["mayor\u2019s"]),
        ('"minister of the interior"', ["minister of the interior"]),
        ('"interior minister"~4', ["minister", "interior"]),
        ("flood AND (fire OR vienna)", ["Flood", "VIENNA", "flood"]),
        ("(vienna AND fire) OR plan", ["plan"]),
        ("person:q1", ["mayor"]),
        ("\u4eac\u90fd", ["\u4eac\u90fd"]),
        ("\u6771\u4eac\u90fd", ["\u6771\u4eac\u90fd"]),
    ],
)
def test_marks_what_the_query_names(query: str, marked: list[str]) -> None:
    found = marks(parse(query), SEEN)
    assert [(SEEN.title if m.within == "title" else SEEN.text)[m.start : m.end] for m in found] == marked


@given(st.text(alphabet="aB_' \u00df\u0130\u0301\ufb01\u6771\u4eac\u30fc9\u0915\u093f\uac00", max_size=20))
def test_placed_words_are_the_words(text: str) -> None:
    placed = [*placed_tokens(text)]
    assert [word for word, _, _ in placed] == tokens(text)
    assert all(0 <= start < end <= len(text) for _, start, end in placed)
    assert [span[1] for span in placed] == sorted(span[1] for span in placed)
