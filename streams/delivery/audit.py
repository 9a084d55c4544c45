"""The ledger from the topics' side: every record the raw topics hold, against the origins that ended."""

import time
from collections.abc import Container
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.delivery.clients import ends, reader
from streams.pipeline import BACKFILL, RAW
from streams.settings import Settings

MOST = 1000
"""Unaccounted origins that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A raw record that ended nowhere, and how long ago it was taken in."""

    origin: str
    age_seconds: float


async def unaccounted(settings: Settings, ended: Container[str]) -> tuple[int, list[Missing]]:
    """How many raw records there are, and those (at most `MOST`) of which `ended` knows no end."""
    consumer = reader(settings, isolation_level="read_committed")
    await consumer.start()
    try:
        there, missing = 0, []
        for topic in (RAW.name, BACKFILL.name):
            until = await ends(consumer, topic)
            starts = await consumer.beginning_offsets(list(until))
            for place, end in until.items():
                there += end - starts[place]
                missing += [(place, offset) for offset in range(starts[place], end) if f"{topic}:{place.partition}:{offset}" not in ended]
        return there, [await _looked_at(consumer, place, offset) for place, offset in missing[:MOST]]
    finally:
        await consumer.stop()


async def _looked_at(consumer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> Missing:
    consumer.assign([place])
    consumer.seek(place, offset)
    (message,) = (await consumer.getmany(place, timeout_ms=2000, max_records=1)).get(place, [None])
    age = time.time() - message.timestamp / 1000 if message and message.offset == offset else 0.0
    return Missing(f"{place.topic}:{place.partition}:{offset}", round(age, 1))
