"""What need not wait is done at once; what waits goes on where it was, is stopped by what comes first, and is told of errors."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from mode import Service

from streams.delivery.eager import HandsOverAtOnce


class Consumer(HandsOverAtOnce, Service):
    """As Faust's consumer hands over: unless it is suspended meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.suspend = asyncio.Event()

    async def hand_over(self, work: Coroutine[Any, Any, Any]) -> None:
        await self.wait_first(work, self.suspend.wait())


async def test_what_does_not_wait_needs_no_task() -> None:
    tasks: list[int] = []

    async def work() -> None:
        tasks.append(len(asyncio.all_tasks()))

    await Consumer().hand_over(work())
    assert tasks == [1]


async def test_what_waits_goes_on_where_it_was() -> None:
    done: list[Any] = []

    async def work() -> None:
        done.append("begun")
        done.append(await asyncio.to_thread(lambda: "answered"))
        for _ in range(3):
            await asyncio.sleep(0)
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 0.01)
        except TimeoutError:
            done.append("told of the error")

    await Consumer().hand_over(work())
    assert done == ["begun", "answered", "told of the error"]


async def test_what_waits_is_stopped_when_the_consumer_is() -> None:
    consumer, ended = Consumer(), list[str]()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("stopped")
            raise

    waiting = asyncio.create_task(consumer.hand_over(work()))
    await asyncio.sleep(0.01)
    consumer.suspend.set()
    await waiting
    await asyncio.sleep(0.01)
    assert ended == ["stopped"]


@pytest.mark.parametrize("waits", [False, True])
async def test_an_error_reaches_who_handed_over(waits: bool) -> None:
    async def work() -> None:
        if waits:
            await asyncio.sleep(0)
        raise LookupError("no such topic")

    with pytest.raises(LookupError, match="no such topic"):
        await Consumer().hand_over(work())
