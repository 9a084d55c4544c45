"""C11: the writer of dedupe is killed, then frozen, under load; a standby decides, and no decision is lost or contradicted."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

import orjson
import pytest

from streams.delivery.clients import producer
from streams.delivery.envelope import Delivery
from streams.delivery.offline import chain
from streams.delivery.result import Emitted
from streams.pipeline import CLASSIFIED, DEDUPED
from streams.settings import Settings
from tests.chaos.harness import ROLES, Fleet, article, records, refs, wait

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(420)]

RATE = 200


def classified(numbers: range) -> list[Emitted]:
    """What classify would have written: every fifth is a copy of the one before."""
    texts = [f"story-{number - (number % 5 == 4)}" for number in numbers]
    deliveries = [
        Delivery("news.raw", 0, number, 1_760_000_000_000 + number, None, article(f"item-{number}", content=f"{_body(text)}"), {})
        for number, text in zip(numbers, texts, strict=True)
    ]
    return [item for items in chain(("clean", "classify"), deliveries, deadline=60.0) for item in items if isinstance(item, Emitted)]


def _body(seed: str) -> str:
    return " ".join(
        f"The {word} of {seed} was seen by {seed}{word} on the hill." for word in ("fox", "owl", "bear", "hare", "wolf", "crow")
    )


async def feed(settings: Settings, items: list[Emitted], first: int = 0) -> None:
    """At `RATE` a second, each acknowledged, as if the raw records from `first` on had held them."""
    client = producer(settings)
    await client.start()
    try:
        for start in range(0, len(items), RATE // 4):
            began = time.monotonic()
            part = enumerate(items[start : start + RATE // 4], first + start)
            pending = [
                await client.send(
                    CLASSIFIED.name, item.value, headers=[*item.headers.items(), ("x-news-origin", f"news.raw:0:{number}".encode())]
                )
                for number, item in part
            ]
            await asyncio.gather(*pending)
            await asyncio.sleep(max(0.0, 0.25 - (time.monotonic() - began)))
    finally:
        await client.stop()


def longest_gap(stamps: list[int]) -> float:
    return max((after - before for before, after in pairwise(stamps)), default=0) / 1000


def test_c11_a_standby_takes_over(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    items = classified(range(6000))
    for name in ("first", "second"):
        fleet.start(name, ROLES["dedupe"])
    writers = lambda name: fleet.log(name).count("dedupe is the writer")  # noqa: E731
    asyncio.run(feed(fleet.settings, items[:50]))
    wait(lambda: writers("first") + writers("second") > 0, 60)
    writer = "first" if writers("first") else "second"
    feeding = threading.Thread(target=lambda: asyncio.run(feed(fleet.settings, items[50:])))
    feeding.start()
    time.sleep(5)
    fleet.kill(writer)
    standby = "second" if writer == "first" else "first"
    wait(lambda: writers(standby) > 0, 30)
    fleet.start(writer)
    time.sleep(6)
    fleet.freeze(standby)
    was = writers(writer)
    wait(lambda: writers(writer) > was, 30)
    fleet.thaw(standby)
    feeding.join()
    expected = {f"item-{number}" for number in range(6000)}

    def decided() -> set[str]:
        return {orjson.loads(message.value)["ref"] for message in asyncio.run(records(fleet.settings, DEDUPED.name))}

    wait(lambda: decided() == expected, 60, pause=2)
    found = asyncio.run(records(fleet.settings, DEDUPED.name))
    decisions: dict[str, set[bytes]] = defaultdict(set)
    for message in found:
        record = orjson.loads(message.value)
        told = {key: record.get(key) for key in ("id", "change", "duplicate", "story")}
        decisions[record["ref"]].add(orjson.dumps(told, option=orjson.OPT_SORT_KEYS))
    assert max(map(len, decisions.values())) == 1
    gap = longest_gap([message.timestamp for message in found])
    assert gap < 15
    again = len(found) - len(decisions)
    seen("C11", f"6000 of 6000 decided once in effect ({again} re-emitted alike); longest gap {gap:.1f} s over a kill and a freeze")


def _writers(fleet: Fleet, names: list[str]) -> set[str]:
    return {name for name in names if "dedupe is the writer" in fleet.log(name)}


def test_c11b_four_start_at_once(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    """Onto a log that waits for them: one decides, the rest follow it, and killing it twice over changes no decision."""
    items, names = classified(range(1500)), [f"member-{number}" for number in range(4)]
    asyncio.run(feed(fleet.settings, items))
    for name in names:
        fleet.start(name, ROLES["dedupe"])
    killed: list[str] = []
    for turn in range(2):
        wait(lambda turn=turn: len(_writers(fleet, names)) > turn, 60)
        killed += _writers(fleet, names) - set(killed)
        time.sleep(1)
        fleet.kill(killed[-1])
    expected = {f"item-{number}" for number in range(1500)}

    def decided() -> list[str]:
        return refs(asyncio.run(records(fleet.settings, DEDUPED.name)))

    wait(lambda: set(decided()) == expected, 90, pause=1)
    again = len(decided()) - len(expected)
    left = [name for name in names if name not in killed]
    assert all(fleet.running[name].poll() is None for name in left)
    seen("C11b", f"four started at once, two writers killed: 1500 of 1500 decided, {again} re-emitted; the others still stand by")
