"""C10: the same logs again, with other partitions and other batches: the same outputs, byte for byte."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka.admin import NewTopic

from schemas import headers as names
from streams import pipeline
from streams.delivery.clients import admin, producer
from streams.embedded.kafka import Kafka
from streams.embedded.samples.sending import sample_articles
from streams.embedded.topics import ensure_topics
from streams.settings import Settings
from tests.chaos.harness import ROLES, Fleet, committed, records, send, wait
from tests.chaos.test_conservation import mixed

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(420)]

OTHER = {"NEWSLOOM_BATCH_RECORDS": "7", "NEWSLOOM_BATCH_MS": "3"}
SEVERAL = (pipeline.RAW, pipeline.CLEAN, pipeline.DEDUPED, pipeline.ENRICHED, pipeline.TRAIL)
"""Topics that have another number of partitions when they are replayed; `news.classified` has one by design."""


def said(messages: Iterable[Any]) -> Counter[tuple[bytes, ...]]:
    """What each record says: all but when it was made."""
    return Counter(
        (message.value or b"", message.key or b"", *(value for name, value in sorted(message.headers) if name != names.CE_TIME))
        for message in messages
    )


async def copied(messages: list[Any], settings: Settings, partitions: int) -> None:
    """Put records of one broker on the same topic of another, with their timestamps and where they came from."""
    client = producer(settings)
    await client.start()
    try:
        for number, message in enumerate(messages):
            headers = dict(message.headers)
            headers.setdefault(names.ORIGIN, f"{message.topic}:{message.partition}:{message.offset}".encode())
            await client.send(
                message.topic,
                message.value,
                key=message.key,
                headers=list(headers.items()),
                timestamp_ms=message.timestamp,
                partition=number % partitions,
            )
        await client.flush()
    finally:
        await client.stop()


async def with_partitions(settings: Settings, number: int) -> None:
    client = admin(settings)
    await client.start()
    try:
        await client.create_topics([NewTopic(topic.name, number, 1, topic_configs=topic.config) for topic in SEVERAL])
    finally:
        await client.close()
    await ensure_topics(settings)


def log(settings: Settings, topic: pipeline.Topic) -> list[Any]:
    return asyncio.run(records(settings, topic.name))


def done(settings: Settings, group: str, topic: pipeline.Topic) -> int:
    offsets = asyncio.run(committed(settings, f"newsloom-{group}"))
    return sum(offset for place, offset in offsets.items() if place.topic == topic.name)


class Replay:
    """Another broker with other partitions, and workers with other batches on it."""

    def __init__(self, folder: Path, partitions: int) -> None:
        self.kafka, self.partitions = Kafka(folder / "kafka"), partitions
        self.kafka.start()
        self.settings = Settings(broker=self.kafka.address, data=folder / "data")
        asyncio.run(with_partitions(self.settings, partitions))
        self.fleet = Fleet(self.settings, folder / "logs", OTHER)

    def run(self, messages: list[Any], topic: pipeline.Topic, *steps: str) -> None:
        for step in steps:
            self.fleet.start(step, ROLES[step])
        asyncio.run(copied(messages, self.settings, 1 if topic is pipeline.CLASSIFIED else self.partitions))

    def stop(self) -> None:
        self.fleet.stop()
        self.kafka.stop()


def test_c10_replay(fleet: Fleet, tmp_path: Path, seen: Callable[[str, str], None]) -> None:
    first = fleet.settings
    for name in ("clean", "classify", "dedupe", "enrich"):
        fleet.start(name, ROLES[name])
    values = [*sample_articles(datetime(2026, 3, 14, tzinfo=UTC)), *mixed(10)[0]]
    asyncio.run(send(first, pipeline.RAW.name, values))
    wait(lambda: done(first, "clean", pipeline.RAW) == len(values), 120)
    clean = log(first, pipeline.CLEAN)
    wait(lambda: done(first, "classify", pipeline.CLEAN) == len(clean), 120)
    classified = log(first, pipeline.CLASSIFIED)
    wait(lambda: done(first, "dedupe", pipeline.CLASSIFIED) == len(classified), 120)
    deduped = log(first, pipeline.DEDUPED)
    wait(lambda: len(log(first, pipeline.ENRICHED)) == len(deduped), 120)

    stateless = Replay(tmp_path / "stateless", 3)
    try:
        stateless.run(log(first, pipeline.RAW), pipeline.RAW, "clean", "classify")
        wait(lambda: done(stateless.settings, "clean", pipeline.RAW) == len(values), 120)
        wait(lambda: done(stateless.settings, "classify", pipeline.CLEAN) == len(clean), 120)
        for topic in (pipeline.CLEAN, pipeline.CLASSIFIED):
            assert said(log(stateless.settings, topic)) == said(log(first, topic)), topic.name
    finally:
        stateless.stop()

    deciding = Replay(tmp_path / "deciding", 5)
    try:
        deciding.run(sorted(classified, key=lambda message: message.offset), pipeline.CLASSIFIED, "dedupe", "enrich")
        wait(lambda: len(log(deciding.settings, pipeline.ENRICHED)) == len(deduped), 120)
        for topic in (pipeline.DEDUPED, pipeline.ENRICHED, pipeline.STORIES, pipeline.FINGERPRINTS):
            assert said(log(deciding.settings, topic)) == said(log(first, topic)), topic.name
    finally:
        deciding.stop()
    kinds = Counter(orjson.loads(message.value)["change"] for message in deduped)
    assert kinds["update"]
    assert kinds["kill"]
    seen(
        "C10",
        f"{len(values)} records again through 3 partitions, then 5, in batches of 7 in place of 8 and 64: "
        f"{len(clean)} clean, {len(classified)} classified, {len(deduped)} decided and enriched, the same byte for byte but for ce_time",
    )
