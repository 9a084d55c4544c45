"""The leaves of a query: what may stand after a field's name, and what it becomes."""

import re
from collections.abc import Callable
from datetime import date
from sys import intern

from streams.query.tokens import tokens, value_key
from streams.query.tree import Field, Geo, Leaf, Or, Phrase, Prefix, Query, Range, Term

MAX_SLOP = 99
"""Below the width of an article's title, so that no phrase could mean to span title and body."""
MAX_PHRASE = 64
MAX_KM = 1000
NEAR = 10
"""Words between which NEAR without a number looks."""
SHORTEST_PREFIX = 2
FACTS = frozenset({"original", "copy", "new", "update", "correction", "paywalled"})

_SPAN = re.compile(r"\[\s*(\S+)\s+TO\s+(\S+)\s*\]")
_DATE = re.compile(r"(\d{4})(?:-?(\d\d))?(?:-?(\d\d))?")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


class Wrong(ValueError):
    """What is wrong with a leaf, in words for the person who wrote it."""


def near(left: Query, right: Query, distance: int) -> Query:
    """Two words at most `distance` words apart, in either order. Raises Wrong for anything but words of one field."""
    if not (isinstance(left, Term) and isinstance(right, Term) and left.field == right.field):
        raise Wrong("NEAR stands between two words of one field")
    if not 1 <= distance <= MAX_SLOP:
        raise Wrong(f"NEAR reaches from 1 to {MAX_SLOP} words")
    both = (left.word, right.word)
    return Or((Phrase(both, distance - 1, left.field), Phrase(both[::-1], distance - 1, left.field)))


def words(field: str, text: str) -> Leaf:
    """A term, phrase or prefix."""
    if text.isascii() and text.isalnum():
        return Term(intern(text.casefold()), field)  # most leaves by far
    quoted = text.startswith('"')
    inner, _, slop = text[1:].rpartition('"') if quoted else (text, "", "")
    found = tuple(map(intern, tokens(inner)))
    if not found:
        raise Wrong("there is no word here")
    if "*" in inner.removesuffix("*") or (quoted and "*" in inner):
        raise Wrong("* may only end a word that stands alone")
    if inner.endswith("*"):
        return _prefix(field, found)
    distance = int(slop[1:7] or 0)
    if distance > MAX_SLOP or len(found) > MAX_PHRASE:
        raise Wrong(f"a phrase has at most {MAX_PHRASE} words and a slop of {MAX_SLOP}")
    return Term(found[0], field) if len(found) == 1 else Phrase(found, distance, field)


def _prefix(field: str, found: tuple[str, ...]) -> Leaf:
    if len(found) != 1:
        raise Wrong("* ends one word; this is several")
    if len(found[0]) < SHORTEST_PREFIX and found[0].isascii():
        raise Wrong(f"a prefix needs {SHORTEST_PREFIX} letters or more before the *")
    return Prefix(found[0], field)


def value(name: str, text: str) -> Leaf:
    """An exact name or code."""
    if text.startswith("[") or (text.endswith("*") and not text.startswith('"')):
        raise Wrong(f"{name}: takes one exact value, no range and no *")
    key = value_key(text)
    if not key:
        raise Wrong(f"{name}: cannot be {text}")
    return Field(name, key)


def fact(name: str, text: str) -> Leaf:
    if text not in FACTS:
        raise Wrong(f"{name}: is one of {', '.join(sorted(FACTS))}")
    return Field(name, text)


def day(name: str, text: str) -> Leaf:
    """A day, month or year, or a range of them."""
    low, high = _bounds(text)
    return Range(name, None if low == "*" else _day(low, "0"), None if high == "*" else _day(high, "9"))


def _day(text: str, fill: str) -> int:
    hit = _DATE.fullmatch(text)
    try:
        valid = hit and date(int(hit[1]), int(hit[2] or 1), int(hit[3] or 1))
    except ValueError:
        valid = None
    if not (hit and valid):
        raise Wrong("a date is 2026-03-14 or 20260314, or [2026-01-01 TO 2026-02-01]")
    return int("".join(part or "" for part in hit.groups()).ljust(8, fill))


def number(name: str, text: str) -> Leaf:
    """A number, or a range of numbers."""
    low, high = (None if bound == "*" else _number(name, bound) for bound in _bounds(text))
    return Range(name, low, high)


def _number(name: str, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Wrong(f"{name}: is a number, or [100 TO *]")
    return float(text)


def _bounds(text: str) -> tuple[str, str]:
    span = _SPAN.fullmatch(text)
    if span:
        return span[1], span[2]
    if text == "*" or text.startswith("["):
        raise Wrong("a range is [FROM TO UNTIL], with * where it is open")
    return text, text


def place(name: str, text: str) -> Leaf:
    """LAT,LON,KM."""
    parts = text.split(",")
    if len(parts) != 3 or not all(map(_NUMBER.fullmatch, parts)):
        raise Wrong(f"{name}: is LAT,LON,KM, such as 48.2,16.37,50")
    lat, lon, km = map(float, parts)
    if abs(lat) > 90 or abs(lon) > 180 or not 0 < km <= MAX_KM:
        raise Wrong(f"{name}: takes degrees and at most {MAX_KM} km")
    return Geo(lat, lon, km)


VALUES = ("source", "lang", "topic", "entity", "place", "person", "quoted", "story", "status", "section", "author", "change")
FIELDS: dict[str, Callable[[str, str], Leaf]] = {
    **dict.fromkeys(("text", "title", "body"), words),
    **dict.fromkeys(VALUES, value),
    **dict.fromkeys(("words", "sentiment", "novelty"), number),
    "is": fact,
    "date": day,
    "near": place,
}
