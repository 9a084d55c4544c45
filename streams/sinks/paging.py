"""Pages of a search. By relevance, scores move while indexing goes on and so do places among them: a cursor holds what
was shown, and a page is the best of what was not. So each article that goes on matching is shown once, come what may."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from streams.errors import Misused

MOST_HITS = 200
FURTHEST = 1_000
"""What a search by relevance may show in all, page by page: each takes 7 characters of the cursor, which an address must hold."""
SIZE = 5
"""Bytes that stand for what was shown: a stranger is taken for one of a thousand once in a billion times."""
PREFIX = "r"

Look = Callable[[int], tuple[list[str], int]]
"""The ids of so many best hits, and how many there are in all."""


@dataclass(frozen=True, slots=True)
class Page:
    """Article ids in order, how many there are in all, and where the next page begins (None: this was the last)."""

    hits: list[str]
    total: int
    cursor: str | None


def best_unseen(look: Look, limit: int, cursor: str | None) -> Page:
    """The next page by relevance. Raises Misused for what is no cursor of such a page, or one too far away."""
    seen = marks(cursor)
    if len(seen) >= FURTHEST:
        raise Misused(f"cursor: by relevance no further than {FURTHEST} hits; sort by date to go on")
    ids, total = look(len(seen) + limit + 1)
    fresh = [id for id in ids if mark(id) not in seen]
    hits = fresh[:limit]
    return Page(hits, total, with_seen(cursor, hits) if len(fresh) > limit else None)


def mark(name: str) -> bytes:
    """What stands for an article's id, or for a story's where it begins with `story:`."""
    return hashlib.blake2b(name.encode(), digest_size=SIZE).digest()


def marks(cursor: str | None) -> frozenset[bytes]:
    """What was shown before. Raises Misused for what is no cursor by relevance."""
    held = _held(cursor)
    return frozenset(held[at : at + SIZE] for at in range(0, len(held), SIZE))


def with_seen(cursor: str | None, names: Iterable[str]) -> str:
    """The cursor once these were shown too."""
    return PREFIX + base64.urlsafe_b64encode(_held(cursor) + b"".join(map(mark, names))).decode().rstrip("=")


def _held(cursor: str | None) -> bytes:
    text = (cursor or PREFIX).removeprefix(PREFIX)
    try:
        held = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        held = b"?"
    if len(held) % SIZE or not (cursor or PREFIX).startswith(PREFIX):
        raise Misused("cursor: not one that a page by relevance gave")
    return held
