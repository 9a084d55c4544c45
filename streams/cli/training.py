"""`newsloom train topics`: a taxonomy of one's own from labelled texts."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from streams.models.topics import fit, own


@click.group()
def train() -> None:
    """Train a model of your own on labelled texts; `newsloom train topics` is the one there is."""


@train.command(
    epilog="""\b
Examples:
  newsloom train topics labelled.jsonl --output desks
  NEWSLOOM_TOPICS=desks newsloom up
"""
)
@click.argument("labelled", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("topics"), help="Folder for it [topics].")
@click.option("--precision", type=click.FloatRange(0.05, 0.999), default=0.8, show_default=True, help="Least precision of what is said.")
@click.option("--language", "languages", multiple=True, default=("en",), show_default=True, help="Language of the texts; may be repeated.")
@click.option("--instead", is_flag=True, help="Use it in place of the built-in text model, not beside it.")
def topics(labelled: Path, output: Path, precision: float, languages: tuple[str, ...], instead: bool) -> None:
    """Learn your own topics from LABELLED, one JSON object a line: {"title", "text", "topics": [labels]}.

    A text without topics teaches what none of them is. Prints, for each label, precision and recall on texts that
    had no part in its training. Set NEWSLOOM_TOPICS to the folder to use it.
    """
    texts, given = _read(labelled)
    try:
        with _bar(len(texts) + (own.FOLDS + 1) * fit.STEPS) as told:
            learnt, measured = own.learn(texts, given, precision=precision, instead=instead, languages=languages, told=told)
    except ValueError as error:
        raise click.ClickException(f"{labelled}: {error}") from error
    own.save(output, learnt, measured)
    Console().print(_table(measured))
    click.echo(f"{len(texts)} texts; written to {output}. Use it: NEWSLOOM_TOPICS={output} newsloom up")


def _read(path: Path) -> tuple[list[str], list[set[str]]]:
    """Texts and their labels. A line that is no such object ends it, named by its number."""
    texts, given = [], []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                text, labels = _parsed(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise click.ClickException(f'{path}, line {number}: needs "text" and "topics" ({error})') from error
            texts.append(text)
            given.append(labels)
    if not texts:
        raise click.ClickException(f"{path} is empty")
    return texts, given


def _parsed(row: dict[str, Any]) -> tuple[str, set[str]]:
    body = next((row[name] for name in ("text", "body", "content") if row.get(name)), "")
    text = "\n\n".join(body) if isinstance(body, list) else body
    said = row.get("topics", row.get("topic", row.get("label")))
    labels = said if isinstance(said, list) else [said] if said is not None else []
    if not isinstance(text, str) or not (text or row.get("title")):
        raise ValueError("no text")
    return f"{row.get('title') or ''}. {text}", {str(label) for label in labels}


class _bar:
    """A bar on a terminal, silent elsewhere; called once for each piece of the work."""

    def __init__(self, total: int) -> None:
        columns = (TextColumn("training"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("training", total=total)

    def __enter__(self) -> "_bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self) -> None:
        self._bar.advance(self._task)


def _table(measured: list[own.Measured]) -> Table:
    table = Table("label", "texts", "precision", "recall", "threshold")
    for row in _by_size(measured):
        shown = f"{row.threshold:.2f}" if row.said else "never said"
        table.add_row(row.label, str(row.texts), f"{row.precision:.2f}", f"{row.recall:.2f}", shown)
    return table


def _by_size(measured: list[own.Measured]) -> Iterator[own.Measured]:
    yield from sorted(measured, key=lambda row: (-row.texts, row.label))
