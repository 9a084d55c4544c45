"""What find_places promises."""

from datetime import UTC, datetime

from schemas import CleanArticle, Entity, Language, Mention
from streams.steps.enrich.places import find_places

ARTICLE = CleanArticle(
    id="a",
    version=1,
    rank=1,
    title="Talks",
    body=["Paris and Lyon in France, and Warsaw."],
    received_at=datetime(2026, 3, 14, tzinfo=UTC),
    language=Language(code="en", confidence=1.0),
    content_hash="h",
)


def place(name: str, qid: str | None) -> Entity:
    return Entity(name=name, type="place", wikidata=qid, mentions=[Mention(start=0, end=len(name))])


def test_places_carry_position_and_country_and_focus() -> None:
    """Focus is on the country spoken of most."""
    found = find_places(ARTICLE, [place("Paris", "Q90"), place("France", "Q142"), place("Poland", "Q36")])
    assert [(p.name, p.country, p.focus) for p in found] == [
        ("Paris", "FR", True),
        ("France", "FR", True),
        ("Poland", "PL", False),
    ]
    assert abs(found[0].lat - 48.85) < 0.2


def test_things_that_are_no_places_are_left_out() -> None:
    """People have no position."""
    assert find_places(ARTICLE, [Entity(name="Paris", type="person")]) == []
