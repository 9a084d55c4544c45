"""One article has one key, however its URL is written; versions have one order."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.steps.clean.identity import canonical_url, rank

SAME = [
    "https://example.org/news/a-story",
    "http://www.example.org/news/a-story/",
    "https://m.example.org/news/a-story?utm_source=x&utm_medium=y",
    "https://example.org/news/a-story/amp",
    "https://example.org/news/a-story#comments",
    "https://EXAMPLE.org:443/news//a-story?fbclid=1",
]


@pytest.mark.parametrize("url", SAME)
def test_variants_of_one_url_are_one_key(url: str) -> None:
    assert canonical_url(url) == SAME[0]


def test_queries_that_name_an_article_are_kept_in_one_order() -> None:
    assert canonical_url("https://example.org/a?id=7&b=2") == canonical_url("https://example.org/a?b=2&id=7")
    assert canonical_url("https://example.org/a?id=7") != canonical_url("https://example.org/a?id=8")


PATHS = st.lists(st.sampled_from(["a", "amp", "index.html", "www", "", "b.amp.html", "story.html"]), max_size=6)


@given(PATHS, st.sampled_from(["example.org", "www.m.example.org", "amp.example.co.uk"]))
def test_canonical_urls_are_canonical(path: list[str], host: str) -> None:
    once = canonical_url(f"http://{host}/{'/'.join(path)}")
    assert canonical_url(once) == once


@given(st.text())
def test_any_text_is_a_key_or_none(text: str) -> None:
    assert canonical_url(text) is None or str(canonical_url(text)).startswith("https://")


def test_rank_puts_kills_first_then_versions_then_time() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    order = [rank(False, 1, late, "ffff"), rank(False, 2, early, "0000"), rank(False, 2, late, "0000"), rank(True, 0, None, "0000")]
    assert order == sorted(order)
    assert all(0 <= each < 2**63 for each in order)
