"""`newsloom knowledge`: the table of known things from Wikidata, and entities of one's own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from streams.models.knowledge import own
from streams.models.knowledge.sparql import is_sparql, sparql_rows
from streams.models.knowledge.store import Row, write
from streams.models.knowledge.table import Kind, shipped_demonyms
from streams.models.knowledge.wikidata import Dump

Existing = click.Path(path_type=Path, exists=True, dir_okay=False)
KINDS: tuple[Kind, ...] = get_args(Kind)


output = click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), envvar="NEWSLOOM_KNOWLEDGE", default=Path("knowledge"),
    help="Folder for it [NEWSLOOM_KNOWLEDGE, else knowledge].",
)  # fmt: skip


@click.group()
def knowledge() -> None:
    """What names mean: `build` a table from Wikidata in place of ours, `add` entities of your own."""


@knowledge.command(
    epilog="""\b
Examples:
  newsloom knowledge build latest-all.json.bz2 --sitelinks 8 --output knowledge
  newsloom knowledge build ministers.json --type person
  NEWSLOOM_KNOWLEDGE=knowledge newsloom up
\b
A SPARQL result binds ?item and ?itemLabel, and where it can ?itemAltLabel (names between commas), ?type (person,
organisation, place, other), ?country (P297), ?coord (P625), ?geonames (P1566) and ?sitelinks (wikibase:sitelinks).
"""
)
@click.argument("source", type=Existing)
@output
@click.option("--sitelinks", type=click.IntRange(0, 500), default=5, show_default=True, help="Fewest Wikipedias of a thing, from a dump.")
@click.option(
    "--type", "types", type=click.Choice(KINDS), multiple=True, default=("person", "organisation", "place"), show_default=True,
    help="Types to keep, from a dump; the type of all, from a result that binds none. May be repeated.",
)  # fmt: skip
def build(source: Path, output: Path, sitelinks: int, types: tuple[Kind, ...]) -> None:
    """Build the table from SOURCE, a JSON dump of Wikidata (plain, .gz or .bz2) or the JSON of a SPARQL query.

    A dump is read once, as a stream; memory grows with what is kept (some 60 bytes a name), not with the dump. What each
    thing is comes from the classes above its own.
    """
    demonyms = dict(shipped_demonyms())
    with _bar(source) as told:
        if is_sparql(source):
            number = write(sparql_rows(source, types[0] if len(types) == 1 else None), demonyms, output)
        else:
            dump = Dump(source, sitelinks, types)
            number = write(_then(dump.rows(told), lambda: demonyms.update(dump.demonyms)), demonyms, output)
    if not number:
        raise click.ClickException(f"{source} has none of what was asked for; the table is empty")
    click.echo(f"{number:,} entities, written to {output}. Use it: NEWSLOOM_KNOWLEDGE={output} newsloom up")


@knowledge.command(
    epilog="""\b
Examples:
  newsloom knowledge add entities.jsonl --output knowledge
  NEWSLOOM_KNOWLEDGE=knowledge newsloom up
\b
A line of entities.jsonl; name and type are needed:
  {"name": "Falcon Works", "type": "organisation", "id": "crm:17", "aliases": ["Falcon"], "country": "NO"}
Other fields: wikidata (Q…), lat, lon, geonames.
"""
)
@click.argument("entities", type=Existing)
@output
def add(entities: Path, output: Path) -> None:
    """Add ENTITIES, JSON Lines of your own people, organisations, places and things; they win over those of the table.

    A line whose id (as given, else of Wikidata, else made of the name) is known already takes its place. Workers read
    the table when they start.
    """
    fresh, number = own.add(own.read(entities), output)
    click.echo(f"{fresh} new, {number} in all, written to {output}. Use them: NEWSLOOM_KNOWLEDGE={output} newsloom up")


def _then(rows: Iterator[Row], finish: Callable[[], None]) -> Iterator[Row]:
    yield from rows
    finish()


@contextmanager
def _bar(source: Path) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, silent elsewhere; hears how many bytes of the file were read."""
    columns = (TextColumn("reading"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", total=source.stat().st_size)
        yield lambda read: bar.update(task, completed=read)
