"""`newsloom process`: the steps over files, without a broker."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from streams.delivery.envelope import Delivery
from streams.delivery.offline import as_delivery
from streams.delivery.offline import process as run
from streams.pipeline import ORDER
from streams.settings import Settings
from streams.sources.files import Input, inputs


def progress() -> Progress:
    """A progress display on standard error, silent when that is not a terminal."""
    from rich.console import Console

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


@click.command(
    epilog="""\b
Examples:
  newsloom process articles.jsonl --output enriched.jsonl
  newsloom process pages/ --through clean | jq .record.title
  zcat dump.jsonl.gz | newsloom process - --now 2026-03-15T09:00:00Z
"""
)
@click.argument("paths", nargs=-1, required=True, metavar="INPUT…")
@click.option("--through", type=click.Choice(ORDER), default="enrich", show_default=True, help="Last step to run.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the lines; standard output without it.")
@click.option("--workers", type=click.IntRange(0, 64), default=0, help="Processes; 0 takes one per core, at most 4.")
@click.option("--now", type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"]), help="Arrival time where none is given.")
def process(paths: tuple[str, ...], through: str, output: Path | None, workers: int, now: datetime | None) -> None:
    """Run articles in files through the pipeline: one JSON line per article, in input order.

    INPUT is JSON Lines of raw articles (.jsonl, .jsonl.gz, or - for standard input), a document (.txt .html .xml
    .json), or a folder of these.
    """
    chosen = Settings() if not workers else Settings(workers=workers)
    sink: BinaryIO = output.open("wb") if output else sys.stdout.buffer
    arrival = (now or datetime.now(UTC)).replace(tzinfo=UTC)
    with progress() as bar:
        task = bar.add_task("processing", total=None)
        for line in run(_deliveries(inputs(paths), arrival), through, chosen):
            sink.write(line.to_json(_ref(line.delivery)) + b"\n")
            bar.advance(task)
    sink.flush()
    if output:
        sink.close()


def _deliveries(found: Iterable[Input], now: datetime) -> Iterator[Delivery]:
    for item in found:
        yield as_delivery(item.name, item.number, item.value, item.headers, now)


def _ref(delivery: Delivery) -> str:
    return f"{delivery.topic}:{delivery.offset}" if delivery.offset else delivery.topic
