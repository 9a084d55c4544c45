"""`newsloom knowledge`: from a dump, a SPARQL result or lines of one's own to what enrich says of an article."""

import bz2
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from streams.cli import newsloom
from streams.models.knowledge import by_qid, candidates, demonym, table
from streams.settings import Settings
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.places import find_places
from tests.unit.enrich.test_entities import article, named
from tests.unit.models.wikidata_dump import ENTITIES

DUMP = ("[\n" + ",\n".join(map(json.dumps, ENTITIES)) + "\n]\n").encode()


@pytest.fixture
def using(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Have the table of a folder used, as a process that starts with the setting does."""

    def use(folder: Path) -> None:
        monkeypatch.setenv("NEWSLOOM_KNOWLEDGE", str(folder))
        table.forget()

    yield use
    monkeypatch.undo()
    table.forget()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(newsloom, ["knowledge", *map(str, arguments)])


def built(folder: Path, content: bytes, *arguments: str) -> Result:
    (folder / "source.json").write_bytes(content)
    return run("build", folder / "source.json", "--output", folder / "k", *arguments)


@pytest.mark.parametrize("packed", [bytes, gzip.compress, bz2.compress], ids=["plain", "gzip", "bzip2"])
def test_a_dump_becomes_a_table_that_enrich_uses(tmp_path: Path, using: Callable[[Path], None], packed: Callable[[bytes], bytes]) -> None:
    result = built(tmp_path, packed(DUMP))
    assert result.exit_code == 0, result.output
    assert "5 entities" in result.output
    using(tmp_path / "k")
    one = article("Visit", "Ingrid Solhaug met Norrmarker fishermen in Torvik Harbour on Monday.")
    found = find_entities(one)
    assert {"Q900011", "Q900001", "Q900010"} <= {entity.wikidata for entity in found}
    assert [(p.country, p.geonames, round(p.lat)) for p in find_places(one, found) if p.name == "Torvik Harbour"] == [("XN", 7654321, 62)]


def test_what_a_thing_is_comes_from_the_classes_above_its_own(tmp_path: Path, using: Callable[[Path], None]) -> None:
    """Also where those come later in the dump; what is below no class we know is `other`."""
    built(tmp_path, DUMP, *("--type", "organisation", "--type", "place", "--type", "other"))
    using(tmp_path / "k")
    assert [(candidates(name)[0].type, candidates(name)[0].country) for name in ("Brennvik Works", "Torvik", "A Long Winter")] == [
        ("organisation", "XN"), ("place", "XN"), ("other", None),
    ]  # fmt: skip
    assert candidates("Ingrid Solhaug") == ()


def test_only_what_enough_wikipedias_have_is_kept(tmp_path: Path, using: Callable[[Path], None]) -> None:
    """Commons and its like do not count."""
    built(tmp_path, DUMP, "--sitelinks", "9")
    using(tmp_path / "k")
    assert by_qid("Q900011") is not None
    assert by_qid("Q900012") is None


def test_facts_of_another_globe_and_deprecated_ones_are_left_out(tmp_path: Path, using: Callable[[Path], None]) -> None:
    built(tmp_path, DUMP)
    using(tmp_path / "k")
    assert candidates("Sea of Rest")[0].lat is None
    assert candidates("Ingrid Solhaug")[0].country == "XN"
    known = demonym("Norrmarker")
    assert known is not None
    assert (known.qid, demonym("Norrmärker")) == ("Q900001", None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'[\n{"type": "item", "id": "Q1", \n', "source.json, line 2: no entity of Wikidata"),
        (b"[\n" + json.dumps(ENTITIES[0] | {"id": None}).encode() + b"\n]", "source.json, line 2: no entity of Wikidata"),
        (gzip.compress(DUMP)[:-100], "source.json, after line"),
        (b"[\n]\n", "has none of what was asked for"),
        (b'{"head": {}, "results": {"bindings": [{}]}}', "source.json, binding 1: ?item is no entity of Wikidata"),
        (b'{"head": {"vars": []}', "source.json: no SPARQL result in JSON"),
    ],
)
def test_what_cannot_be_read_is_named_by_file_and_place(tmp_path: Path, content: bytes, says: str) -> None:
    result = built(tmp_path, content, "--sitelinks", "0")
    assert result.exit_code != 0
    assert says in str(result.exception) + result.output


def binding(**values: str) -> dict[str, Any]:
    return {name: {"type": "literal", "value": value} for name, value in values.items()}


def sparql(*bindings: dict[str, Any]) -> bytes:
    return json.dumps({"head": {"vars": ["item"]}, "results": {"bindings": bindings}}, indent=1).encode()


def test_a_sparql_result_becomes_a_table(tmp_path: Path, using: Callable[[Path], None]) -> None:
    """Bindings of one item are one row."""
    entity = "http://www.wikidata.org/entity/Q900020"
    one = binding(item=entity, itemLabel="Tuva Brenn", itemAltLabel="T. Brenn, Tuva M. Brenn", sitelinks="12", country="NO")
    two = binding(item="Q900021", itemLabel="Lillevik", type="http://www.wikidata.org/entity/Q515", coord="Point(5.3 60.4)")
    result = built(tmp_path, sparql(one, one, two), "--type", "person")
    assert result.exit_code == 0, result.output
    using(tmp_path / "k")
    assert [(known.qid, known.type, known.country) for known in candidates("Tuva M. Brenn")] == [("Q900020", "person", "NO")]
    assert (candidates("Lillevik")[0].type, candidates("Lillevik")[0].lat) == ("place", 60.4)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"itemLabel": "Q1"}, "?itemLabel is missing"),
        ({"itemLabel": "A", "type": "minister"}, "?type is 'minister'"),
        ({"itemLabel": "A", "type": "person", "coord": "60.4 5.3"}, "?coord is no Point"),
        ({"itemLabel": "A", "type": "person", "country": "Norway"}, "?country is no ISO 3166-1"),
        ({"itemLabel": "A", "type": "person", "sitelinks": "many"}, "?sitelinks is no number"),
    ],
)
def test_a_wrong_variable_of_a_sparql_result_is_named(tmp_path: Path, values: dict[str, str], says: str) -> None:
    result = built(tmp_path, sparql(binding(item="Q1", itemLabel="A", type="person"), binding(item="Q1", **values)))
    assert f"source.json, binding 2: {says}" in str(result.exception)


def added(folder: Path, *rows: dict[str, Any]) -> Result:
    (folder / "entities.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return run("add", folder / "entities.jsonl", "--output", folder / "k")


def test_entities_of_one_s_own_win_over_ours(tmp_path: Path, using: Callable[[Path], None]) -> None:
    """Under their own ids, wherever their names stand, also by names no tagger would see."""
    firm = {"name": "Falcon Works", "type": "organisation", "id": "crm:17", "aliases": ["Oslo", "iFalcon"]}
    result = added(tmp_path, firm, {"name": "Paris", "type": "place", "id": "site:1", "lat": 1.5, "lon": 2.5, "country": "GA"})
    assert "2 new, 2 in all" in result.output, result.output
    using(tmp_path / "k")
    one = article("Deal", "Falcon Works sold its iFalcon line near Paris. Berlin did not object.")
    found = named(find_entities(one))
    assert (found["Falcon Works"].id, found["Falcon Works"].wikidata, len(found["Falcon Works"].mentions)) == ("crm:17", None, 2)
    assert {place.name: (place.lat, place.country) for place in find_places(one, list(found.values()))}["Paris"] == (1.5, "GA")
    assert found["Berlin"].wikidata == found["Berlin"].id == "Q64"


def test_a_name_keeps_its_meanings_of_other_types(tmp_path: Path, using: Callable[[Path], None]) -> None:
    added(tmp_path, {"name": "Berlin", "type": "person", "id": "staff:9"})
    using(tmp_path / "k")
    assert [known.own for known in candidates("Berlin")][:1] == ["staff:9"]
    assert "Q64" in [known.qid for known in candidates("Berlin")]


def test_adding_again_replaces_what_has_the_same_id(tmp_path: Path, using: Callable[[Path], None]) -> None:
    added(tmp_path, {"name": "Falcon Works", "type": "organisation", "id": "crm:17"})
    result = added(tmp_path, {"name": "Falcon Group", "type": "organisation", "id": "crm:17"}, {"name": "Tuva Brenn", "type": "person"})
    assert "1 new, 2 in all" in result.output
    using(tmp_path / "k")
    assert candidates("Falcon Works") == ()
    assert [candidates(name)[0].own for name in ("Falcon Group", "Tuva Brenn")] == ["crm:17", "own:tuva-brenn"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"name": "A B"}, "type: Field required"),
        ({"name": "A B", "type": "firm"}, "type: Input should be"),
        ({"name": "A B", "type": "place", "lat": 91, "lon": 0}, "lat: Input should be less"),
        ({"name": "A B", "type": "place", "lat": 9}, "lat and lon belong together"),
        ({"name": "A B", "type": "person", "wikidata": "42"}, "wikidata: String should match"),
        ({"name": "A B", "type": "person", "born": 1970}, "born: Extra inputs"),
    ],
)
def test_a_line_that_is_no_entity_is_named_by_number_and_field(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    result = added(tmp_path, {"name": "Tuva Brenn", "type": "person"}, row)
    assert "entities.jsonl, line 2: " in str(result.exception)
    assert says in str(result.exception)
    assert not (tmp_path / "k").exists()


def test_a_folder_without_a_table_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no table"):
        Settings(knowledge=tmp_path)
