"""How a table of known things is written: what `table.py` maps and reads. Rows in, four arrays and the demonyms out."""

import json
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from streams.errors import Misused
from streams.models.knowledge.names import key, normalised
from streams.models.knowledge.table import KINDS, OF_ITS_OWN, ROW

Row = Mapping[str, Any]
"""`label`, `type`, and of these what is known: qid (Q42), id (of one's own), aliases [str], names {language: [str]},
country (ISO 3166-1 alpha-2), lat, lon, geonames, prior."""

LAYOUT = np.dtype(
    [
        ("start", "<u4"),
        ("size", "<u2"),
        ("type", "u1"),
        ("country", "S2"),
        ("qid", "<u4"),
        ("geonames", "<u4"),
        ("lat", "<f4"),
        ("lon", "<f4"),
        ("prior", "<f2"),
    ]
)
"""The same as ROW, as numpy calls it."""
MOST_ROWS = 5_000_000
"""Rows that a table may have: it is made in memory, some 220 bytes a row of four names."""
SMALL = {"of", "the", "and", "de", "del", "la", "le", "les", "du", "des", "da", "di", "do", "el", "al", "y", "et", "in"}
LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "sv")
MOST_ALIASES = 12
ABBREVIATIONS = {"Q458": ("EU",), "Q145": ("Britain",), "Q30": ("U.S.", "USA"), "Q1065": ("UN", "United Nations")}
"""Common short names the sources lack."""


def aliases(row: Row, demonyms: Iterable[str]) -> Iterator[str]:
    """Names worth a lookup: the label, aliases that look like names, and names in other languages."""
    yield row["label"]
    for name in row.get("aliases", ())[:MOST_ALIASES]:
        words = name.split()
        named = bool(words) and all(word[0].isupper() or word[0].isdigit() or word in SMALL for word in words)
        if named and name[0].isupper() and name not in demonyms:
            yield name
    yield from ABBREVIATIONS.get(row.get("qid") or "", ())
    for language in LANGUAGES:
        yield from row.get("names", {}).get(language, ())


def own_names(row: Row, _: Iterable[str]) -> Iterator[str]:
    """Every name as somebody wrote it down."""
    yield row["label"]
    yield from row.get("aliases", ())


def write(rows: Iterable[Row], demonyms: Mapping[str, str], folder: Path, names_of: Any = aliases) -> int:
    """Write a table; the number of its rows. Each file appears whole or not at all. Raises Misused beyond MOST_ROWS."""
    packed, labels, keys, owners, count = bytearray(), bytearray(), array("Q"), array("I"), 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise Misused(f"more than {MOST_ROWS:,} entities: ask for more sitelinks, or for fewer types")
        packed += _packed(row, labels)
        for name in names_of(row, demonyms):
            if len(plain := normalised(name)) > 1:
                keys.append(key(plain))
                owners.append(count - 1)
    folder.mkdir(parents=True, exist_ok=True)
    sorted_keys, sorted_owners = _ordered(np.frombuffer(keys, np.uint64), np.frombuffer(owners, np.uint32))
    arrays: dict[str, NDArray[Any]] = {"keys": sorted_keys, "owners": sorted_owners}
    arrays |= {"rows": np.frombuffer(packed, LAYOUT), "labels": np.frombuffer(labels, np.uint8)}
    for name, values in arrays.items():
        with whole(folder / f"{name}.npy") as file:
            np.save(file, values)
    text = json.dumps(dict(demonyms), ensure_ascii=False, sort_keys=True, indent=0) + "\n"
    with whole(folder / "demonyms.json") as file:
        file.write(text.encode())
    return count


def _packed(row: Row, labels: bytearray) -> bytes:
    """The row, its label put at the end of `labels`, and behind that its id where it has one of its own."""
    label, own = row["label"].encode(), (row.get("id") or "").encode()
    start, kind = len(labels), KINDS.index(row["type"]) | (OF_ITS_OWN if own else 0)
    labels += label + (bytes([len(own)]) + own if own else b"")
    lat, lon = (row[axis] if row.get(axis) is not None else math.nan for axis in ("lat", "lon"))
    qid = int(row["qid"][1:]) if row.get("qid") else 0
    country = (row.get("country") or "").encode()
    return ROW.pack(start, len(label), kind, country, qid, row.get("geonames") or 0, lat, lon, row.get("prior") or 0.0)


def _ordered(keys: NDArray[np.uint64], owners: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """By key, then by owner, each pair once."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return keys[fresh], owners[fresh]


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which is there whole at the end or not at all; whoever has mapped the old one keeps that."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        yield file
    beside.replace(path)
