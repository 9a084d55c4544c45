"""Dead letters: list them, show them, put them back byte for byte."""

from collections.abc import Iterable
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


async def letters(settings: Settings, limit: int = 100) -> list[tuple[Place, DeadLetter]]:
    """The newest `limit` letters, newest first."""
    found = [((message.partition, message.offset), _letter(message)) async for message in _newest(settings, limit)]
    return sorted(found, key=lambda pair: pair[1].last_failed, reverse=True)[:limit]


async def redrive(settings: Settings, places: Iterable[Place]) -> int:
    """Put letters back on the topic they came from, as they came; how many there were.

    The articles' ids and origins make doing it twice change nothing.
    """
    outputs = [_again(message) async for message in _at(settings, places)]
    client = producer(settings)
    await client.start()
    try:
        await publish(client, outputs)
    finally:
        await client.stop()
    return len(outputs)


async def _newest(settings: Settings, limit: int):  # type: ignore[no-untyped-def]
    consumer = reader(settings)
    await consumer.start()
    try:
        until = {place: end for place, end in (await ends(consumer, DEAD.name)).items() if end}
        starts = await consumer.beginning_offsets(list(until))
        consumer.assign(list(until))
        left = set()
        for place, end in until.items():
            start = max(starts[place], end - limit)
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
    history = {name: value for name, value in headers.items() if not name.startswith("x-dead-") or name in kept}
    return Output(topic, key, message.value, history)


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
