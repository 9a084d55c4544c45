"""A lane acks in order, only after its batch was published, never once it was closed, and asks to be held back when full."""

import asyncio

import pytest

from streams.delivery.envelope import Delivery
from streams.delivery.lane import Bounds, Lane


class Event:
    """Notes that it was acked."""

    def __init__(self, offset: int, log: list[str]) -> None:
        self.offset = offset
        self.log = log

    def ack(self) -> None:
        self.log.append(f"ack {self.offset}")


def delivery(offset: int, size: int = 1) -> Delivery:
    return Delivery("news.raw", 0, offset, 0, None, b"x" * size, {})


async def run(lane: Lane, offsets: range, log: list[str], size: int = 1) -> asyncio.Task[None]:
    for offset in offsets:
        lane.put(delivery(offset, size), Event(offset, log))
    task = asyncio.create_task(lane.work())
    await asyncio.sleep(0.1)
    return task


async def test_acks_follow_publication_in_order() -> None:
    log: list[str] = []

    async def process(batch: list[Delivery]) -> None:
        log.append(f"published {len(batch)}")

    task = await run(Lane(process, Bounds(records=2, seconds=0.01)), range(4), log)
    task.cancel()
    assert log == ["published 2", "ack 0", "ack 1", "published 2", "ack 2", "ack 3"]


async def test_a_batch_that_cannot_be_published_is_not_acked() -> None:
    log: list[str] = []

    async def process(batch: list[Delivery]) -> None:
        raise ConnectionError("the broker is gone")

    task = await run(Lane(process, Bounds(records=2, seconds=0.01)), range(2), log)
    with pytest.raises(ConnectionError):
        await task
    assert log == []


async def test_a_closed_lane_never_acks() -> None:
    log: list[str] = []
    lane: Lane

    async def process(batch: list[Delivery]) -> None:
        lane.close()

    lane = Lane(process, Bounds(records=2, seconds=0.01))
    await run(lane, range(2), log)
    assert log == []


async def test_bytes_bound_a_batch_as_well_as_count() -> None:
    log: list[str] = []

    async def process(batch: list[Delivery]) -> None:
        log.append(f"published {len(batch)}")

    task = await run(Lane(process, Bounds(records=64, size=2000, seconds=0.01)), range(4), log, size=900)
    task.cancel()
    assert [line for line in log if line.startswith("published")] == ["published 2", "published 2"]


@pytest.mark.parametrize(("bounds", "size"), [(Bounds(records=2), 1), (Bounds(records=1000, size=2000), 800)])
async def test_a_full_lane_asks_to_be_held_back_until_it_has_drained(bounds: Bounds, size: int) -> None:
    asked: list[bool] = []
    gate = asyncio.Event()

    async def process(batch: list[Delivery]) -> None:
        await gate.wait()

    task = await run(Lane(process, bounds, hold=asked.append), range(20), [], size)
    assert asked == [True]
    gate.set()
    await asyncio.sleep(0.3)
    task.cancel()
    assert asked == [True, False]


async def test_a_record_that_is_in_flight_is_worked_on_once() -> None:
    seen: list[int] = []

    async def process(batch: list[Delivery]) -> None:
        seen.extend(delivery.offset for delivery in batch)

    lane = Lane(process, Bounds(records=4, seconds=0.01))
    lane.put(delivery(1), Event(1, []))
    task = await run(lane, range(1, 3), [])
    async with asyncio.timeout(10):
        while len(seen) < 2:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    task.cancel()
    assert seen == [1, 2]
