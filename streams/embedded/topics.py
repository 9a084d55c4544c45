"""Create the pipeline's topics; say what differs, change nothing that exists."""

import asyncio

from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from streams.delivery.clients import admin
from streams.pipeline import TOPICS, Topic
from streams.settings import Settings


async def ensure_topics(settings: Settings, patience: float = 30.0) -> list[str]:
    """One line per topic: created, there already, or how it differs from the table. Waits for a broker that is starting."""
    until = asyncio.get_running_loop().time() + patience
    while True:
        client = admin(settings)
        try:
            await client.start()
            return await _ensure(client)
        except (KafkaError, OSError):
            if asyncio.get_running_loop().time() > until:
                raise
            await asyncio.sleep(0.5)
        finally:
            await client.close()


async def _ensure(client) -> list[str]:  # type: ignore[no-untyped-def]
    there = {topic["topic"]: topic for topic in await client.describe_topics() if topic["topic"].startswith("news.")}
    brokers = len((await client.describe_cluster())["brokers"])
    missing = [topic for topic in TOPICS if topic.name not in there]
    if missing:
        answer = await client.create_topics([_new(topic, min(3, brokers)) for topic in missing])
        _check(answer)
    configs = await _configs(client, [topic for topic in TOPICS if topic.name in there])
    return [_line(topic, there.get(topic.name), configs.get(topic.name, {})) for topic in TOPICS]


async def _configs(client, topics: list[Topic]) -> dict[str, dict[str, str]]:  # type: ignore[no-untyped-def]
    """What the broker has set for each topic."""
    wanted = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    answers = await client.describe_configs(wanted) if wanted else []
    return {name: {entry[0]: entry[1] for entry in entries} for answer in answers for _, _, _, name, entries in answer.resources}


def _new(topic: Topic, replicas: int) -> NewTopic:
    return NewTopic(topic.name, topic.partitions, replicas, topic_configs=topic.config)


def _check(answer) -> None:  # type: ignore[no-untyped-def]
    from aiokafka.errors import for_code

    for name, code, message in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise error(f"{name}: {message}")


def _line(topic: Topic, found: dict | None, config: dict[str, str]) -> str:  # type: ignore[type-arg]
    if found is None:
        return f"{topic.name}: created, {topic.partitions} partitions"
    is_now = {"partitions": str(len(found["partitions"]))} | config
    differs = [
        f"{name} is {is_now.get(name)}, the table says {value}"
        for name, value in ({"partitions": str(topic.partitions)} | topic.config).items()
        if is_now.get(name) != value
    ]
    return f"{topic.name}: {'; '.join(differs)}; left as it is" if differs else f"{topic.name}: there"
