"""Dead letters: list them, show them, put them back byte for byte."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import TopicPartition

from schemas import DeadLetter
from schemas import headers as names
from streams.delivery.clients import ends, producer, reader
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.pipeline import DEAD
from streams.settings import Settings

Place = tuple[int, int]
"""Partition and offset of a letter on `news.dead`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters; None means any. `since` and `until` bound when they last failed."""

    step: str | None = None
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __call__(self, letter: DeadLetter) -> bool:
        return (
            self.step in (None, letter.step)
            and self.reason in (None, letter.reason)
            and (self.since is None or letter.last_failed >= self.since)
            and (self.until is None or letter.last_failed < self.until)
        )


async def letters(settings: Settings, limit: int = 100, wanted: Wanted | None = None) -> list[tuple[Place, DeadLetter]]:
    """The newest `limit` letters that are `wanted`, newest first; a filter looks at all there are."""
    found = [((message.partition, message.offset), _letter(message)) async for message in _newest(settings, None if wanted else limit)]
    kept = [pair for pair in found if wanted is None or wanted(pair[1])]
    return sorted(kept, key=lambda pair: pair[1].last_failed, reverse=True)[:limit]


async def letter(settings: Settings, place: Place) -> DeadLetter | None:
    """The letter at a place of `news.dead`."""
    async for message in _at(settings, [place]):
        return _letter(message)
    return None


async def redrive(settings: Settings, places: Iterable[Place], per_second: float | None = None) -> int:
    """Put letters back on the topic they came from, as they came, at most `per_second` of them; how many there were.

    The articles' ids and origins make doing it twice change nothing.
    """
    client, count = producer(settings), 0
    await client.start()
    try:
        async for message in _at(settings, places):
            await publish(client, [_again(message)])
            count += 1
            if per_second:
                await asyncio.sleep(1 / per_second)
    finally:
        await client.stop()
    return count


async def _newest(settings: Settings, limit: int | None):  # type: ignore[no-untyped-def]
    consumer = reader(settings)
    await consumer.start()
    try:
        until = {place: end for place, end in (await ends(consumer, DEAD.name)).items() if end}
        starts = await consumer.beginning_offsets(list(until))
        consumer.assign(list(until))
        left = set()
        for place, end in until.items():
            start = max(starts[place], end - limit if limit else 0)
            consumer.seek(place, start)
            if start < end:
                left.add(place)
        while left:
            for messages in (await consumer.getmany(timeout_ms=1000)).values():
                for message in messages:
                    yield message
            left = {place for place in left if await consumer.position(place) < until[place]}
    finally:
        await consumer.stop()


async def _at(settings: Settings, places: Iterable[Place]):  # type: ignore[no-untyped-def]
    consumer = reader(settings)
    await consumer.start()
    try:
        for partition, offset in sorted(set(places)):
            where = TopicPartition(DEAD.name, partition)
            consumer.assign([where])
            consumer.seek(where, offset)
            batch = (await consumer.getmany(where, timeout_ms=5000, max_records=1)).get(where, [])
            for message in batch:
                if message.offset == offset:
                    yield message
    finally:
        await consumer.stop()


def _again(message: Any) -> Output:
    headers = dict(message.headers)
    key = headers.pop(names.DEAD_KEY, message.key)
    topic = headers[names.DEAD_TOPIC].decode()
    kept = (names.DEAD_ATTEMPTS, names.DEAD_FIRST_FAILED)
    passed = {name: value for name, value in headers.items() if not name.startswith("x-dead-") or name in kept}
    return Output(topic, key, message.value, passed | {names.DEAD_HISTORY: _history(headers)})


def _history(headers: dict[str, bytes]) -> bytes:
    """This death after the earlier ones: `step reason time` of each, by semicolons."""
    now = b" ".join(headers.get(name, b"?") for name in (names.DEAD_STEP, names.DEAD_REASON, names.DEAD_LAST_FAILED))
    return b"; ".join([*filter(None, headers.get(names.DEAD_HISTORY, b"").split(b"; ")), now][-10:])


def _letter(message: Any) -> DeadLetter:
    headers = {key: (value or b"").decode("utf-8", "replace") for key, value in message.headers}
    return DeadLetter(
        key=message.key,
        value=message.value or b"",
        headers=headers,
        step=headers.get(names.DEAD_STEP, "?"),
        reason=headers.get(names.DEAD_REASON, "?"),
        exception=headers.get(names.DEAD_EXCEPTION, ""),
        message=headers.get(names.DEAD_MESSAGE, ""),
        topic=headers.get(names.DEAD_TOPIC, "?"),
        partition=int(headers.get(names.DEAD_PARTITION, -1)),
        offset=int(headers.get(names.DEAD_OFFSET, -1)),
        attempts=int(headers.get(names.DEAD_ATTEMPTS, 1)),
        first_failed=datetime.fromisoformat(headers[names.DEAD_FIRST_FAILED]),
        last_failed=datetime.fromisoformat(headers[names.DEAD_LAST_FAILED]),
    )
