"""Before an alerts role reads: its group goes on where its searches were left, by whichever shard held them before."""

from collections.abc import Mapping

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams import pipeline
from streams.delivery.clients import ends, reader
from streams.delivery.groups import committed_by, go_on_at
from streams.settings import Settings
from streams.sinks.alerting.shard import Reached, Shard

log = structlog.get_logger()

READ = (pipeline.ENRICHED.name, pipeline.ALERTS.name)


async def take_over(settings: Settings, shard: Shard, reached: Reached) -> None:
    """Set the group's offsets where they are not those that its searches stand at.

    Ahead of them it would lose alerts, so that it waits for the group; behind them it does nothing twice. A group that
    never was, of searches of which nothing is known, begins where a single alerts role stood.
    """
    wanted = await _wanted(settings, reached)
    held = await committed_by(settings, f"newsloom-{shard.name}")
    alone = await committed_by(settings, f"newsloom-{Shard().name}") if not held else {}
    offsets = {place: at for place, at in {**alone, **wanted}.items() if held.get(place) != at}
    if not offsets:
        return
    log.info("going on where these searches were left", shard=shard.name, partitions=len(offsets))
    ahead = _ahead(held, offsets) or not held
    try:
        await go_on_at(settings, f"newsloom-{shard.name}", offsets, 40.0 if ahead else 0.0)
    except KafkaError:
        if ahead:
            raise


def _ahead(held: Mapping[TopicPartition, int], offsets: Mapping[TopicPartition, int]) -> bool:
    return any(place in held and held[place] > at for place, at in offsets.items())


async def _wanted(settings: Settings, reached: Reached) -> dict[TopicPartition, int]:
    """Where our searches stand; a topic that ends before that is another topic of the same name."""
    consumer = reader(settings)
    await consumer.start()
    try:
        until = {place: end for topic in READ for place, end in (await ends(consumer, topic)).items()}
    finally:
        await consumer.stop()
    for (topic, partition), at in reached.starts().items():
        if at > until.get(TopicPartition(topic, partition), 0):
            reached.forget(topic, partition)
    return {TopicPartition(*place): at for place, at in reached.starts().items()}
