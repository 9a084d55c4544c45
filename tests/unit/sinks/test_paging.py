"""Pages by relevance, whatever is indexed between them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import EnrichedArticle
from streams.errors import Misused
from streams.sinks.index import Index
from streams.sinks.paging import FURTHEST, best_unseen, marks, with_seen
from tests.unit.query.articles import article

CHANGES = st.lists(st.tuples(st.sampled_from(["add", "update", "kill", "other"]), st.integers(0, 40), st.integers(1, 9)), max_size=6)


def said(id: str, times: int, rank: int = 1, **more: object) -> EnrichedArticle:
    """An article that says "flood" so many times among as many other words as make its score move."""
    return article(id=id, title="flood " * times + "rain " * (10 - times), rank=rank, **more)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 9), min_size=1, max_size=25), st.integers(1, 6), st.lists(CHANGES, max_size=12))
def test_what_goes_on_matching_is_shown_once_and_what_is_killed_no_more(counts: list[int], limit: int, between: list[list]) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index, stamp, killed = Index.writer(Path(folder)), 0, set()
        for number, times in enumerate(counts):
            index.put(said(f"a{number}", times), number)
        index.commit()
        shown: list[str] = []
        page = index.search("flood", limit=limit)
        for changes in [*between, *[[]] * 200]:
            shown += page.hits
            if page.cursor is None:
                break
            for kind, which, times in changes:
                stamp += 1
                id = f"b{stamp}" if kind == "add" else f"a{which % len(counts)}"
                if kind == "other":
                    index.put(article(id=f"c{stamp}", title="rain"), 1000 + stamp)
                elif kind == "kill":
                    index.put(said(id, times, 100 + stamp, change="kill", status="canceled"), 1000 + stamp)
                    killed.add(id)
                elif id not in killed:
                    index.put(said(id, times, 1 + stamp), 1000 + stamp)
            index.commit()
            page = index.search("flood", limit=limit, cursor=page.cursor)
            assert not killed & {*page.hits}
        assert page.cursor is None
        assert len(shown) == len(set(shown))
        assert {f"a{number}" for number in range(len(counts))} - killed <= {*shown}


@pytest.mark.parametrize("cursor", ["20", "r20", "rAA", "x", "r!", "r" + "é" * 4])
def test_what_no_page_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Misused, match="cursor"):
        marks(cursor)


def test_it_ends_where_an_address_would_get_too_long() -> None:
    ids = [f"a{number}" for number in range(FURTHEST + 10)]
    cursor, shown = None, 0
    for _ in range(FURTHEST // 100):
        page = best_unseen(lambda number: (ids[:number], len(ids)), 100, cursor)
        cursor, shown = page.cursor, shown + len(page.hits)
    assert shown == FURTHEST
    assert len(cursor or "") < 7_000
    with pytest.raises(Misused, match="sort by date"):
        best_unseen(lambda number: (ids[:number], len(ids)), 100, cursor)


def test_a_cursor_holds_each_that_was_shown() -> None:
    cursor = with_seen(with_seen(None, ["a", "b"]), ["c"])
    assert marks(cursor) == marks(with_seen(None, ["c", "b", "a"]))
