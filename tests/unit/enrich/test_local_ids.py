"""What the ids of people promise whom no table knows."""

import pytest

from streams.query import SearchSet
from streams.query.document import Document
from streams.steps.enrich import enrich
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.local_ids import local_id
from tests.unit.enrich.articles import deduped
from tests.unit.enrich.test_entities import article, named


@pytest.mark.parametrize(
    ("name", "role", "id"),
    [
        ("Anna Lindqvist", "Foreign Minister", "local:anna-lindqvist:politics"),
        ("Anna Lindqvist", "former senator", "local:anna-lindqvist:politics"),
        ("Ánna LINDQVIST", "minister of trade", "local:anna-lindqvist:politics"),
        ("Anna Lindqvist", "goalkeeper", "local:anna-lindqvist:sport"),
        ("Anna M. Lindqvist", "goalkeeper", "local:anna-m-lindqvist:sport"),
        ("Tom Berg", "police inspector of Leeds", "local:tom-berg:police"),
        ("Tom Berg", "president of the club", "local:tom-berg:president"),
    ],
)
def test_name_and_kind_of_office_make_the_id(name: str, role: str, id: str) -> None:
    assert local_id(name, role) == id


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Anna Lindqvist", None),
        ("Lindqvist", "minister"),
        ("Anna Lindqvist", "party leader"),
        ("Anna Lindqvist Anna", "judge"),
        ("Anna LindqvistDem", "judge"),
    ],
)
def test_where_they_do_not_say_enough_there_is_none(name: str, role: str | None) -> None:
    """A name alone would be anybody's; an office that anybody may hold says nothing more."""
    assert local_id(name, role) is None


def test_people_of_the_table_keep_its_ids() -> None:
    found = named(find_entities(article("Visit", "President Barack Obama met Foreign Minister Anna Lindqvist in Stockholm on Monday.")))
    assert found["Barack Obama"].id == found["Barack Obama"].wikidata == "Q76"
    assert found["Anna Lindqvist"].id == "local:anna-lindqvist:politics"


def test_they_can_be_searched_as_entity_person_and_speaker() -> None:
    text = "Foreign Minister Anna Lindqvist spoke in Stockholm. “We will not wait for others to act,” Lindqvist said."
    document = Document.of(enrich(deduped(text)))
    for field in ("entity", "person", "quoted"):
        searches = SearchSet()
        searches.add("s", f'{field}:"local:anna-lindqvist:politics"')
        assert searches.match_document(document) == ["s"], field
