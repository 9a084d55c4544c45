"""Reads the table build.py made: memory-mapped, so loading costs milliseconds and processes share its pages."""

import json
import struct
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.knowledge.names import key, normalised

Kind = Literal["person", "organisation", "place", "other"]
KINDS: tuple[Kind, ...] = ("person", "organisation", "place", "other")
MOST_CANDIDATES = 12

_ROW = struct.Struct("<IHB2sIIffe")
"""One row as build.py's ROW lays it out."""
_FOLDER = Path(__file__).parent


class Known(NamedTuple):
    """One row. `prior` is a log-scale guess at how often the name means this; `country` is ISO 3166-1 alpha-2."""

    label: str
    type: Kind
    qid: str | None
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    prior: float
    exact: bool = True
    """True where the name asked for is the label itself, not another name of the thing."""


class _Table(NamedTuple):
    """Views of the mapped files: plain memory is read many times faster by one than numpy's records are."""

    keys: memoryview
    owners: memoryview
    rows: memoryview
    labels: memoryview
    demonyms: dict[str, str]


@cache
def _table() -> _Table:
    keys, owners, rows, labels = (np.load(_FOLDER / f"{name}.npy", mmap_mode="r") for name in ("keys", "owners", "rows", "labels"))
    demonyms = json.loads((_FOLDER / "demonyms.json").read_bytes())
    return _Table(memoryview(keys), memoryview(owners), memoryview(rows.view(np.uint8)), memoryview(labels), demonyms)


@cache
def _by_qid() -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Wikidata numbers in order, and the rows that have them."""
    numbers = np.load(_FOLDER / "rows.npy", mmap_mode="r")["qid"]
    order = np.argsort(numbers, kind="stable")
    return numbers[order], order


@lru_cache(maxsize=16384)
def candidates(name: str) -> tuple[Known, ...]:
    """What a name may mean, the likeliest first, at most MOST_CANDIDATES; empty where it is not known."""
    asked = normalised(name)
    owners = _owners(asked) or (_owners(asked.casefold()) if asked.isupper() else [])
    found = [_known(owner, asked) for owner in owners]
    return tuple(sorted(found, key=_likeliest_first)[:MOST_CANDIDATES])


@lru_cache(maxsize=1024)
def by_qid(qid: str) -> Known | None:
    """The row of a Wikidata id, or None."""
    if not qid[1:].isdigit():
        return None
    numbers, rows = _by_qid()
    at = bisect_left(numbers, int(qid[1:]))
    return _known(int(rows[at]), None) if at < len(rows) and numbers[at] == int(qid[1:]) else None


def demonym(word: str) -> Known | None:
    """The country or region a demonym speaks of: Ukrainian, Ukraine."""
    qid = _table().demonyms.get(word)
    return by_qid(qid) if qid else None


@cache
def _countries() -> frozenset[str | None]:
    """Of the places that have a demonym (Parisian, French) the commonest in each country: the country itself."""
    best: dict[str | None, Known] = {}
    for known in filter(None, map(by_qid, set(_table().demonyms.values()))):
        if known.country not in best or known.prior > best[known.country].prior:
            best[known.country] = known
    return frozenset(known.qid for code, known in best.items() if code)


def is_country(known: Known) -> bool:
    """Whether it is a country as a whole."""
    return known.qid is not None and known.qid in _countries()


def _owners(asked: str) -> list[int]:
    table, wanted = _table(), key(asked)
    low = high = bisect_left(table.keys, wanted)
    while high < len(table.keys) and table.keys[high] == wanted:
        high += 1
    return table.owners[low:high].tolist()


def _likeliest_first(known: Known) -> tuple[float, str, int]:
    return (-known.prior - 0.5 * known.exact, known.qid or "Q", known.geonames or 0)


def _known(owner: int, asked: str | None) -> Known:
    table = _table()
    start, size, kind, country, qid, geonames, lat, lon, prior = _ROW.unpack_from(table.rows, owner * _ROW.size)
    label = str(table.labels[start : start + size], "utf-8")
    placed = lat == lat
    return Known(
        label=label,
        type=KINDS[kind],
        qid=f"Q{qid}" if qid else None,
        country=country.decode().strip("\0") or None,
        lat=round(lat, 4) if placed else None,
        lon=round(lon, 4) if placed else None,
        geonames=geonames or None,
        prior=round(prior, 2),
        exact=asked is None or normalised(label) == asked,
    )
