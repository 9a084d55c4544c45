"""What find_figures promises."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.steps.enrich.figures import find_figures
from tests.unit.enrich.articles import deduped


def told(text: str, language: str = "en", **more: str) -> list[tuple[str, float, str, str]]:
    """(kind, value, unit, as it stands) of each."""
    article = deduped(text, language=language).model_copy(update=more)
    return [(f.kind, f.value, f.unit, article.text[f.start : f.end]) for f in find_figures(article)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It cost $3.2 billion to build.", ("money", 3.2e9, "USD", "$3.2 billion")),
        ("A loan of €12,500 was paid.", ("money", 12500, "EUR", "€12,500")),
        ("They raised £4m in a week.", ("money", 4e6, "GBP", "£4m")),
        ("worth A$90bn over ten years", ("money", 9e10, "AUD", "A$90bn")),
        ("a deal of 1.5 million euros", ("money", 1.5e6, "EUR", "1.5 million euros")),
        ("some USD 700 million in aid", ("money", 7e8, "USD", "USD 700 million")),
        ("paid 40 Canadian dollars each", ("money", 40, "CAD", "40 Canadian dollars")),
        ("two billion dollars in damage", ("money", 2e9, "USD", "two billion dollars")),
        ("Prices rose 4.5 percent.", ("percent", 4.5, "%", "4.5 percent")),
        ("It fell by 7% in May.", ("percent", 7, "%", "7%")),
        ("It grew -0.3% in May.", ("percent", -0.3, "%", "-0.3%")),
        ("A 26.2-mile race", ("quantity", 26.2, "mi", "26.2-mile")),
        ("a storm 120 km wide", ("quantity", 120, "km", "120 km")),
        ("at 38 degrees Celsius", ("quantity", 38, "°C", "38 degrees Celsius")),
        ("They pumped out 340 cubic metres.", ("quantity", 340, "m³", "340 cubic metres")),
        ("About 1,200 people fled.", ("quantity", 1200, "people", "1,200 people")),
    ],
)
def test_a_number_is_told_with_what_it_is_a_number_of(text: str, figure: tuple[str, float, str, str]) -> None:
    assert told(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 she was 43.", "between 5 and 10 percent", "5-10% of them", "$3-$5", "It weighs 500 pounds.",
        "¥900 a piece", "300 kroner", "the 5m mark", "room 12B", "a score of 3-2", "1,23,456 dollars", "iPhone15 people", "1.2.3 miles",
        "Seventy-eight percent", "two-tenths of 1 percent",
    ],
)  # fmt: skip
def test_what_has_two_readings_or_none_is_left_out(text: str) -> None:
    assert [figure for figure in told(text) if figure[3] != "$3"] == []


def test_a_dollar_is_that_of_the_publisher_s_country() -> None:
    """Of any other it is the United States'."""
    assert told("It cost $5.", url="https://news.example.com.au/a")[0][2] == "AUD"
    assert told("It cost $5.", url="https://news.example.co.uk/a")[0][2] == "USD"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Das kostet 3,2 Milliarden Euro.", ("money", 3.2e9, "EUR", "3,2 Milliarden Euro")),
        ("für 1.200 Euro im Monat", ("money", 1200, "EUR", "1.200 Euro")),
        ("rund 20 Mio. Euro", ("money", 2e7, "EUR", "20 Mio. Euro")),
        ("um 4,5 Prozent", ("percent", 4.5, "%", "4,5 Prozent")),
        ("12 Kilometer lang", ("quantity", 12, "km", "12 Kilometer")),
    ],
)
def test_german_figures_are_read_as_german(text: str, figure: tuple[str, float, str, str]) -> None:
    assert told(text, "de") == [figure]


def test_other_languages_have_none() -> None:
    assert told("3,2 millions d’euros", "fr") == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789.,$€% -–mkbillion to\n", max_size=120), st.sampled_from(["en", "de"]))
def test_any_text_may_come(text: str, language: str) -> None:
    """Spans lie in the text, in order, without overlap."""
    article = deduped(text, language=language)
    found = find_figures(article)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= one.start < one.end <= len(article.text) for one in found)
