"""`newsloom match`: saved searches over files, without a broker."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from streams.delivery.offline import as_delivery
from streams.delivery.offline import process as run
from streams.delivery.result import Emitted
from streams.errors import Misused
from streams.query import Document, Frequencies, QueryError, SearchSet, parse
from streams.query.features import Vocabulary
from streams.query.tree import Field, Geo, Range, leaves
from streams.settings import Settings
from streams.sources.files import Input, inputs
from streams.sources.matchable import as_it_stands, enriched

LOOKED_AT = 200
"""Articles that say which words are rare before the searches are filed by them."""

NEEDS = {
    **dict.fromkeys(("entity", "person", "quoted", "place", "near", "sentiment"), "enrich"),
    **dict.fromkeys(("is", "change", "story", "novelty"), "dedupe"),
    "topic": "classify",
}
"""The step that finds a field; all others are there once an article is clean."""
STEPS = ("clean", "classify", "dedupe", "enrich")


@click.command(
    epilog="""\b
Examples:
  newsloom match searches.jsonl articles.jsonl
  newsloom process pages/ | newsloom match searches.jsonl - --output matches.jsonl
  echo '{"id": "floods", "query": "flood* AND NOT title:sports"}' > s.jsonl && newsloom match s.jsonl enriched.jsonl
"""
)
@click.argument("searches", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SEARCHES.jsonl")
@click.argument("paths", nargs=-1, required=True, metavar="INPUT…")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File for the lines; standard output without it.")
@click.option("--workers", type=click.IntRange(0, 64), default=0, help="Processes for raw articles; 0 takes one per core, at most 4.")
def match(searches: Path, paths: tuple[str, ...], output: Path | None, workers: int) -> None:
    """Match articles in files against saved searches: one line {"ref", "matches"} per article, in input order.

    SEARCHES.jsonl holds one {"id", "query"} per line. INPUT is what `newsloom process` reads: raw articles go through
    the steps that find what the searches ask for. Its own output, enriched records, and plain articles with title and
    `body` are matched as they stand. A search that is refused is named on standard error, and the exit code is then 1.
    """
    texts = dict(_read(searches))
    asked, refused = _checked(texts)
    if texts and len(refused) == len(texts):
        raise Misused(f"{searches}: no search could be read: {next(iter(refused.values()))}")
    for id, reason in refused.items():
        click.secho(f"newsloom: search {id} is refused: {reason}", fg="yellow", err=True)
    articles = _articles(inputs(paths), asked, Settings(workers=workers) if workers else Settings())
    sink: BinaryIO = output.open("wb") if output else sys.stdout.buffer
    for ref, ids in _matched({id: text for id, text in texts.items() if id not in refused}, articles):
        sink.write(orjson.dumps({"ref": ref, "matches": ids}) + b"\n")
    sink.flush()
    if output:
        sink.close()
    if refused:
        sys.exit(1)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                search = orjson.loads(line)
                yield str(search["id"]), str(search["query"])
            except (orjson.JSONDecodeError, KeyError, TypeError) as error:
                raise Misused(f'{path}:{number}: expected a search such as {{"id": "q1", "query": "flood*"}}') from error


def _checked(texts: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """The fields that the searches ask for, and the searches that are refused with the reason."""
    asked: set[str] = set()
    refused: dict[str, str] = {}
    for id, text in texts.items():
        try:
            for leaf in leaves(parse(text, saved=True)):
                if isinstance(leaf, Field | Range):
                    asked.add(leaf.name)
                elif isinstance(leaf, Geo):
                    asked.add("near")
        except QueryError as error:
            refused[id] = str(error)
    return asked, refused


def _matched(texts: dict[str, str], articles: Iterator[tuple[str, Document]]) -> Iterator[tuple[str, list[str]]]:
    first = list(islice(articles, LOOKED_AT))
    frequencies = Frequencies()
    for _, document in first:
        frequencies.learn(Vocabulary().features(document))
    filed = SearchSet(frequencies)
    for id, text in texts.items():
        filed.add(id, text)
    filed.settle()
    for ref, document in chain(first, articles):
        yield ref, filed.match_document(document)


def _articles(found: Iterable[Input], asked: set[str], settings: Settings) -> Iterator[tuple[str, Document]]:
    """Refs and articles in input order; what is dropped or cannot be read matches nothing."""
    through = max((NEEDS[name] for name in asked if name in NEEDS), key=STEPS.index, default="clean")
    standing = ((item, as_it_stands(item)) for item in found)
    for is_raw, some in groupby(standing, key=lambda pair: pair[1] is None):
        if is_raw:
            yield from _processed((item for item, _ in some), through, settings)
        else:
            yield from (pair for _, pair in some if pair is not None)


def _processed(found: Iterator[Input], through: str, settings: Settings) -> Iterator[tuple[str, Document]]:
    now = datetime.now(UTC)
    for line in run((as_delivery(item.name, item.number, item.value, item.headers, now) for item in found), through, settings):
        fallback = f"{line.delivery.topic}:{line.delivery.offset}" if line.delivery.offset else line.delivery.topic
        record = orjson.loads(line.result.value) if isinstance(line.result, Emitted) else None
        yield line.ref(fallback), Document.of(enriched(record)) if record else Document([], [])
