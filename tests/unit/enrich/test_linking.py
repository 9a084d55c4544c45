"""What link promises."""

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
