"""`newsloom send` publishes; `newsloom watch` shows what flows."""

import asyncio
import sys
from typing import Any

import click
import orjson

from streams.cli.process import progress
from streams.cli.sending import send_all
from streams.delivery.clients import bootstrap, reader
from streams.embedded.running import with_running_broker
from streams.pipeline import BACKFILL, RAW, RAW_LIMIT, TOPICS
from streams.settings import Settings
from streams.sources.files import inputs


@click.command(
    epilog="""\b
Examples:
  newsloom send articles.jsonl
  newsloom send pages/ --backfill
  my-crawler | newsloom send -
"""
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-")
@click.option("--backfill", is_flag=True, help="Old articles: they never alert, and give way to live ones.")
def send(paths: tuple[str, ...], backfill: bool) -> None:
    """Publish raw articles; returns once the broker has acknowledged every one."""
    settings = with_running_broker(Settings())
    topic = (BACKFILL if backfill else RAW).name
    with progress() as bar:
        task = bar.add_task("sending", total=None)
        sent, refused = asyncio.run(send_all(settings, topic, inputs(paths), lambda: bar.advance(task)))
    click.echo(f"sent {sent} to {bootstrap(settings)}" + (f", {refused} over {RAW_LIMIT} bytes not sent" if refused else ""))
    if refused:
        sys.exit(1)


@click.command(
    epilog="""\b
Examples:
  newsloom watch news.enriched
  newsloom watch news.alerts --from-start --limit 5 | jq .
"""
)
@click.argument("topic", type=click.Choice([topic.name for topic in TOPICS]))
@click.option("--from-start", is_flag=True, help="Begin with the oldest record the topic still has.")
@click.option("--limit", type=int, default=0, help="Stop after this many records.")
def watch(topic: str, from_start: bool, limit: int) -> None:
    """Print what flows on a topic, one JSON line per record, until Ctrl-C."""
    asyncio.run(_watch(with_running_broker(Settings()), topic, from_start, limit))


async def _watch(settings: Settings, topic: str, from_start: bool, limit: int) -> None:
    consumer = reader(settings, topic, auto_offset_reset="earliest" if from_start else "latest")
    await consumer.start()
    seen = 0
    try:
        async for message in consumer:
            click.echo(_shown(message))
            seen += 1
            if limit and seen >= limit:
                return
    finally:
        await consumer.stop()


def _shown(message: Any) -> bytes:
    """The record's JSON beside its key and place; bytes that are no JSON as text."""
    try:
        value = orjson.loads(message.value) if message.value is not None else None
    except orjson.JSONDecodeError:
        value = message.value.decode("utf-8", "replace")
    key = (message.key or b"").decode("utf-8", "replace")
    return orjson.dumps({"partition": message.partition, "offset": message.offset, "key": key, "value": value})
