"""What find_places promises."""

from datetime import UTC, datetime

from schemas import CleanArticle, Entity, Language, Mention
from streams.steps.enrich.places import find_places, placed

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


def told(text: str, *names: str, url: str | None = None) -> dict[str, tuple[str | None, bool]]:
    """Country and focus of each place of a text that names these."""
    entities = []
    for name in names:
        start = text.index(name)
        entities.append(Entity(name=name, type="place", mentions=[Mention(start=start, end=start + len(name))]))
    article = ARTICLE.model_copy(update={"body": [text], "url": url})
    return {found.name: (found.country, found.focus) for found in find_places(article, entities)}


def test_the_state_behind_a_town_holds_it() -> None:
    """Paris, Texas lies in Texas; alone it is the capital."""
    assert told("Rain fell on Paris, Texas on Monday.", "Paris", "Texas")["Paris"] == ("US", True)
    assert told("Rain fell on Paris on Monday.", "Paris")["Paris"] == ("FR", True)


def test_a_newspaper_abbreviation_of_a_state_is_a_place() -> None:
    assert told("She moved to Columbia, S.C. last year.", "Columbia", "S.C.") == {"Columbia": ("US", True), "S.C.": ("US", True)}


def test_the_publisher_s_country_decides_between_namesakes() -> None:
    """Of two cities about as well known."""
    assert told("The bus to Perth was late.", "Perth", url="https://news.example.co.uk/a")["Perth"][0] in ("GB", "AU")
    assert told("The bus to Hamilton was late.", "Hamilton", url="https://news.example.ca/a")["Hamilton"][0] == "CA"
    assert told("The bus to Hamilton was late.", "Hamilton", url="https://news.example.nz/a")["Hamilton"][0] == "NZ"


def test_an_entity_takes_the_id_of_the_place_it_turned_out_to_be() -> None:
    paris = place("Paris", "Q90")
    texas = Entity(name="Texas", type="place", wikidata="Q1439", mentions=[Mention(start=7, end=12)])
    found = find_places(ARTICLE.model_copy(update={"body": ["Paris, Texas"]}), [paris, texas])
    assert placed([paris], found)[0].wikidata == found[0].wikidata != "Q90"
