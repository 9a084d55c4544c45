"""Publishing many records from the command line: in batches, each acknowledged before the next."""

from collections.abc import Callable, Iterable

import click

from streams.delivery.clients import producer
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.pipeline import RAW_LIMIT
from streams.settings import Settings
from streams.sources.files import Input

BATCH = 200
BATCH_BYTES = 16 * 1024 * 1024


async def send_all(settings: Settings, topic: str, items: Iterable[Input], sent_one: Callable[[], object]) -> tuple[int, int]:
    """How many were sent and how many refused for their size; returns once the broker has acknowledged all."""
    client = producer(settings)
    await client.start()
    sent = refused = held = 0
    batch: list[Output] = []
    try:
        for item in items:
            if len(item.value) > RAW_LIMIT:
                click.secho(f"{item.ref}: {len(item.value)} bytes, over the limit of {RAW_LIMIT}", fg="red", err=True)
                refused += 1
                continue
            batch.append(_output(topic, item))
            held += len(item.value)
            sent += 1
            sent_one()
            if len(batch) >= BATCH or held >= BATCH_BYTES:
                await publish(client, batch)
                batch.clear()
                held = 0
        await publish(client, batch)
    finally:
        await client.stop()
    return sent, refused


def _output(topic: str, item: Input) -> Output:
    # the key only spreads the records; versions of one article need no common partition
    return Output(topic, item.ref.encode("utf-8", "replace"), item.value, item.headers)
