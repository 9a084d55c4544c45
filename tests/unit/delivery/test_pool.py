"""The deadline is one of CPU time: what uses too much ends alone, what merely waits does not."""

import re
import signal
import time
from collections.abc import Iterator

import pytest
from pebble import ProcessExpired, ProcessPool

from streams.delivery.envelope import Delivery
from streams.delivery.pool import Pool, at_most, new_pool, too_long
from streams.delivery.result import Emitted, Failed, Result
from streams.errors import Transient
from streams.settings import Settings

SETTINGS = Settings(workers=1, deadline_seconds=0.3)


def matched_for_ever(_: str) -> None:
    """In the middle of a call into C, where no exception of Python's would be raised."""
    with at_most(0.3):
        re.match(r"(a+)+$", "a" * 40 + "b")


def slept_for(seconds: float) -> str:
    with at_most(0.3):
        time.sleep(seconds)
    return "awake"


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    found = new_pool(SETTINGS)
    yield found
    found.stop()  # type: ignore[no-untyped-call]
    found.join(timeout=5)


def test_what_uses_too_much_cpu_time_ends_and_is_told(pool: ProcessPool) -> None:
    with pytest.raises(ProcessExpired) as ended:
        pool.schedule(matched_for_ever, args=("",), timeout=60).result()
    assert ended.value.exitcode == -signal.SIGPROF
    assert too_long("clean", ended.value, SETTINGS).message == "clean used more than 0.3 s of CPU"
    assert pool.schedule(slept_for, args=(0,)).result() == "awake"


def test_what_waits_longer_than_its_deadline_by_the_clock_goes_on(pool: ProcessPool) -> None:
    assert pool.schedule(slept_for, args=(0.5,), timeout=60).result() == "awake"


async def test_the_results_of_a_batch_keep_its_order() -> None:
    pool = Pool("clean", Settings(workers=1))
    values = [
        b'{"title": "One", "content": "A text of some words."}',
        b'{"content": "cut off',
        b'{"title": "Two", "content": "Another text."}',
    ]
    results = await pool([Delivery("news.raw", 0, offset, 0, None, value, {}) for offset, value in enumerate(values)])
    pool.close()
    assert [_reason(result) for result in results] == ["One", "unreadable", "Two"]


def _reason(result: Result) -> str:
    if isinstance(result.outcome, Failed):
        return result.outcome.reason
    (item,) = result.outcome
    assert isinstance(item, Emitted)
    return item.title


async def test_while_what_a_step_asks_is_down_the_batch_waits_and_its_topic_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is given up for lost, nothing is made up."""
    pool, seen = Pool("enrich", Settings(workers=1)), []

    async def together(deliveries: list[Delivery]) -> list[Result]:
        seen.append(pool.waits())
        if len(seen) < 3:
            raise Transient("the service is down")
        return [Result(()) for _ in deliveries]

    monkeypatch.setattr(pool, "_together", together)
    assert len(await pool([Delivery("news.deduped", 0, 1, 0, None, b"", {})])) == 1
    pool.close()
    assert seen == [(), ("news.deduped",), ("news.deduped",)]
    assert pool.waits() == ()
