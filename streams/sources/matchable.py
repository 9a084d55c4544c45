"""What `newsloom match` can match as it stands: enriched records, lines of `newsloom process`, and plain articles."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from schemas import EnrichedArticle
from streams.query import Document
from streams.query.tokens import tokens, value_key
from streams.sources.files import Input

_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d\d(?:\d\d)?)")
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


def as_it_stands(item: Input) -> tuple[str, Document] | None:
    """The ref and the article, or None for what has to go through the steps first (or cannot be read at all)."""
    try:
        line = orjson.loads(item.value)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(line, dict):
        return None
    record = line.get("record") if "outcome" in line else line
    ref = str(line.get("ref") or (record or {}).get("ref") or line.get("id") or (record or {}).get("id") or item.ref)
    if record is None:
        return ref, Document([], [])
    if isinstance(record, dict) and "content_hash" in record:
        return _enriched(ref, record)
    return (ref, _plain(record)) if isinstance(record, dict) and "body" in record else None


def enriched(record: Mapping[str, Any]) -> EnrichedArticle:
    """A record of any step as one of the last: what was not asked of it is not known."""
    return EnrichedArticle.model_validate({"change": "new", **record})


def _enriched(ref: str, record: dict[str, Any]) -> tuple[str, Document] | None:
    try:
        return ref, Document.of(enriched(record))
    except ValidationError:
        return None


def _plain(line: dict[str, Any]) -> Document:
    """`title` and `body` as text or as words; `source`, `topic`, `lang` (English without one) and `date`, all optional."""
    values = {"source": line.get("source"), "topic": line.get("topic"), "lang": line.get("lang") or line.get("language") or "en"}
    keys = {f"{name}:{value_key(str(value))}" for name, value in values.items() if value}
    day = _day(str(line.get("date") or line.get("published_at") or ""))
    return Document(_words(line.get("title")), _words(line["body"]), frozenset(keys), {"date": day} if day else {})


def _words(text: object) -> list[str]:
    return tokens(" ".join(map(str, text)) if isinstance(text, list) else str(text or ""))


def _day(text: str) -> int | None:
    """2015-04-14, 20150414, or 4/14/15 as Americans write it."""
    if slashed := _SLASHED.fullmatch(text):
        return int(slashed[3][-2:]) * 10_000 + 20_000_000 + int(slashed[1]) * 100 + int(slashed[2])
    iso = _ISO.match(text)
    return int("".join(iso.groups())) if iso else None
