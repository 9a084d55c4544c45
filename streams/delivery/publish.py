"""Publish outputs and return once the broker has acknowledged every one of them."""

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer
from aiokafka.structs import RecordMetadata

from streams.delivery.envelope import Output


async def publish(producer: AIOKafkaProducer, outputs: Iterable[Output]) -> list[RecordMetadata]:
    """Where each was put. Raises the first KafkaError; what was sent then is sent again after the restart, under the same ids."""
    pending = [
        await producer.send(output.topic, value=output.value, key=output.key, headers=list(output.headers.items())) for output in outputs
    ]
    return await asyncio.gather(*pending)
