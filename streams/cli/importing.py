"""`newsloom import`: old articles in bulk, on the lane that gives way to the live one."""

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from streams.cli.sending import send_all
from streams.delivery.clients import bootstrap
from streams.embedded.running import with_running_broker
from streams.errors import Poison
from streams.pipeline import BACKFILL
from streams.settings import Settings
from streams.sources.archives import Kind, Piece, files_of, pieces, size_of
from streams.sources.files import Input

EVERY = 10.0
"""Seconds between two lines of progress where standard error is no terminal."""


@click.command(
    "import",
    epilog="""\b
Examples:
  newsloom import warc crawl-2026-03.warc.gz
  newsloom import jsonl archive/2019.jsonl.gz archive/2020.jsonl.gz
  newsloom import folder pages/
""",
)
@click.argument("kind", type=click.Choice(["warc", "jsonl", "folder"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_(kind: str, paths: tuple[Path, ...]) -> None:
    """Publish old articles on the backfill lane: they never alert, and give way to live ones.

    Doing it again after an interruption changes nothing: the same article gets the same id.
    """
    settings = with_running_broker(Settings())
    files = files_of(cast(Kind, kind), paths)
    with Meter(size_of(files)) as meter:
        read = meter.watching(pieces(cast(Kind, kind), files))
        sent, refused = asyncio.run(send_all(settings, BACKFILL.name, read, lambda: None))
    click.echo(f"imported {sent} from {len(files)} files to {bootstrap(settings)}" + (f", {refused} too large" if refused else ""))
    if refused or meter.problem:
        sys.exit(1)


class Meter:
    """How far the import is and how long it will take: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int) -> None:
        columns = (TextColumn("importing"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._terminal = sys.stderr.isatty()
        self._bar = Progress(*columns, console=Console(stderr=True), disable=not self._terminal)
        self._task: TaskID = self._bar.add_task("importing", total=total)
        self._total = max(total, 1)
        self._began = self._said = time.monotonic()
        self.problem: str | None = None

    def __enter__(self) -> "Meter":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def watching(self, found: Iterator[Piece]) -> Iterator[Input]:
        """The records, counted as they pass; a file that breaks ends them and is told."""
        try:
            for number, piece in enumerate(found, 1):
                yield piece.item
                self._bar.update(self._task, completed=piece.done)
                if not self._terminal and time.monotonic() - self._said >= EVERY:
                    self._said = time.monotonic()
                    click.echo(progress_line(number, piece.done / self._total, self._said - self._began), err=True)
        except Poison as error:
            self.problem = str(error)
            click.secho(self.problem, fg="red", err=True)


def progress_line(records: int, part: float, seconds: float) -> str:
    """`1,200 records, 25 %, about 3 min left`."""
    left = seconds * (1 - part) / part if part > 0 else None
    about = "time left unknown" if left is None else f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"
    return f"{records:,} records, {part:.0%}, {about}".replace("%", " %")
