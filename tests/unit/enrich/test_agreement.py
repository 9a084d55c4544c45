"""What kind of thing a name is, by what is known of it and the words around it."""

import pytest

from streams.steps.enrich.entities import find_entities
from tests.unit.enrich.test_entities import article, named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HAMILTON, Ont. — The bridge over Spencer Creek will close next month.", "Ontario"),
        ("HAMILTON, Ont. — The bridge over Spencer Creek will close next month.", "Spencer Creek"),
        ("The telescope stands on Cerro Paranal, a mountain of the desert.", "Cerro Paranal"),
    ],
)
def test_what_is_named_like_a_place_is_one(text: str, name: str) -> None:
    assert named(find_entities(article("Visit", text)))[name].type == "place"


def test_a_programme_is_not_somebody_of_its_name_nor_another_thing_with_its_noun() -> None:
    """The seed's Ramstein: `the Ramstein format`, `the Ramstein initiative`."""
    text = "Ministers are reforming the Ramstein format. The aid came from the Ramstein initiative, which they praised."
    found = named(find_entities(article("Aid", text)))
    assert (found["Ramstein"].type, len(found["Ramstein"].mentions)) == ("other", 2)
    assert "Ramstein initiative" not in found


def test_units_are_no_names() -> None:
    assert "Celsius" not in named(find_entities(article("Cold", "At minus 40 degrees Celsius the lake froze in Oslo on Monday.")))


def test_german_places_stand_behind_a_word_for_in_and_speakers_beside_a_verb_of_saying() -> None:
    text = "BREMEN. In Hannover sagte Ministerin Ulrike Hartwig am Montag, man warte ab. Präsident Müller erklärte nichts."
    found = {entity.name: entity.type for entity in find_entities(article("Bahn", text, language="de"))}
    assert found == {"Bremen": "place", "Hanover": "place", "Ulrike Hartwig": "person"}


def test_nobody_is_one_word_behind_an_article() -> None:
    text = "Lorries pass through the tunnel under the Elbe. Pumps were brought to the Elbe, the port authority said."
    assert named(find_entities(article("Tunnel", text)))["Elbe"].type != "person"
