"""A parsed query: frozen values, nothing else. `field` is text (title or body), title or body."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    word: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two words or more. With slop, any order: max - min of (position - place in the phrase) <= slop, as Lucene has it."""

    words: tuple[str, ...]
    slop: int = 0
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Prefix:
    start: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """An exact value in the form of `tokens.value_key`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive; None is open. Dates are numbers yyyymmdd, with 00 or 99 for what a bound leaves out."""

    name: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Geo:
    """Some place within `km` of a point in degrees."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


Leaf = Term | Phrase | Prefix | Field | Range | Geo
Query = Leaf | And | Or | Not


def leaves(query: Query) -> Iterator[Leaf]:
    """Every leaf in the order written, those under NOT too."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield query


def is_anchored(query: Query) -> bool:
    """Whether every match must hold a word, phrase, prefix, value or place that the query names."""
    match query:
        case Not() | Range():
            return False
        case And(parts):
            return any(map(is_anchored, parts))
        case Or(parts):
            return all(map(is_anchored, parts))
    return True
