"""Old articles in bulk: WARC files, JSON Lines or folders, one record at a time, with how far along the reading is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from streams.errors import Misused, Unreadable
from streams.formats.warc import Capture, captures
from streams.sources.files import Input, inputs, lines_in

Kind = Literal["warc", "jsonl", "folder"]
SUFFIXES = {"warc": (".warc", ".warc.gz"), "jsonl": (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), "folder": ("",)}


@dataclass(frozen=True, slots=True)
class Piece:
    """One record, and how many bytes of all the files were read when it came."""

    item: Input
    done: int


def files_of(kind: Kind, paths: tuple[Path, ...]) -> list[Path]:
    """The files to read, sorted; those in a folder are the ones of that kind. Raises Misused where there is none."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise Misused(f"{path}: no such file or folder")
        inside = [each for each in sorted(path.rglob("*")) if each.is_file() and each.name.lower().endswith(SUFFIXES[kind])]
        found += inside if path.is_dir() else [path]
    if not found:
        raise Misused(f"{', '.join(map(str, paths))}: no {kind} file in it")
    return found


def size_of(files: list[Path]) -> int:
    """Bytes on disk: what `Piece.done` counts up to."""
    return sum(file.stat().st_size for file in files)


def pieces(kind: Kind, files: list[Path]) -> Iterator[Piece]:
    """Every record of every file in order. Raises Unreadable where a WARC file breaks; what came before is given."""
    before = 0
    for file in files:
        try:
            for item, position in READERS[kind](file):
                yield Piece(item, before + position)
        except Unreadable as error:
            raise Unreadable(f"{file.name}: {error}") from error
        before += file.stat().st_size


def _warc(file: Path) -> Iterator[tuple[Input, int]]:
    with file.open("rb") as stream:
        for number, capture in enumerate(captures(stream), 1):
            yield Input(file.name, number, capture.value, _headers(capture)), stream.tell()


def _headers(capture: Capture) -> dict[str, bytes]:
    """The page's address, and the moment of its capture as the moment it was received."""
    headers = {"content-type": capture.content_type.encode("latin-1", "replace")}
    if capture.url.startswith("http"):
        headers["x-news-url"] = capture.url.encode("utf-8", "replace")
    try:
        moment = datetime.fromisoformat(capture.date)
    except ValueError:
        return headers
    return headers | ({"x-news-received-at": capture.date.encode()} if moment.tzinfo else {})


def _lines(file: Path) -> Iterator[tuple[Input, int]]:
    with file.open("rb") as stream:
        for item in lines_in(stream, file.name):
            yield item, stream.tell()


def _documents(file: Path) -> Iterator[tuple[Input, int]]:
    """The documents of a folder; a file of no known kind there is passed over."""
    try:
        for item in inputs([str(file)]):
            yield item, 0
    except Misused:
        return


READERS = {"warc": _warc, "jsonl": _lines, "folder": _documents}
