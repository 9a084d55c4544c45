"""How far each consumer group is: lag in records and in seconds, and how many records raw topics took in."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

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
SCALED = {"opensearch": (ENRICHED.name,)}
"""Where there is an OpenSearch cluster."""


GLANCE_BYTES = 64 * 1024
"""Enough for the first record of a partition; a larger one comes when its partition is asked alone."""
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Lag:
    """What a step has yet to finish: records, and the age of the oldest in seconds. `read` is what it finished.

    An idle step has 0: markers of transactions and what an aborted one left behind are no records. Between the oldest
    waiting record and the end they are counted with it, so that `records` is an upper bound while a step is behind.
    """

    step: str
    records: int
    seconds: float
    read: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The oldest record that waits on a partition: where it is, and when it arrived."""

    offset: int
    timestamp_ms: int


async def lags(settings: Settings, groups: Mapping[str, tuple[str, ...]] | None = None) -> list[Lag]:
    """One entry per step, in the order of the pipeline; of `groups` (step → topics) where they are given."""
    groups = groups or (GROUPS | SCALED if settings.opensearch else GROUPS)
    client = admin(settings)
    glance = {"isolation_level": "read_committed", "max_partition_fetch_bytes": GLANCE_BYTES, "fetch_max_wait_ms": 50}
    consumer = reader(settings, **glance)
    await client.start()
    await consumer.start()
    try:
        return [
            _worst([await _lag(client, consumer, step, group, topics) for group in _sharded(step, settings)])
            for step, topics in groups.items()
        ]
    finally:
        await consumer.stop()
        await client.close()


def _sharded(step: str, settings: Settings) -> list[str]:
    """The consumer groups of a step: each shard of the saved searches reads everything."""
    shards = settings.alert_shards if step == "alerts" else 1
    return [step] if shards == 1 else [f"{step}-{number}-of-{shards}" for number in range(shards)]


def _worst(lags: list[Lag]) -> Lag:
    """A step is as far as the part of it that is furthest behind."""
    return Lag(lags[0].step, max(lag.records for lag in lags), max(lag.seconds for lag in lags), min(lag.read for lag in lags))


async def _lag(client, consumer: AIOKafkaConsumer, step: str, group: str, topics: tuple[str, ...]) -> Lag:  # type: ignore[no-untyped-def]
    done = await committed(client, f"newsloom-{group}")
    until: dict[TopicPartition, int] = {}
    for topic in topics:
        until |= await ends(consumer, topic)
    starts = await consumer.beginning_offsets(list(until))
    at = {place: max(starts[place], done[place].offset if place in done else 0) for place in until}
    waiting = await _oldest(consumer, at, until)
    oldest = min((record.timestamp_ms for record in waiting.values()), default=None)
    return Lag(
        step,
        records=sum(until[place] - record.offset for place, record in waiting.items()),
        seconds=max(0.0, time.time() - oldest / 1000) if oldest is not None else 0.0,
        read=sum(at[place] - starts[place] for place in until),
    )


async def committed(client, group: str):  # type: ignore[no-untyped-def]
    """The group's offsets; on a broker that just started, its coordinator needs a moment."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await client.list_consumer_group_offsets(group)
        except KafkaError as error:
            if not error.retriable or time.monotonic() > give_up:
                raise
        await asyncio.sleep(0.1)


async def _oldest(
    consumer: AIOKafkaConsumer, at: dict[TopicPartition, int], until: dict[TopicPartition, int]
) -> dict[TopicPartition, Waiting]:
    """The first readable record from `at` on, of each partition that has one before `until`."""
    unseen = {place for place in until if at[place] < until[place]}
    found: dict[TopicPartition, Waiting] = {}
    if not unseen:
        return found
    consumer.assign(list(unseen))
    for place in unseen:
        consumer.seek(place, at[place])
    give_up = time.monotonic() + PATIENCE_SECONDS
    while unseen and time.monotonic() < give_up:
        for place, (first, *_) in (await consumer.getmany(timeout_ms=200)).items():
            if place in unseen and first.offset < until[place]:
                found[place] = Waiting(first.offset, first.timestamp)
        seen = {place for place in unseen if place in found or await consumer.position(place) >= until[place]}
        consumer.pause(*seen)
        unseen -= seen
    # a broker that does not answer in time leaves the offsets, and no age
    return found | {place: Waiting(at[place], int(time.time() * 1000)) for place in unseen}


async def taken_in(settings: Settings) -> int:
    """How many records the raw topics ever took in."""
    consumer = reader(settings)
    await consumer.start()
    try:
        return sum([sum((await ends(consumer, topic)).values()) for topic in (RAW.name, BACKFILL.name)])
    finally:
        await consumer.stop()
