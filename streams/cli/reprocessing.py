"""The archive through a newer version of a step: `newsloom reprocess`; what that would change: `newsloom diff-versions`."""

import asyncio
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click
import orjson
from aiokafka import AIOKafkaProducer

from schemas import headers as names
from streams.cli.process import progress
from streams.cli.versions import Difference, difference, is_older, made_by, tallied
from streams.delivery.backfill import WATCHED, must_wait
from streams.delivery.clients import producer
from streams.delivery.envelope import Output
from streams.delivery.flow import lags
from streams.delivery.publish import publish
from streams.embedded.running import with_running_broker
from streams.errors import Misused
from streams.outcome import Drop
from streams.pipeline import STATELESS
from streams.settings import Settings
from streams.sinks.archive import Archive

STEPS = ("classify", "enrich")
"""Clean is not among them: it starts from the publisher's bytes, which the archive does not keep."""
BATCH = 50
MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]

step_option = click.option("--step", type=click.Choice(STEPS), default="enrich", show_default=True, help="The step that changed.")
since_option = click.option("--since", type=click.DateTime(MOMENTS), help="Only articles indexed then or later (UTC).")


@click.command(
    epilog="""\b
Examples:
  newsloom reprocess --since 2026-11-01
  newsloom reprocess --step classify --only-if-older-than medtop@2 --rate 50
"""
)
@step_option
@since_option
@click.option("--only-if-older-than", "version", metavar="ANNOTATOR@N", help="Only what an older version of it annotated, or none.")
@click.option("--rate", default=100.0, show_default=True, help="Most articles a second; live ones go first in any case.")
def reprocess(step: str, since: datetime | None, version: str | None, rate: float) -> None:
    """Send archived articles through a step again, on the lane that never alerts. Doing it twice changes nothing."""
    settings = with_running_broker(Settings())
    with Archive.reader(settings.data / "archive") as archive, progress() as bar:
        task = bar.add_task(f"reprocessing {step}", total=archive.size(_stamp(since)))
        wanted = _version(version) if version else None
        rows = _usable(archive.records(_stamp(since)), lambda: bar.advance(task))
        rows = (row for row in rows if wanted is None or is_older(row, wanted))
        sent, lost = asyncio.run(_send(settings, archive, step, rows, rate))
    click.echo(f"reprocessing {sent}" + (f", {lost} left as they are: their way here is no longer on record" if lost else ""))


@click.command(
    "diff-versions", epilog="\b\nExamples:\n  newsloom diff-versions\n  newsloom diff-versions --step classify --sample 500 --json | jq"
)
@step_option
@since_option
@click.option("--sample", default=200, show_default=True, help="Articles looked at, drawn by chance.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each article that changes, instead of a table.")
def diff_versions(step: str, since: datetime | None, sample: int, as_json: bool) -> None:
    """Run this version of a step over a sample of the archive, and show what it would change. Nothing is written."""
    settings = Settings()
    with Archive.reader(settings.data / "archive") as archive, progress() as bar:
        number = archive.size(_stamp(since))
        chosen = set(random.Random(0).sample(range(number), min(sample, number)))
        task = bar.add_task("comparing", total=len(chosen))
        rows = (row for place, row in enumerate(archive.records(_stamp(since))) if place in chosen)
        found = [_compared(step, row) for row in _usable(rows, lambda: bar.advance(task))]
    changed = [each for each in found if each.fields]
    if as_json:
        for each in changed:
            click.echo(orjson.dumps({"id": each.article, "title": each.title, "fields": each.fields}))
        return
    click.echo(f"{len(changed)} of {len(found)} articles would change")
    for line in tallied(changed):
        click.echo(line)


def _compared(step: str, row: dict[str, Any]) -> Difference:
    model = STATELESS[step].model
    now = STATELESS[step].run(model.model_validate(made_by(model, row)), datetime.now(UTC))
    return difference(row, {} if isinstance(now, Drop) else orjson.loads(now.to_json()))


def _usable(rows: Iterable[dict[str, Any]], seen: Callable[[], None]) -> Iterator[dict[str, Any]]:
    """Articles with a text; `seen` is called for each row."""
    for row in rows:
        seen()
        if row["status"] == "usable" and row["body"]:
            yield row


async def _send(settings: Settings, archive: Archive, step: str, rows: Iterable[dict[str, Any]], rate: float) -> tuple[int, int]:
    """How many were sent, and how many could not be."""
    client, sent, lost = producer(settings), 0, 0
    await client.start()
    try:
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            outputs = [output for row in batch if (output := _output(archive, step, row))]
            await _paced(settings, client, outputs, rate)
            sent, lost = sent + len(outputs), lost + len(batch) - len(outputs)
    finally:
        await client.stop()
    return sent, lost


async def _paced(settings: Settings, client: AIOKafkaProducer, outputs: list[Output], rate: float) -> None:
    while must_wait(await lags(settings, WATCHED), waits=False):
        await asyncio.sleep(1)
    await publish(client, outputs)
    await asyncio.sleep(len(outputs) / rate)


def _output(archive: Archive, step: str, row: dict[str, Any]) -> Output | None:
    """The record as the step read it, under the origin it had: dedupe then decides as it did before."""
    origin = archive.origin(row["id"], row["version"])
    if origin is None:
        return None
    model = STATELESS[step].model
    article = model.model_validate(made_by(model, row))
    headers = {
        names.CE_SUBJECT: row["id"].encode(),
        names.ORIGIN: origin.encode(),
        names.INGESTED: str(int(article.received_at.timestamp() * 1000)).encode(),
        names.LANE: b"backfill",
    }
    return Output(STATELESS[step].reads[0].name, row["id"].encode(), article.to_json(), headers)


def _version(text: str) -> tuple[str, int]:
    name, mark, number = text.partition("@")
    if not mark or not number.isdigit():
        raise Misused(f"{text}: expected ANNOTATOR@N, such as names@2")
    return name, int(number)


def _stamp(since: datetime | None) -> int:
    return int(since.replace(tzinfo=UTC).timestamp() * 1e6) if since else 0
