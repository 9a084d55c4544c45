"""A parsed query: frozen values, nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    word: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[str, ...]
    slop: int = 0
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Prefix:
    start: str
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """An exact value, case-folded."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive; None is open. Dates compare as ISO text cut to the bound's length."""

    name: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


Query = Term | Phrase | Prefix | Field | Range | And | Or | Not


def has_positive(query: Query) -> bool:
    """Whether every match must hold something the query names; a saved search needs it."""
    match query:
        case Not():
            return False
        case And(parts):
            return any(map(has_positive, parts))
        case Or(parts):
            return all(map(has_positive, parts))
    return True
