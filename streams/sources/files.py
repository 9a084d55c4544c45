"""Raw articles from files, folders and standard input: JSON Lines, or one document per file."""

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from streams.errors import Misused
from streams.pipeline import RAW_LIMIT

DOCUMENTS = {
    ".txt": b"text/plain",
    ".html": b"text/html",
    ".htm": b"text/html",
    ".xml": b"application/xml",
    ".rss": b"application/rss+xml",
    ".atom": b"application/atom+xml",
    ".json": b"application/json",
}
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
LINE_LIMIT = 2 * RAW_LIMIT
"""A longer line is cut here: it is over the limit anyway, and its failure is reported like any other."""


@dataclass(frozen=True, slots=True)
class Input:
    """One raw record: where it stood, its bytes, and the headers a bare document needs."""

    name: str
    number: int
    value: bytes
    headers: dict[str, bytes]

    @property
    def ref(self) -> str:
        """How a person finds it again."""
        return f"{self.name}:{self.number}" if self.number else self.name


def inputs(paths: Iterable[str]) -> Iterator[Input]:
    """Every raw record under `paths` in a fixed order; `-` reads JSON Lines from standard input.

    Raises Misused for a path that does not exist or is of no known kind.
    """
    for path in paths:
        if path == "-":
            yield from _lines(sys.stdin.buffer, "-")
        else:
            yield from _under(Path(path))


def _under(path: Path) -> Iterator[Input]:
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            if child.is_file() and (_is_lines(child) or child.suffix.lower() in DOCUMENTS):
                yield from _file(child, str(child.relative_to(path)))
    elif path.is_file():
        yield from _file(path, path.name)
    else:
        raise Misused(f"{path}: no such file or folder")


def _file(path: Path, name: str) -> Iterator[Input]:
    if _is_lines(path):
        with path.open("rb") as raw:
            yield from lines_in(raw, name)
        return
    kind = DOCUMENTS.get(path.suffix.lower())
    if kind is None:
        raise Misused(f"{path}: expected {', '.join((*DOCUMENTS, *LINES))}")
    with path.open("rb") as raw:
        value = raw.read(LINE_LIMIT + 1)
    yield from _documents(name, value, kind)


def _documents(name: str, value: bytes, kind: bytes) -> Iterator[Input]:
    """A document, or each element of a JSON array of them."""
    if kind == b"application/json" and value.lstrip()[:1] == b"[":
        try:
            elements = orjson.loads(value)
        except orjson.JSONDecodeError:
            elements = None
        if isinstance(elements, list):
            for number, element in enumerate(elements, 1):
                yield Input(name, number, orjson.dumps(element), {"content-type": kind})
            return
    yield Input(name, 0, value, {"content-type": kind})


def lines_in(raw: IO[bytes], name: str) -> Iterator[Input]:
    """The lines of an open file, zipped or not by its name."""
    yield from _lines(gzip.GzipFile(fileobj=raw) if name.lower().endswith(".gz") else raw, name)


def _lines(stream: IO[bytes] | gzip.GzipFile, name: str) -> Iterator[Input]:
    buffered = io.BufferedReader(stream) if isinstance(stream, gzip.GzipFile) else stream
    number = 0
    while line := buffered.readline(LINE_LIMIT + 1):
        number += 1
        complete = line.endswith(b"\n")
        if line.strip():
            yield Input(name, number, line.rstrip(b"\r\n"), {"content-type": b"application/json"})
        while not complete and (rest := buffered.readline(LINE_LIMIT)):
            complete = rest.endswith(b"\n")


def _is_lines(path: Path) -> bool:
    return path.name.lower().endswith(LINES)
