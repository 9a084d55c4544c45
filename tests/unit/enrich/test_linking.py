"""What link promises."""

import pytest

from streams.steps.enrich.linking import link


def test_a_country_is_linked() -> None:
    """A well-known name with a fitting type."""
    known = link("Poland", "place", ())
    assert known is not None
    assert known.qid == "Q36"


def test_the_country_of_the_article_decides_between_namesakes() -> None:
    """Georgia beside the United States is not the same as alone."""
    alone = link("Georgia", "place", ())
    assert alone is not None
    assert alone.country == "GE"


def test_an_unknown_name_has_no_link() -> None:
    """Never invented."""
    assert link("Zzyx Qwortle", "person", ("US",)) is None


def test_a_lone_surname_is_not_linked() -> None:
    """A surname alone is shared by many."""
    assert link("Smith", "person", ()) is None


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("General Electric Co.", "Q54173"),
        ("Homeland Security Department", "Q11231"),
        ("U.S. Department of Homeland Security", "Q11231"),
        ("NASA", "Q23548"),
    ],
)
def test_organisations_are_found_by_their_other_names(name: str, qid: str) -> None:
    """Endings of companies, the order of an office's words, and acronyms of one meaning."""
    known = link(name, "organisation", ("US",))
    assert known is not None
    assert known.qid == qid


def test_a_person_known_by_one_word_is_linked() -> None:
    """Where nobody else of that name is in the table."""
    known = link("Saddam", "person", ())
    assert known is not None
    assert known.label == "Saddam Hussein"


def test_somebody_famous_is_linked_by_the_surname() -> None:
    """Where nobody nearly as well known bears it; and by no other name they once had."""
    known = link("Reagan", "person", ())
    assert known is not None
    assert known.label == "Ronald Reagan"
    assert link("Marshall", "person", ()) is None


def test_a_team_is_linked_by_its_nickname_beside_its_city() -> None:
    """Two teams are called Giants; one word decides."""
    assert link("Giants", "organisation", ()) is None
    known = link("Giants", "organisation", (), {"New York"})
    assert known is not None
    assert known.label == "New York Giants"


def test_a_firm_is_not_the_fruit_of_its_name() -> None:
    """What has the type is taken before what may have it."""
    known = link("Apple", "organisation", ())
    assert known is not None
    assert known.label == "Apple Inc."


def test_a_club_is_found_with_what_the_table_writes_behind_it() -> None:
    known = link("Leeds United", "organisation", ())
    assert known is not None
    assert known.qid == "Q1128631"


def test_an_office_said_for_short_is_that_of_the_state_the_article_speaks_of() -> None:
    known = link("Navy", "organisation", ("US",))
    assert known is not None
    assert known.label == "United States Navy"
