"""Files that may be compressed, read line by line with their progress; what is wrong with one names the file and the place."""

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from streams.errors import Misused

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of the longest line: the largest entity of Wikidata has some 5 MB."""
_OFTEN = 2_000

Told = Callable[[int], None]
"""Hears how many bytes of the file, as it lies on disk, have been read."""


def lines(path: Path, told: Told = lambda _: None) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line) of a plain, gzip or bzip2 file, whatever its name. Raises Misused naming file and line."""
    number = 0
    try:
        with path.open("rb") as raw:
            file = _opened(raw)
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Misused(f"{path}, line {number}: longer than {LONGEST_LINE:,} bytes")
                yield number, line
                if number % _OFTEN == 0:
                    told(raw.tell())
            told(raw.tell())
    except (EOFError, zlib.error, OSError) as error:
        raise Misused(f"{path}, after line {number}: {error}; is the file whole?") from error


def _opened(raw: IO[bytes]) -> IO[bytes]:
    start = raw.read(3)
    raw.seek(0)
    if start[:2] == b"\x1f\x8b":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    return cast(IO[bytes], bz2.BZ2File(raw)) if start == b"BZh" else raw
