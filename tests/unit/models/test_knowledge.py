"""What the table of known things promises."""

from hypothesis import given
from hypothesis import strategies as st

from streams.models.knowledge import by_qid, candidates, demonym


def test_names_and_abbreviations_find_their_thing() -> None:
    """Dots, accents and a leading article do not matter; the likeliest is first."""
    for name in ("United States", "the United States", "U.S.", "US"):
        assert candidates(name)[0].qid == "Q30"


def test_a_demonym_gives_its_country() -> None:
    """Polish is Poland."""
    known = demonym("Polish")
    assert known is not None
    assert known.qid == "Q36"


def test_an_unknown_id_gives_none() -> None:
    """Also one that is no id."""
    assert by_qid("Q0000999999999") is None
    assert by_qid("nonsense") is None


@given(st.text(max_size=200))
def test_any_name_may_be_asked(name: str) -> None:
    """No text raises, and the list is bounded."""
    assert len(candidates(name)) <= 12
