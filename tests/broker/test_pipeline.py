"""Embedded Kafka holds what it is given: topics as the table says, records of 8 MB, data across a restart."""

from pathlib import Path

import pytest
from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.delivery.clients import admin, producer, reader
from streams.embedded.kafka import Kafka
from streams.embedded.topics import ensure_topics
from streams.errors import Misused
from streams.pipeline import ENRICHED, RAW, RAW_LIMIT, TOPICS
from streams.settings import Settings

pytestmark = pytest.mark.broker


async def test_topics_are_created_from_the_table_and_only_once(broker: str) -> None:
    settings = Settings(broker=broker)
    await ensure_topics(settings)
    assert all(line.endswith(": there") for line in await ensure_topics(settings))
    client = admin(settings)
    await client.start()
    described = {topic["topic"]: topic for topic in await client.describe_topics([topic.name for topic in TOPICS])}
    resource = ConfigResource(ConfigResourceType.TOPIC, ENRICHED.name)
    (answer,) = await client.describe_configs([resource])
    await client.close()
    assert {topic.name: topic.partitions for topic in TOPICS} == {name: len(each["partitions"]) for name, each in described.items()}
    configs = {entry[0]: entry[1] for entry in answer.resources[0][4]}
    assert configs["cleanup.policy"] == "compact"


async def test_a_topic_that_differs_is_told_and_left(tmp_path: Path) -> None:
    kafka = Kafka(tmp_path)
    kafka.start()
    try:
        settings = Settings(broker=kafka.address)
        client = admin(settings)
        await client.start()
        await client.create_topics([NewTopic(RAW.name, 3, 1, topic_configs={"retention.ms": "1000"})])
        await client.close()
        told = [line for line in await ensure_topics(settings) if line.startswith(f"{RAW.name}:")]
        again = [line for line in await ensure_topics(settings) if line.startswith(f"{RAW.name}:")]
    finally:
        kafka.stop()
    assert told == again
    assert "partitions is 3, the table says 8; " in told[0]
    assert f"retention.ms is 1000, the table says {RAW.retention_ms}; " in told[0]
    assert told[0].endswith("left as it is")


async def test_an_article_of_eight_megabytes_passes(broker: str) -> None:
    settings = Settings(broker=broker)
    await ensure_topics(settings)
    client = producer(settings)
    await client.start()
    place = await client.send_and_wait(RAW.name, b"x" * RAW_LIMIT, key=b"large")
    await client.stop()
    consumer = reader(settings, RAW.name)
    await consumer.start()
    found = 0
    while not found:
        for messages in (await consumer.getmany(timeout_ms=2000)).values():
            found += sum(len(message.value) == RAW_LIMIT and message.offset == place.offset for message in messages)
    await consumer.stop()
    assert found == 1


async def test_a_restart_on_the_same_folder_keeps_the_topics(tmp_path: Path) -> None:
    first = Kafka(tmp_path)
    first.start()
    await ensure_topics(Settings(broker=first.address))
    first.stop()
    assert "started" in (tmp_path / "kafka.log").read_text()
    second = Kafka(tmp_path)
    second.start()
    try:
        assert all(line.endswith(": there") for line in await ensure_topics(Settings(broker=second.address)))
    finally:
        second.stop()


def test_two_brokers_on_one_folder_are_refused_plainly(tmp_path: Path) -> None:
    first = Kafka(tmp_path)
    first.start()
    try:
        with pytest.raises(Misused, match="another broker runs"):
            Kafka(tmp_path).start()
    finally:
        first.stop()
