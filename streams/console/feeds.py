"""The alerts of a saved search as an Atom feed (RFC 4287)."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from schemas import SavedSearch
from streams.sinks.alerting.wording import KINDS

ATOM = "http://www.w3.org/2005/Atom"


def feed_key(token: str, path: str) -> str:
    """What lets a reader that cannot sign in read this one path; a new token makes it void."""
    return hmac.new(token.encode(), f"feed {path}".encode(), hashlib.sha256).hexdigest()[:32]


def atom(search: SavedSearch, alerts: Iterable[dict[str, Any]], own: str, console: str) -> bytes:
    """`alerts` as the archive has them, newest first; `own` is the feed's address, `console` the console's."""
    rows = [*alerts]
    feed = Element("feed", xmlns=ATOM)
    _add(feed, "id", f"urn:newsloom:search:{search.key}")
    _add(feed, "title", search.name)
    _add(feed, "subtitle", search.query)
    _add(feed, "updated", max((row["raised_at"] for row in rows), default=search.updated_at.isoformat()))
    SubElement(feed, "link", rel="self", href=own, type="application/atom+xml")
    for row in rows:
        _entry(feed, row, console)
    body: bytes = tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _entry(feed: Element, row: dict[str, Any], console: str) -> None:
    article, mark = row["article"], KINDS[row["kind"]]
    entry = SubElement(feed, "entry")
    _add(entry, "id", f"urn:newsloom:alert:{row['id']}")
    _add(entry, "title", f"{mark}: {article['title']}" if mark else article["title"] or "(untitled)")
    _add(entry, "updated", row["raised_at"])
    url = article.get("url") or ""
    outside = url if url.startswith(("https://", "http://")) and row["kind"] != "retraction" else ""
    SubElement(entry, "link", rel="alternate", href=outside or f"{console}/articles/{article['id']}")
    _add(SubElement(entry, "author"), "name", article.get("source") or "unknown source")
    published = _moment(article.get("published_at"))
    if published:
        _add(entry, "published", published)
    _add(entry, "summary", " ".join(article.get("summary") or []))


def _moment(text: str | None) -> str | None:
    """A date as Atom takes it; a day is its first moment."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.isoformat() + ("" if found.tzinfo else "Z")


def _add(parent: Element, name: str, text: str) -> None:
    """XML 1.0 has no control characters."""
    SubElement(parent, name).text = "".join(mark for mark in text if mark >= " " or mark in "\t\n" if mark not in "\ufffe\uffff")
