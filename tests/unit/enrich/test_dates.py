"""What find_dates promises. Articles are published on Saturday, 14 March 2026."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.steps.enrich.dates import find_dates
from tests.unit.enrich.articles import deduped


def told(text: str, language: str = "en", published: str | None = "2026-03-14") -> list[tuple[str, str]]:
    """(value, as it stands) of each."""
    article = deduped(text, language=language, published=published)
    return [(one.value, article.text[one.start : one.end]) for one in find_dates(article)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It began on March 3, 2021.", ("2021-03-03", "March 3, 2021")),
        ("It began on 3 March 2021.", ("2021-03-03", "3 March 2021")),
        ("The 4th of July 1976 was hot.", ("1976-07-04", "4th of July 1976")),
        ("It opened in September 2019.", ("2019-09", "September 2019")),
        ("It opened Dec. 20 to crowds.", ("2025-12-20", "Dec. 20")),
        ("It opens on April 2.", ("2026-04-02", "April 2")),
        ("It opened in January.", ("2026-01", "January")),
        ("It opened last November.", ("2025-11", "November")),
        ("He arrived on Monday.", ("2026-03-09", "Monday")),
        ("He arrived on Saturday.", ("2026-03-14", "Saturday")),
        ("He will arrive on Monday.", ("2026-03-16", "Monday")),
        ("He arrived last Sunday.", ("2026-03-08", "Sunday")),
        ("The vote is next Friday.", ("2026-03-20", "Friday")),
        ("He left yesterday.", ("2026-03-13", "yesterday")),
        ("Sales fell last month.", ("2026-02", "last month")),
        ("It closes next year.", ("2027", "next year")),
        ("It was built in 1884.", ("1884", "1884")),
        ("(updated 2026-03-01)", ("2026-03-01", "2026-03-01")),
    ],
)
def test_a_date_is_told_as_a_day_month_or_year(text: str, found: tuple[str, str]) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain and they march on.", "Theresa May spoke.", "The Sunday Times wrote.",
        "Black Friday sales", "in April 23-27", "Mondays are dull.", "February 31, 2021", "He will speak on Saturday.",
        "on 3/4/2026", "in the 1990s",
        "Around 2000 people came.", "September 14 is the day.", "today’s world", "yesterday's men", "a 2024-model car",
    ],
)  # fmt: skip
def test_what_has_two_readings_or_none_is_left_out(text: str) -> None:
    assert told(text) == []


def test_without_a_day_of_publication_only_whole_dates_are_told() -> None:
    assert told("He left yesterday, as on March 3, 2021 and on March 5.", published=None) == [("2021-03-03", "March 3, 2021")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das Treffen am 3. März 2021", ("2021-03-03", "3. März 2021")),
        ("am 03.05.2024 eröffnet", ("2024-05-03", "03.05.2024")),
        ("Sie kam am Montag.", ("2026-03-09", "Montag")),
        ("Sie wird am Montag kommen.", ("2026-03-16", "Montag")),
        ("Sie kam gestern.", ("2026-03-13", "gestern")),
        ("im vergangenen Jahr", ("2025", "vergangenen Jahr")),
        ("im Januar", ("2026-01", "Januar")),
        ("seit 1998", ("1998", "1998")),
    ],
)
def test_german_dates_are_read_as_german(text: str, found: tuple[str, str]) -> None:
    assert told(text, "de") == [found]


WORDS = "March May 31 29, 2026 Monday last next month year yesterday February -02-30 in 2400 9999 . \n".split(" ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_any_text_may_come(words: list[str]) -> None:
    """Spans lie in the text, in order, without overlap."""
    article = deduped(" ".join(words))
    found = find_dates(article)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= one.start < one.end <= len(article.text) for one in found)
