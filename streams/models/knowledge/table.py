"""Reads the table build.py made: memory-mapped, so loading costs milliseconds and processes share its pages."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.knowledge.names import key, normalised

Kind = Literal["person", "organisation", "place", "other"]
KINDS: tuple[Kind, ...] = ("person", "organisation", "place", "other")
MOST_CANDIDATES = 12

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
    keys: NDArray[np.uint64]
    owners: NDArray[np.uint32]
    rows: NDArray[Any]
    labels: NDArray[np.uint8]
    demonyms: dict[str, str]


@cache
def _table() -> _Table:
    keys, owners, rows, labels = (np.load(_FOLDER / f"{name}.npy", mmap_mode="r") for name in ("keys", "owners", "rows", "labels"))
    return _Table(keys, owners, rows, labels, json.loads((_FOLDER / "demonyms.json").read_bytes()))


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
    at = np.flatnonzero(_table().rows["qid"] == int(qid[1:]))
    return _known(int(at[0]), None) if len(at) else None


def demonym(word: str) -> Known | None:
    """The country or region a demonym speaks of: Ukrainian, Ukraine."""
    qid = _table().demonyms.get(word)
    return by_qid(qid) if qid else None


def _owners(asked: str) -> list[int]:
    table, wanted = _table(), np.uint64(key(asked))
    low = int(np.searchsorted(table.keys, wanted, side="left"))
    high = int(np.searchsorted(table.keys, wanted, side="right"))
    return [int(owner) for owner in table.owners[low:high]]


def _likeliest_first(known: Known) -> tuple[float, str, int]:
    return (-known.prior - 0.5 * known.exact, known.qid or "Q", known.geonames or 0)


def _known(owner: int, asked: str | None) -> Known:
    table = _table()
    row = table.rows[owner]
    start, size = int(row["start"]), int(row["size"])
    label = table.labels[start : start + size].tobytes().decode()
    lat, lon = float(row["lat"]), float(row["lon"])
    placed = lat == lat
    return Known(
        label=label,
        type=KINDS[int(row["type"])],
        qid=f"Q{row['qid']}" if row["qid"] else None,
        country=row["country"].tobytes().decode().strip("\0") or None,
        lat=round(lat, 4) if placed else None,
        lon=round(lon, 4) if placed else None,
        geonames=int(row["geonames"]) or None,
        prior=round(float(row["prior"]), 2),
        exact=asked is None or normalised(label) == asked,
    )
