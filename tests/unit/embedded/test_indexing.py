"""Lanes that write at the same time share one commit, and none of them is done before it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas import Story
from streams.delivery.envelope import Delivery
from streams.embedded.indexing import Indexer
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from tests.unit.embedded.articles import enriched


class Producer:
    """Acknowledges at once, and notes how much of the index could be searched then."""

    def __init__(self, index: Index) -> None:
        self.index, self.sizes = index, list[int]()

    async def send(self, topic: str, **record: Any) -> asyncio.Future[None]:
        self.sizes.append(self.index.size())
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        acknowledged.set_result(None)
        return acknowledged


@pytest.fixture
def indexer(tmp_path: Path) -> Indexer:
    index = Index.writer(tmp_path / "index")
    return Indexer(Archive.writer(tmp_path / "archive"), index, Producer(index))  # type: ignore[arg-type]  # a twin of the producer


def delivery(partition: int, number: int) -> Delivery:
    value = enriched(f"a{partition}-{number}", "Flood", "The river rose.").to_json()
    return Delivery("news.enriched", partition, number, 0, None, value, {})


def story_delivery(number: int) -> Delivery:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    story = Story(id=f"story-{number}", revision=1, title="Flood", size=1, independent=1, first_seen=at, last_seen=at)
    return Delivery("news.stories", 0, number, 0, None, story.to_json(), {})


async def test_lanes_share_a_commit_and_are_done_only_after_it(indexer: Indexer, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    commit = indexer.index.commit
    monkeypatch.setattr(indexer.index, "commit", lambda: (commits.append(1), commit()))
    await asyncio.gather(*(indexer.articles([delivery(partition, number) for number in range(3)]) for partition in range(4)))
    assert len(commits) == 1
    assert indexer.producer.sizes == [12] * 12  # type: ignore[attr-defined]  # each entry of the trail was sent after the commit


async def test_what_comes_after_a_commit_began_waits_for_the_next(indexer: Indexer) -> None:
    await indexer.articles([delivery(0, 1)])
    await indexer.articles([delivery(0, 2)])
    assert indexer.producer.sizes == [1, 2]  # type: ignore[attr-defined]


async def test_a_commit_that_fails_fails_every_lane_that_waits(indexer: Indexer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(indexer.index, "commit", refuse)
    found = await asyncio.gather(*(indexer.articles([delivery(partition, 1)]) for partition in range(2)), return_exceptions=True)
    assert [str(each) for each in found] == ["no space left on device"] * 2


async def test_lanes_share_a_transaction(indexer: Indexer, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    transaction = indexer.archive.transaction
    monkeypatch.setattr(indexer.archive, "transaction", lambda: (begun.append(1), transaction())[1])
    routes = indexer.routes()
    stories = [story_delivery(number) for number in range(2)]
    await asyncio.gather(
        *(indexer.articles([delivery(partition, 1)]) for partition in range(2)),
        *(routes["news.stories"]([each]) for each in stories),
    )
    assert len(begun) == 1
    assert len(indexer.archive.articles(["a0-1", "a1-1"])) == 2
    assert indexer.archive.story("story-1")


async def test_what_one_lane_cannot_keep_undoes_the_transaction_and_fails_all(indexer: Indexer) -> None:
    """They stop unacked, and everything comes again: better than half a transaction."""
    unreadable = Delivery("news.stories", 0, 1, 0, None, b"{", {})
    found = await asyncio.gather(indexer.articles([delivery(0, 1)]), indexer.routes()["news.stories"]([unreadable]), return_exceptions=True)
    assert all(isinstance(each, ValueError) for each in found)
    assert indexer.archive.article("a0-1") is None
