"""Where a consumer group goes on, set by hand before its first member joins."""

import asyncio
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from streams.delivery.clients import admin, bootstrap, security
from streams.delivery.flow import committed
from streams.settings import Settings


async def committed_by(settings: Settings, group: str) -> dict[TopicPartition, int]:
    """The offsets of a group by partition; none of one that there never was."""
    client = admin(settings)
    await client.start()
    try:
        return {place: at.offset for place, at in (await committed(client, group)).items()}
    finally:
        await client.close()


async def go_on_at(settings: Settings, group: str, offsets: Mapping[TopicPartition, int], patience: float = 40.0) -> None:
    """Commit offsets for a group. A member that died without a word keeps it busy until its session ends.

    Raises KafkaError where it is still busy after `patience` seconds.
    """
    until = asyncio.get_running_loop().time() + patience
    while offsets:
        try:
            return await _commit(settings, group, offsets)
        except KafkaError:
            if asyncio.get_running_loop().time() > until:
                raise
            await asyncio.sleep(1)


async def _commit(settings: Settings, group: str, offsets: Mapping[TopicPartition, int]) -> None:
    member = AIOKafkaConsumer(bootstrap_servers=bootstrap(settings), group_id=group, enable_auto_commit=False, **security(settings))
    await member.start()
    try:
        member.assign([*offsets])
        await member.commit({**offsets})
    finally:
        await member.stop()
