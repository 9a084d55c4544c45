"""What is written for an article, and where."""

from datetime import UTC, datetime

from schemas import Place
from streams.sinks.opensearch import months, template, written
from tests.unit.query.articles import article


def test_words_are_our_own_tokens() -> None:
    found = written(article(title="O'Neill's Straße", body=["Über 東京都."]), {}, 7)
    assert (found["title"], found["body"]) == ("o neill s strasse", "über 東京 京都")
    assert found["indexed_at"] == 7


def test_a_place_is_in_all_its_cells() -> None:
    found = written(article(places=[Place(name="Suva", lat=-18.14, lon=178.44)]), {}, 7)
    assert sum(value.startswith("at:") for value in found["values"]) == 15


def test_what_may_not_be_shown_has_no_text() -> None:
    for status in ("canceled", "withheld"):
        assert written(article(title="secret", status=status), {"title": "secret"}, 7) == {"id": "a", "shown": False, "indexed_at": 7}


def test_an_index_per_month() -> None:
    name = months("news", datetime(2026, 3, 31, 23, 59, tzinfo=UTC))
    assert name == "news-2026.03"
    assert template("news")["index_patterns"] == ["news-*"]


def test_a_word_too_long_for_the_analyser_stays_one_word() -> None:
    found = written(article(body=["a" * 600 + " behind"]), {}, 7)
    assert found["body"] == "a" * 127 + " behind"
