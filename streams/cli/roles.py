"""The roles that `up` supervises; containers run each alone."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import click

from streams import pipeline, telemetry
from streams.delivery.backfill import Gate
from streams.delivery.clients import producer
from streams.delivery.deduping import Deduper
from streams.delivery.lane import Bounds
from streams.delivery.pool import Pool
from streams.delivery.searches import SearchFeed
from streams.delivery.stateless import processor
from streams.delivery.worker import Worker
from streams.embedded.alerting import Alerter, mailbox, open_outbox
from streams.embedded.indexing import Indexer
from streams.embedded.recovery import open_stores
from streams.embedded.resharding import take_over
from streams.embedded.running import with_running_broker
from streams.embedded.scaled import ScaledIndexer
from streams.embedded.scraping import scraped
from streams.settings import Settings
from streams.sinks.alerting import Shard
from streams.sinks.archive import Archive
from streams.sinks.opensearch import async_node
from streams.sinks.outside import Outside


def bounds(settings: Settings) -> Bounds:
    return Bounds(settings.batch_records, settings.batch_bytes, settings.batch_ms / 1000)


@click.command(epilog="\b\nExamples:\n  newsloom worker --steps clean\n  NEWSLOOM_BROKER=kafka:9092 newsloom worker --steps dedupe")
@click.option("--steps", type=click.Choice(pipeline.ORDER), required=True, help="The step to run; one per process.")
def worker(steps: str) -> None:
    """Run one step of the pipeline on Kafka until SIGTERM."""
    _run(steps, _dedupe if steps == "dedupe" else lambda settings: _stateless(steps, settings))


@click.command(
    epilog="\b\nExamples:\n  newsloom sink index\n  newsloom sink alerts\n  NEWSLOOM_OPENSEARCH=https://host:9200 newsloom sink opensearch"
)
@click.argument("name", type=click.Choice(["index", "alerts", "opensearch"]))
def sink(name: str) -> None:
    """Run a sink: the search index with its archive, alerts with their webhooks, or an OpenSearch cluster."""
    _run(name, {"index": _index, "alerts": _alerts, "opensearch": _opensearch}[name])


@click.command(epilog="\b\nExample:\n  NEWSLOOM_PORT=9000 newsloom serve")
def serve() -> None:
    """Serve the API and the console."""
    from streams.embedded.serving import run

    settings = with_running_broker(Settings())
    telemetry.configure_logs(settings)
    telemetry.begin("serve")
    asyncio.run(run(settings))


def _run(name: str, role: Callable[[Settings], Awaitable[int]]) -> None:
    settings = with_running_broker(Settings())
    telemetry.configure_logs(settings)
    telemetry.begin(name)

    async def main() -> int:
        return await role(settings)

    with scraped(settings):
        code = asyncio.run(main())
    sys.exit(code)


async def _stateless(name: str, settings: Settings) -> int:
    step = pipeline.STATELESS[name]
    pool, client = Pool(name, settings), producer(settings)
    await client.start()
    process, gate = processor(name, step.writes.name, pool, client), Gate(settings)
    routes = {topic.name: process if topic is not pipeline.BACKFILL else gate.after_live(process) for topic in step.reads}
    try:
        return await Worker(name, routes, settings, bounds(settings), waits=lambda: (*gate.waits(), *pool.waits())).run()
    finally:
        pool.close()
        await client.stop()


async def _dedupe(settings: Settings) -> int:
    deduper = Deduper(settings)
    work = Worker("dedupe", {pipeline.CLASSIFIED.name: deduper}, settings, bounds(settings), deduper, static=False)
    releasing = asyncio.create_task(deduper.release())
    releasing.add_done_callback(work.helper_ended)
    try:
        return await work.run()
    finally:
        releasing.cancel()
        with suppress(asyncio.CancelledError):
            await releasing
        await deduper.stop()


async def _index(settings: Settings) -> int:
    client = producer(settings)
    await client.start()
    archive, index = await open_stores(settings)
    indexer = Indexer(archive, index, client)
    try:
        return await Worker("index", indexer.routes(), settings, Bounds(500, settings.batch_bytes, settings.batch_ms / 1000)).run()
    finally:
        await client.stop()
        archive.close()


async def _opensearch(settings: Settings) -> int:
    async with async_node(settings) as cluster:
        client = producer(settings)
        await client.start()
        try:
            indexer = ScaledIndexer(cluster, settings.opensearch_alias, client)
            await indexer.prepare()
            routes, sizes = indexer.routes(), Bounds(500, settings.batch_bytes, 0.2)
            return await Worker("opensearch", routes, settings, sizes, waits=indexer.waits).run()
        finally:
            await client.stop()


async def _alerts(settings: Settings) -> int:
    client = producer(settings)
    await client.start()
    shard = Shard(settings.alert_shard, settings.alert_shards)
    outbox, outside = open_outbox(settings.data / "alerts", shard), Outside(settings.allow_private_webhooks)
    alerter = Alerter(Archive.reader(settings.data / "archive"), client, outbox, outside, mailbox(settings), shard)
    feed = SearchFeed(settings, alerter.changed, shard.has)
    await feed.start()
    alerter.caught_up()
    await take_over(settings, shard, outbox.reached)
    work = Worker(shard.name, alerter.routes(), settings, bounds(settings))
    sending = asyncio.create_task(alerter.dispatcher.run())
    sending.add_done_callback(work.helper_ended)
    try:
        return await work.run()
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await feed.stop()
        await alerter.close()
        await client.stop()
