"""What find_entities promises."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import CleanArticle, Entity, Language
from streams.steps.enrich.entities import find_entities

NOW = datetime(2026, 3, 14, tzinfo=UTC)


def article(title: str, *body: str, language: str = "en") -> CleanArticle:
    return CleanArticle(
        id="a",
        version=1,
        rank=1,
        title=title,
        body=list(body),
        received_at=NOW,
        language=Language(code=language, confidence=1.0),
        content_hash="h",
    )


def named(entities: list[Entity]) -> dict[str, Entity]:
    return {entity.name: entity for entity in entities}


def test_a_surname_is_a_mention_of_the_full_name() -> None:
    """One entity per person, with every mention."""
    text = "French President Emmanuel Macron met reporters in Paris. Macron said he would go."
    found = named(find_entities(article("Visit", text)))
    assert len(found["Emmanuel Macron"].mentions) == 2
    assert "Macron" not in found


def test_the_title_beside_a_name_is_its_role() -> None:
    """A capitalised phrase with a title noun before the name."""
    found = named(find_entities(article("Visit", "Foreign Minister Anna Lindqvist spoke in Stockholm on Monday.")))
    assert found["Anna Lindqvist"].role == "Foreign Minister"


def test_a_demonym_is_a_mention_of_its_country() -> None:
    """Swedish counts for Sweden, under one Wikidata id."""
    found = find_entities(article("Trade", "Sweden signed the deal. Swedish exports may grow."))
    assert [len(e.mentions) for e in found if e.wikidata == "Q34"] == [2]


def test_designations_are_other_things() -> None:
    """Codes, acronyms and names of programmes."""
    found = named(find_entities(article("Arms", "The army bought the XR-7 and joined the ORBIX scheme last year.")))
    assert found["XR-7"].type == "other"
    assert "ORBIX" in found


def test_an_event_is_another_thing_and_a_faith_or_a_party_is_none() -> None:
    """What has a name of its own is kept; words of belonging are not."""
    found = named(find_entities(article("Sport", "Maria Keller sang at the Super Bowl in Houston, and Republicans cheered.")))
    assert found["Super Bowl"].type == "other"
    assert "Republicans" not in found


def test_the_place_somebody_is_based_at_is_a_place() -> None:
    """The name stands before the hyphen."""
    found = named(find_entities(article("Art", "The Berlin-based painter met Jean-Claude Moreau yesterday.")))
    assert found["Berlin"].type == "place"
    assert found["Jean-Claude Moreau"].type == "person"


def test_the_seed_has_its_people_and_countries(shared: Path) -> None:
    """People, countries with their ids, and named programmes of a real article."""
    parts = next((shared / "seeds").glob("*.txt")).read_text().split("\n\n")
    found = find_entities(article(parts[1], *parts[2:14]))
    assert {"Mykhailo Fedorov", "Boris Pistorius"} <= {e.name for e in found if e.type == "person"}
    ids = {e.wikidata for e in found}
    assert {"Q212", "Q142", "Q183", "Q38", "Q36", "Q145", "Q159", "Q458"} <= ids
    assert {"E5", "PURL", "PAC-3", "Patriot", "Ramstein"} <= {e.name for e in found}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=3), st.sampled_from(["en", "de", "und"]))
def test_offsets_lie_inside_and_the_result_is_always_the_same(title: str, body: list[str], language: str) -> None:
    """Any text: mentions point into it, and the same input gives the same output."""
    one = article(title, *body, language=language)
    found = find_entities(one)
    assert found == find_entities(one)
    for mention in (m for entity in found for m in entity.mentions):
        part = one.title if mention.within == "title" else one.text
        assert 0 <= mention.start < mention.end <= len(part)


def test_a_surname_of_two_people_is_whom_the_text_named_last_or_the_honorific_says() -> None:
    text = "Robert Hale spoke. Hale smiled. Susan Hale came later. Hale left. Mr. Hale stayed."
    found = named(find_entities(article("Visit", text)))
    assert (len(found["Robert Hale"].mentions), len(found["Susan Hale"].mentions)) == (3, 2)


def test_an_honorific_keeps_a_surname_from_the_only_full_name_that_it_cannot_mean() -> None:
    found = named(find_entities(article("Visit", "Susan Hale spoke in Paris on Monday. Mr. Hale did not speak.")))
    assert {"Susan Hale", "Hale"} <= set(found)


def test_a_club_or_firm_is_one_thing_with_and_without_the_word_that_says_so() -> None:
    text = "Norwich City beat Ipswich Town on Saturday. Ipswich had led before Norwich City scored twice against Ipswich Town."
    assert "Ipswich Town" in named(find_entities(article("Football", text)))
    assert "Ipswich" not in named(find_entities(article("Football", text)))


def test_a_dateline_in_capitals_names_the_place() -> None:
    assert "Norwich" in named(find_entities(article("Visit", "NORWICH, England — The mayor spoke on Monday about the bridge.")))
