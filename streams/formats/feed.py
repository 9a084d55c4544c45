"""RSS and Atom through feedparser: each entry is an article."""

import re
from typing import Any

import feedparser

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable

FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
MOST = 1000
MOST_TAGS = 60_000


def is_feed(value: bytes) -> bool:
    return bool(FEED.search(value[:4096]))


def feed_entries(value: bytes, fields: dict[str, str]) -> list[RawArticle]:
    """Raises Unreadable for a feed without entries or with entity declarations, which no feed needs."""
    if DECLARED.search(value):
        raise Unreadable("content: XML that declares entities is refused")
    if (entries := len(ENTRY.findall(value))) > MOST:
        raise TooLarge(f"content: {entries} entries in one feed, at most {MOST}")
    if value.count(b"<") > MOST_TAGS:
        raise TooLarge(f"content: more than {MOST_TAGS} tags in one feed")
    parsed = feedparser.parse(value, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        raise Unreadable(f"content: a feed without entries ({parsed.get('bozo_exception') or 'it has none'})")
    source = fields.get("source") or parsed.feed.get("title")
    articles = [_article(entry, source, parsed.feed.get("language"), fields) for entry in parsed.entries]
    found = [article for article in articles if article]
    if not found:
        raise Unreadable("content: no entry of the feed has a title or a text")
    return found


def _article(entry: Any, source: str | None, language: str | None, fields: dict[str, str]) -> RawArticle | None:
    content = entry.get("content") or []
    body = content[0].get("value") if content else entry.get("summary")
    if not (body or entry.get("title")):
        return None
    return RawArticle.model_validate(
        {key: value for key, value in fields.items() if key not in ("url", "uri")}
        | {
            "uri": entry.get("id"),
            "url": entry.get("link"),
            "source": source,
            "language": language,
            "title": entry.get("title"),
            "authors": [each["name"] for each in entry.get("authors", []) if each.get("name")],
            "keywords": [tag["term"] for tag in entry.get("tags", []) if tag.get("term")],
            "published_at": entry.get("published") or entry.get("updated"),
            "modified_at": entry.get("updated"),
            "content": body or None,
            "content_type": "text/html" if body and "<" in body else "text/plain",
        }
    )
