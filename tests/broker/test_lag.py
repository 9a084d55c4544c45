"""Lag counts records: an idle step has none, whatever markers its topic ends in."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from streams.delivery.flow import Lag, lags
from streams.embedded.topics import ensure_topics
from streams.pipeline import DEDUPED
from streams.settings import Settings

pytestmark = pytest.mark.broker

PLACES = [TopicPartition(DEDUPED.name, number) for number in range(DEDUPED.partitions)]


async def of_enrich(settings: Settings) -> Lag:
    return next(lag for lag in await lags(settings) if lag.step == "enrich")


async def all_behind(settings: Settings) -> Lag:
    """Every partition waits: a broker answers a commit before its marker has reached each of them."""
    async with asyncio.timeout(20):
        while (behind := await of_enrich(settings)).records < len(PLACES):
            await asyncio.sleep(0.1)
    return behind


async def write(settings: Settings, value: bytes, committed: bool) -> None:
    """One record on each partition, in a transaction that ends so."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker, transactional_id="test-lag")
    await producer.start()
    await producer.begin_transaction()
    for place in PLACES:
        await producer.send_and_wait(place.topic, value, partition=place.partition)
    await (producer.commit_transaction() if committed else producer.abort_transaction())
    await producer.stop()


async def finish(settings: Settings, offset: int) -> None:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.broker, group_id="newsloom-enrich", enable_auto_commit=False)
    await consumer.start()
    consumer.assign(PLACES)
    await consumer.commit(dict.fromkeys(PLACES, offset))
    await consumer.stop()


async def test_markers_and_aborted_records_are_no_lag(broker: str) -> None:
    settings = Settings(broker=broker)
    await ensure_topics(settings)
    assert (await of_enrich(settings)).records == 0

    await write(settings, b"x" * 100_000, committed=True)  # larger than a glance
    behind = await all_behind(settings)
    assert 0 < behind.seconds < 60

    await finish(settings, 1)  # after the record, before the marker of its transaction
    idle = await of_enrich(settings)
    assert (idle.records, idle.seconds, idle.read) == (0, 0.0, len(PLACES))

    await write(settings, b"undone", committed=False)
    assert (await of_enrich(settings)).records == 0

    await write(settings, b"done", committed=True)
    await all_behind(settings)
