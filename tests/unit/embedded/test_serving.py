"""What the console knows of the steps: rates between looks, and nothing at all rather than something old."""

import asyncio
import time
from contextlib import suppress
from typing import Any

import pytest

from streams.embedded.serving import Status
from streams.errors import Transient


def found(read: int) -> dict[str, Any]:
    return {"sent": read, "lag": {"clean": {"records": 0, "seconds": 0.0, "read": read}}}


async def nothing() -> dict[str, Any]:
    raise ConnectionError("nobody answers")


async def newest(looks: list[tuple[float, int]]) -> dict[str, Any]:
    """The status after looks at these seconds, the last of them now."""
    status, now = Status(nothing), time.monotonic()
    for at, read in looks:
        status.note(found(read), now - looks[-1][0] + at)
    status._looked.set()
    return await status()


async def test_rates_are_records_a_minute_between_spans() -> None:
    seen = await newest([(0, 100), (10, 150), (20, 200), (30, 205), (40, 220)])
    assert seen["lag"]["clean"]["rates"] == [300, 60]
    assert seen["lag"]["clean"]["rate"] == 180
    assert seen["window_seconds"] == 40


async def test_the_rate_is_that_of_the_last_minute_only() -> None:
    seen = await newest([(at, 1000 if at >= 20 else 0) for at in range(0, 200, 20)])
    assert seen["lag"]["clean"]["rate"] == 0
    assert seen["lag"]["clean"]["rates"] == [3000] + [0] * 8


async def test_rates_are_bounded_in_number_and_never_negative() -> None:
    seen = await newest([(at, 10_000 - at) for at in range(0, 4000, 20)])
    assert len(seen["lag"]["clean"]["rates"]) == Status.SPANS
    assert set(seen["lag"]["clean"]["rates"]) == {0}
    assert seen["window_seconds"] == Status.SPANS * Status.SPAN_SECONDS


async def test_the_first_look_has_no_rate_yet() -> None:
    assert (await newest([(0, 500)]))["lag"]["clean"]["rate"] == 0


async def test_what_cannot_be_looked_at_is_said_to_be() -> None:
    status = Status(nothing)
    looking = asyncio.create_task(status.follow())
    with pytest.raises(Transient, match="nobody answers"):
        await status()
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking


async def test_what_is_old_is_not_shown() -> None:
    status = Status(nothing)
    status.note(found(1), time.monotonic() - Status.STALE_SECONDS - 1)
    status._looked.set()
    with pytest.raises(Transient):
        await status()
