"""How far each consumer group is: lag in records and in seconds, and how many records raw topics took in."""

import time
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.delivery.clients import admin, ends, reader
from streams.pipeline import BACKFILL, CLASSIFIED, CLEAN, DEDUPED, ENRICHED, RAW
from streams.settings import Settings

GROUPS: dict[str, tuple[str, ...]] = {
    "clean": (RAW.name, BACKFILL.name),
    "classify": (CLEAN.name,),
    "dedupe": (CLASSIFIED.name,),
    "enrich": (DEDUPED.name,),
    "index": (ENRICHED.name,),
    "alerts": (ENRICHED.name,),
}


@dataclass(frozen=True, slots=True)
class Lag:
    """What a step has yet to finish: records, and the age of the oldest in seconds. `read` is what it finished."""

    step: str
    records: int
    seconds: float
    read: int


async def lags(settings: Settings) -> list[Lag]:
    """One entry per step, in the order of the pipeline."""
    client = admin(settings)
    consumer = reader(settings)
    await client.start()
    await consumer.start()
    try:
        return [await _lag(client, consumer, step, topics) for step, topics in GROUPS.items()]
    finally:
        await consumer.stop()
        await client.close()


async def _lag(client, consumer: AIOKafkaConsumer, step: str, topics: tuple[str, ...]) -> Lag:  # type: ignore[no-untyped-def]
    committed = await client.list_consumer_group_offsets(f"newsloom-{step}")
    records, read = 0, 0
    behind: dict[TopicPartition, tuple[int, int]] = {}
    for topic in topics:
        until = await ends(consumer, topic)
        starts = await consumer.beginning_offsets(list(until))
        for place, end in until.items():
            at = committed[place].offset if place in committed else starts[place]
            at = max(at, starts[place])
            records += max(0, end - at)
            read += at - starts[place]
            if at < end:
                behind[place] = (at, end)
    seconds, marks = await _ahead(consumer, behind)
    return Lag(step, records - marks, seconds, read)


async def _ahead(consumer: AIOKafkaConsumer, behind: dict[TopicPartition, tuple[int, int]]) -> tuple[float, int]:
    """Seconds since the oldest unfinished record arrived, and how many offsets are no records but marks of transactions.

    Nobody commits past the mark that ends a partition, so it would look unfinished for ever.
    """
    if not behind:
        return 0.0, 0
    consumer.assign(list(behind))
    for place, (at, _) in behind.items():
        consumer.seek(place, at)
    batches = await consumer.getmany(timeout_ms=300, max_records=len(behind) * 2)
    stamps = [messages[0].timestamp for messages in batches.values() if messages]
    marks = 0
    for place, (at, end) in behind.items():
        if not batches.get(place) and await consumer.position(place) >= end:
            marks += end - at
    return (max(0.0, time.time() - min(stamps) / 1000) if stamps else 0.0), marks


async def taken_in(settings: Settings) -> int:
    """How many records the raw topics ever took in."""
    consumer = reader(settings)
    await consumer.start()
    try:
        return sum([sum((await ends(consumer, topic)).values()) for topic in (RAW.name, BACKFILL.name)])
    finally:
        await consumer.stop()
