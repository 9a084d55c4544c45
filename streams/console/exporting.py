"""Everything that matches, streamed page by page."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from streams.console.desk import Desk

COLUMNS = ("id", "published_at", "source", "language", "title", "url", "story", "topics", "entities", "word_count", "summary")
PAGE = 200


def rows(desk: Desk, query: str, limit: int) -> Iterator[dict[str, Any]]:
    """The newest first, each once. Raises QueryError."""
    cursor, left = None, limit
    while left > 0:
        page = desk.index.search(query, sort="date", limit=min(PAGE, left), cursor=cursor)
        yield from desk.archive.articles(page.hits)
        cursor, left = page.cursor, left - len(page.hits)
        if cursor is None:
            return


def json_lines(desk: Desk, query: str, limit: int) -> Iterator[bytes]:
    for row in rows(desk, query, limit):
        yield orjson.dumps(row) + b"\n"


def csv_lines(desk: Desk, query: str, limit: int) -> Iterator[str]:
    """RFC 4180. A field that a spreadsheet would take for a formula begins with an apostrophe."""
    yield _line(COLUMNS)
    for row in rows(desk, query, limit):
        yield _line([_plain(_cell(row, name)) for name in COLUMNS])


def _cell(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if name == "published_at":
        return value["value"] if value else ""
    if name == "language":
        return str((value or {}).get("code", ""))
    if name == "story":
        return value["id"] if value else ""
    if name == "topics":
        return "; ".join(each["label"] for each in value or [])
    if name == "entities":
        return "; ".join(each["name"] for each in value or [])
    return " ".join(value or []) if name == "summary" else str(value if value is not None else "")


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _line(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
