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
