"""Who else has the text of an article, and which of them had it first."""

import re
from datetime import UTC, datetime
from typing import Any

from streams.console.desk import Desk

Row = dict[str, Any]

AGENCY = re.compile(
    r"\b(?:AP|Associated Press|Reuters|AFP|Agence France-Presse|dpa|APA|Keystone-SDA|EFE|ANSA|Lusa|ANP|Belga|Ritzau|NTB|PA Media|"
    r"Press Association|UPI|TASS|Interfax|Ukrinform|PAP|Xinhua|Kyodo|Jiji|Yonhap|PTI|ANI|AAP|Canadian Press|Anadolu|Bloomberg)\b"
)
"""News agencies, whose texts others print."""


def sightings(desk: Desk, id: str, limit: int, after: int) -> Row | None:
    """The copies of an article, or of the original that it copies itself, as they came; None where it is not known.

    `original` is the first that arrived, which all of them point to; `first` the one that was out first as far as they say
    themselves, agencies before those who print them: among those shown and the original.
    """
    asked = desk.archive.article(id)
    if asked is None:
        return None
    of = (asked.get("duplicate") or {}).get("of") or id
    original = desk.archive.article(of)
    rows = desk.archive.copies(of, limit + 1, after)
    shown = rows[:limit]
    first = min([row for row in (original, *shown) if row and not embeds(row)] or [asked], key=_out)
    following = shown[-1]["indexed_at"] if len(rows) > limit else None
    return {"original": of, "first": first["id"], "copies": [sighting(row) for row in shown], "cursor": following}


def sighting(row: Row) -> Row:
    """One copy: where and when it was seen, how much of either text is in the other, and what it added."""
    seen = {name: row.get(name) for name in ("id", "title", "source", "url", "published_at", "received_at", "language", "status")}
    duplicate = row.get("duplicate") or {}
    return seen | {name: duplicate.get(name) for name in ("kind", "inside", "covers", "added", "numbers")}


def embeds(row: Row) -> bool:
    """Whether the text of another is only a part of it."""
    return (row.get("duplicate") or {}).get("kind") == "contained"


def _out(row: Row) -> tuple[bool, datetime]:
    """Agencies first; then by the publisher's time where it tells one that was not yet to come, else by arrival."""
    received, published = moment(row["received_at"]), row.get("published_at") or {}
    told = moment(published["value"]) if published.get("precision") in ("minute", "second") else received
    return not AGENCY.search(row.get("source") or ""), min(told, received)


def moment(value: str | int) -> datetime:
    """ISO text, or microseconds since 1970 as the archive keeps them."""
    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1e6, UTC)
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
