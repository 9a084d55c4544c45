"""Reads the table that store.py wrote: memory-mapped, so loading costs milliseconds and processes share its pages."""

import json
import re
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.knowledge.names import key, normalised
from streams.settings import Settings

Kind = Literal["person", "organisation", "place", "other"]
KINDS: tuple[Kind, ...] = ("person", "organisation", "place", "other")
MOST_CANDIDATES = 12

ROW = struct.Struct("<IHB2sIIffe")
"""start and size of the label, type, country, Wikidata number, GeoNames id, latitude, longitude, prior."""
OF_ITS_OWN = 0x80
"""A bit of the type: behind the label stands an id of the operator's own, its length in the first byte."""
OWN = "own"
"""Folder, in the one that NEWSLOOM_KNOWLEDGE names, of the table of the operator's own entities."""
FIRST_WORD = re.compile(r"\w+")
_HEADER = 128
"""Bytes of a file of numpy's that holds nothing."""
_SHIPPED = Path(__file__).parent


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
    own: str | None = None
    """The id that the operator gave it: such a row wins over all others of its name and type."""


class _Table(NamedTuple):
    """Views of the mapped files: plain memory is read many times faster by one than numpy's records are."""

    keys: memoryview
    owners: memoryview
    rows: memoryview
    labels: memoryview
    demonyms: dict[str, str]
    array: NDArray[Any]


@cache
def folder() -> Path | None:
    """The folder that NEWSLOOM_KNOWLEDGE names, read once."""
    return Settings().knowledge


@cache
def _tables() -> tuple[_Table, ...]:
    """The operator's own entities, where there are some, before the table that was built, or else ours."""
    chosen = folder()
    if chosen is None:
        return (_mapped(_SHIPPED),)
    built = chosen if (chosen / "rows.npy").is_file() else _SHIPPED
    return (*((_mapped(chosen / OWN),) if (chosen / OWN / "rows.npy").is_file() else ()), _mapped(built))


def _mapped(place: Path) -> _Table:
    keys, owners, rows, labels = (_array(place / f"{name}.npy") for name in ("keys", "owners", "rows", "labels"))
    demonyms: dict[str, str] = json.loads((place / "demonyms.json").read_bytes())
    return _Table(memoryview(keys), memoryview(owners), memoryview(rows.view(np.uint8)), memoryview(labels), demonyms, rows)


def _array(path: Path) -> Any:
    """Mapped; numpy maps no empty file."""
    return np.load(path, mmap_mode="r" if path.stat().st_size > _HEADER else None)


@cache
def _by_qid(table: int) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Wikidata numbers in order, and the rows that have them."""
    numbers = _tables()[table].array["qid"]
    order = np.argsort(numbers, kind="stable")
    return numbers[order], order


@lru_cache(maxsize=16384)
def candidates(name: str) -> tuple[Known, ...]:
    """What a name may mean, the likeliest first, at most MOST_CANDIDATES; empty where it is not known.

    Entities of the operator's own come first, and hide others of their type or Wikidata id.
    """
    asked = normalised(name)
    found: list[Known] = []
    for table in _tables():
        ids, kinds = {one.qid for one in found if one.qid}, {one.type for one in found}
        owners = _owners(table, asked) or (_owners(table, asked.casefold()) if asked.isupper() else [])
        known = (_known(table, owner, asked) for owner in owners)
        found += sorted((one for one in known if one.qid not in ids and one.type not in kinds), key=_likeliest_first)
    return tuple(found[:MOST_CANDIDATES])


def likeliest(name: str) -> Known | None:
    """What a name most likely means, or None where it is not known."""
    return next(iter(candidates(name)), None)


@lru_cache(maxsize=1024)
def by_qid(qid: str) -> Known | None:
    """The row of a Wikidata id, or None."""
    if not qid[1:].isdigit():
        return None
    wanted = int(qid[1:])
    for number, table in enumerate(_tables()):
        numbers, rows = _by_qid(number)
        at = bisect_left(numbers, wanted)
        if at < len(rows) and numbers[at] == wanted:
            return _known(table, int(rows[at]), None)
    return None


def rows_of() -> NDArray[Any]:
    """The rows of the table that is not the operator's own, as store.py lays them out."""
    return _tables()[-1].array


def known_rows(numbers: Iterable[int]) -> Iterator[Known]:
    """Those of its rows."""
    return (_known(_tables()[-1], number, None) for number in numbers)


@cache
def own_names() -> dict[str, tuple[str, ...]]:
    """Names of the operator's own entities as they are written, the longest first, by their first word."""
    chosen = folder()
    path = chosen / OWN / "names.json" if chosen else None
    names: list[str] = json.loads(path.read_bytes()) if path and path.is_file() else []
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        if first := FIRST_WORD.match(name):
            found.setdefault(first.group(), []).append(name)
    return {first: tuple(names) for first, names in found.items()}


FORGETS: list[Callable[[], None]] = []
"""What other modules keep of the tables, to be called by `forget`."""


def forget() -> None:
    """Read the setting and its tables anew."""
    for clear in FORGETS:
        clear()
    for cached in (folder, _tables, _by_qid, candidates, by_qid, own_names, _countries):
        cached.cache_clear()


def demonym(word: str) -> Known | None:
    """The country or region a demonym speaks of: Ukrainian, Ukraine."""
    qid = _tables()[-1].demonyms.get(word)
    return by_qid(qid) if qid else None


@cache
def _countries() -> frozenset[str | None]:
    """Of the places that have a demonym (Parisian, French) the commonest in each country: the country itself."""
    best: dict[str | None, Known] = {}
    for known in filter(None, map(by_qid, set(_tables()[-1].demonyms.values()))):
        if known.country not in best or known.prior > best[known.country].prior:
            best[known.country] = known
    return frozenset(known.qid for code, known in best.items() if code)


def shipped_demonyms() -> dict[str, str]:
    """Demonyms that are ours, with the Wikidata ids of their countries."""
    found: dict[str, str] = json.loads((_SHIPPED / "demonyms.json").read_bytes())
    return found


def is_country(known: Known) -> bool:
    """Whether it is a country as a whole."""
    return known.qid is not None and known.qid in _countries()


def _owners(table: _Table, asked: str) -> list[int]:
    wanted = key(asked)
    low = high = bisect_left(table.keys, wanted)
    while high < len(table.keys) and table.keys[high] == wanted:
        high += 1
    return table.owners[low:high].tolist()


def _likeliest_first(known: Known) -> tuple[float, str, int]:
    return (-known.prior - 0.5 * known.exact, known.qid or "Q", known.geonames or 0)


def _known(table: _Table, owner: int, asked: str | None) -> Known:
    start, size, kind, country, qid, geonames, lat, lon, prior = ROW.unpack_from(table.rows, owner * ROW.size)
    end = start + size
    label = str(table.labels[start:end], "utf-8")
    own = str(table.labels[end + 1 : end + 1 + table.labels[end]], "utf-8") if kind & OF_ITS_OWN else None
    placed = lat == lat
    return Known(
        label=label,
        type=KINDS[kind & ~OF_ITS_OWN],
        qid=f"Q{qid}" if qid else None,
        country=country.decode().strip("\0") or None,
        lat=round(lat, 4) if placed else None,
        lon=round(lon, 4) if placed else None,
        geonames=geonames or None,
        prior=round(prior, 2),
        exact=asked is None or normalised(label) == asked,
        own=own,
    )
