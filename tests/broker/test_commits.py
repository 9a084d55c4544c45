"""Commits keep up with the work behind a transactional writer, whose markers leave a gap after every record."""

import asyncio

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from streams.pipeline import DEAD, DEDUPED
from tests.chaos.harness import ROLES, Fleet, committed, records, wait

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]
PLACE = TopicPartition(DEDUPED.name, 0)
TRANSACTIONS = 300


async def write(broker: str) -> int:
    """One record a transaction; the offset of the last."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, transactional_id="test-commits")
    await producer.start()
    for _ in range(TRANSACTIONS):
        async with producer.transaction():
            sent = await producer.send_and_wait(PLACE.topic, b"no article", partition=PLACE.partition)
    await producer.stop()
    return int(sent.offset)


def test_what_is_done_is_committed_soon(fleet: Fleet) -> None:
    last = asyncio.run(write(fleet.settings.broker or ""))
    assert last > 1.5 * TRANSACTIONS  # not vacuous: there are markers between the records
    fleet.start("enrich", ROLES["enrich"])
    wait(lambda: len(asyncio.run(records(fleet.settings, DEAD.name))) == TRANSACTIONS, 60)
    wait(lambda: asyncio.run(committed(fleet.settings, "newsloom-enrich")).get(PLACE, 0) > last, 10)
