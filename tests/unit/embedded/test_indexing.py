"""Lanes that write at the same time share one commit, and none of them is done before it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

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
