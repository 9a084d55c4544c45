"""Publish outputs and return once the broker has acknowledged every one of them."""

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer

from streams.delivery.envelope import Output


async def publish(producer: AIOKafkaProducer, outputs: Iterable[Output]) -> None:
    """Raises the first KafkaError; what was sent then is sent again after the restart, under the same ids."""
    pending = [
        await producer.send(output.topic, value=output.value, key=output.key, headers=list(output.headers.items())) for output in outputs
    ]
    await asyncio.gather(*pending)
