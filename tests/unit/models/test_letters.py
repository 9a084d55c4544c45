"""Words are looked for by their first letters: the same are found."""

import re

import pytest

from streams.models.blocks import walk
from streams.models.blocks.features import DATED
from streams.models.blocks.letters import by_first_letter, by_letter

WORDS = r"sign up (?:for|to)|subscribe (?:now|(?:to)day)|abonne(?:z|er)|ad(?<=\bad)s?\b|сайт"
TEXT = "Subscribe now, subscribe today: sign up to abonner, bad ads and headers; сайт"


def test_the_same_is_found_in_the_same_places() -> None:
    found, plain = by_first_letter(WORDS), re.compile(WORDS)
    assert [each.span() for each in found.finditer(TEXT.lower())] == [each.span() for each in plain.finditer(TEXT.lower())]


def test_what_parts_words_inside_a_group_does_not_part_the_pattern() -> None:
    assert by_letter("a(?:b|c)|d|ae") == {"a": ["a(?:b|c)", "ae"], "d": ["d"]}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("article-body", walk.WITHIN),
        ("post-comments", walk.WITHIN | walk.AROUND | walk.COMMENTS),
        ("ads", walk.AROUND | walk.ADVERT),
        ("shadow-header", 0),
        ("entry-date posted", walk.WITHIN | walk.AROUND | walk.DATED),
    ],
)
def test_all_that_the_names_of_an_element_say_is_found(names: str, said: int) -> None:
    assert walk._names(names, None) == walk._names(None, names.upper()) == said


@pytest.mark.parametrize("line", ["10.3.26", "10/03/2026", "in 1999", "um 7:30", "since 2026"])
def test_dates_years_and_times_are_seen(line: str) -> None:
    assert DATED.search(line)
    assert not DATED.search("3,100 of 17")
