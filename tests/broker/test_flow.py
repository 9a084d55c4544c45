"""Lag counts records that wait, not the marks that transactions leave behind."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from streams.delivery.clients import bootstrap
from streams.delivery.flow import lags
from streams.embedded.topics import ensure_topics
from streams.pipeline import DEDUPED
from streams.settings import Settings

pytestmark = pytest.mark.broker


async def test_the_end_of_a_transaction_is_not_waiting(broker: str) -> None:
    settings = Settings(broker=broker)
    await ensure_topics(settings)
    writer = AIOKafkaProducer(bootstrap_servers=bootstrap(settings), transactional_id="a-writer")
    await writer.start()
    for number in range(2):
        async with writer.transaction():
            await writer.send_and_wait(DEDUPED.name, b"{}", partition=number)
            await writer.send_and_wait(DEDUPED.name, b"{}", partition=2)
    await writer.stop()
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap(settings), group_id="newsloom-enrich", enable_auto_commit=False)
    await consumer.start()
    consumer.assign([TopicPartition(DEDUPED.name, number) for number in range(3)])
    await consumer.commit({TopicPartition(DEDUPED.name, 0): 0})
    await _behind(settings)
    # after the last record of each, before the mark: offsets 0 and 2 are the records of partition 2
    finished = {TopicPartition(DEDUPED.name, 0): 1, TopicPartition(DEDUPED.name, 1): 1, TopicPartition(DEDUPED.name, 2): 3}
    await consumer.commit(finished)
    assert await _enrich_lag(settings) == 0
    await consumer.commit({TopicPartition(DEDUPED.name, 2): 2})
    await _behind(settings)
    await consumer.stop()


async def _enrich_lag(settings: Settings) -> int:
    return next(lag.records for lag in await lags(settings) if lag.step == "enrich")


async def _behind(settings: Settings) -> None:
    """A broker answers a commit before its marker has reached every partition."""
    async with asyncio.timeout(20):
        while await _enrich_lag(settings) == 0:
            await asyncio.sleep(0.1)
