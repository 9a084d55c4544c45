"""Forgetting an article on Kafka: the order that stops it from coming back, and tombstones where a topic is compacted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import Story, Takedown
from streams import pipeline
from streams.delivery.clients import producer, reader
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Remains:
    """A topic that may hold something of the article until `until`."""

    topic: str
    until: datetime


async def forget(
    settings: Settings, takedown: Takedown, ranks: Iterable[int], story: tuple[str, Story | None] | None = None
) -> list[Remains]:
    """Publish the order and the tombstones of what compacted topics hold under the article's id and its versions' ranks.

    `story` is the id of its story and the revision without it, None where nothing is left of it.
    Embargoed versions are let go by dedupe, which knows them.
    Returns, once the broker has acknowledged all of it, what cannot be erased before its retention ends.
    """
    key = takedown.article.encode()
    nulls = [Output(pipeline.ENRICHED.name, key, None)]
    nulls += [Output(pipeline.FINGERPRINTS.name, f"{takedown.article}@{rank}".encode(), None) for rank in ranks]
    if story:
        nulls.append(Output(pipeline.STORIES.name, story[0].encode(), story[1].to_json() if story[1] else None))
    client = producer(settings)
    await client.start()
    try:
        # the order first: whatever is still under way meets it
        await publish(client, [Output(pipeline.FORGOTTEN.name, key, takedown.to_json())])
        await publish(client, nulls)
    finally:
        await client.stop()
    return remains(takedown.at)


def remains(now: datetime) -> list[Remains]:
    """Topics that keep by time, and when the last of what they hold now will be gone."""
    return [
        Remains(topic.name, now + timedelta(milliseconds=topic.retention_ms))
        for topic in pipeline.TOPICS
        if not topic.compacted and topic.retention_ms is not None
    ]


class Takedowns:
    """Every name that must not come back; `refresh` reads what was ordered since."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._consumer: AIOKafkaConsumer | None = None
        self.names: set[str] = set()

    async def refresh(self) -> list[Takedown]:
        """The orders since the last look."""
        if self._consumer is None:
            self._consumer = reader(self._settings, fetch_max_wait_ms=100)
            await self._consumer.start()
            self._consumer.assign([TopicPartition(pipeline.FORGOTTEN.name, 0)])
            await self._consumer.seek_to_beginning()
            return await self._to_end(self._consumer)
        return self._taken(await self._consumer.getmany(timeout_ms=0))

    async def _to_end(self, consumer: AIOKafkaConsumer) -> list[Takedown]:
        (place,) = consumer.assignment()
        end = (await consumer.end_offsets([place]))[place]
        found: list[Takedown] = []
        while await consumer.position(place) < end:
            found += self._taken(await consumer.getmany(timeout_ms=500))
        return found

    def _taken(self, batches) -> list[Takedown]:  # type: ignore[no-untyped-def]  # aiokafka has no types
        found = [Takedown.from_json(message.value) for messages in batches.values() for message in messages if message.value]
        for order in found:
            self.names.update([f"id:{order.article}", *order.aliases])
        return found

    def cover(self, article: str, aliases: Iterable[str]) -> bool:
        """Whether an article with these names was ordered to be forgotten."""
        return f"id:{article}" in self.names or not self.names.isdisjoint(aliases)

    async def stop(self) -> None:
        if self._consumer:
            await self._consumer.stop()
