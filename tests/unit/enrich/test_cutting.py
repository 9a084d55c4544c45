"""What cut makes of names that the tagger ran together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.models.names import Named
from streams.steps.enrich.cutting import cut


def parts(text: str, kind: str = "ORG") -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.kind) for name in cut(text, Named(0, len(text), kind))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MIAMI - Miami Heat", [("MIAMI", "LOC"), ("Miami Heat", "ORG")]),
        ("Harbour Services Inc of Boston", [("Harbour Services Inc", "ORG"), ("Boston", "LOC")]),
        ("Miami Heat -", [("Miami Heat", "ORG")]),
        ("Bank of England", [("Bank of England", "ORG")]),
        ("Coca-Cola", [("Coca-Cola", "ORG")]),
        ("ACME - Works", [("ACME - Works", "ORG")]),
    ],
)
def test_places_and_marks_are_cut_off(text: str, found: list[tuple[str, str]]) -> None:
    assert parts(text) == found


def test_a_dateline_in_capitals_is_a_place() -> None:
    text = "ATLANTA - The mayor spoke."
    assert list(cut(text, Named(0, 7, "ORG"))) == [Named(0, 7, "LOC")]


@given(st.text(min_size=1, max_size=60))
def test_what_is_cut_lies_in_the_span_and_in_order(text: str) -> None:
    found = list(cut(text, Named(0, len(text), "ORG")))
    assert all(0 <= name.start < name.end <= len(text) for name in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
