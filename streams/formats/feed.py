"""RSS 0.9 to 2.0, RDF and Atom through feedparser: each entry is an article, with its full content or its summary, marked which."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import MOST, article, images_of, text
from streams.formats.xml import refuse_entities

FEED = re.compile(rb"<(?:[A-Za-z]+:)?(?:rss|feed|RDF|channel)[\s>]")
ENTRY = re.compile(rb"<(?:[A-Za-z]+:)?(?:item|entry)[\s>]")
MAILBOX = re.compile(r"[^\s@()]+@[^\s@()]+ \(([^()]+)\)")
MOST_TAGS = 60_000


def is_feed(value: bytes) -> bool:
    """By the first tags: feeds come with any content type, and with junk before the first element."""
    start = value[:4096]
    return bool(FEED.search(start)) and b"<html" not in start.lower()


def feed_articles(value: bytes, fields: Mapping[str, str]) -> list[RawArticle]:
    """Raises Unreadable for a feed without readable entries or with entity declarations, TooLarge beyond the bounds."""
    refuse_entities(value)
    if (entries := len(ENTRY.findall(value))) > MOST:
        raise TooLarge(f"content: {entries} entries in one feed, at most {MOST}")
    if value.count(b"<") > MOST_TAGS:
        raise TooLarge(f"content: more than {MOST_TAGS} tags in one feed")
    parsed = _parsed(value)
    if not parsed.entries:
        raise Unreadable(f"content: a feed without entries ({parsed.get('bozo_exception') or 'it has none'})")
    told = (_told(entry, parsed.feed) for entry in parsed.entries)
    found = [article(fields, each, one_of_many=True) for each in told if each["content"] or each["title"]]
    if not found:
        raise Unreadable("content: no entry of the feed has a title or a text")
    return found


def _parsed(value: bytes) -> Any:
    try:
        return feedparser.parse(value, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError, OverflowError) as error:
        raise Unreadable(f"content: a feed that cannot be read ({type(error).__name__}: {error})") from error


def _told(entry: Any, feed: Any) -> dict[str, Any]:
    full = _longest([each.get("value") for each in entry.get("content") or []])
    summary = text(entry.get("summary")) and entry["summary"]
    body = full or summary
    link = text(entry.get("link"))
    return {
        "uri": text(entry.get("id")),
        "url": _absolute(feed, link),
        "source": text((entry.get("source") or {}).get("title")) or text(feed.get("title")),
        "language": text(entry.get("language")) or text(feed.get("language")),
        "title": text(entry.get("title")),
        "authors": _authors(entry),
        "keywords": list(dict.fromkeys(term for tag in entry.get("tags", []) if (term := text(tag.get("term"))))),
        "published_at": text(entry.get("published")) or text(entry.get("created")) or text(entry.get("updated")),
        "modified_at": text(dict.get(entry, "updated")),  # its own `get` answers with the publication date where there is none
        "standfirst": text(re.sub(r"<[^<>]*>", " ", summary)) if full and summary and len(summary) < len(full) else None,
        "content": body,
        "content_type": "text/html" if body and "<" in body else "text/plain",
        "images": images_of(_images(entry)),
        "flags": [] if full else ["summary_only"],
    }


def _longest(values: list[Any]) -> str | None:
    return max((value for value in values if isinstance(value, str) and value.strip()), key=len, default=None)


def _absolute(feed: Any, link: str | None) -> str | None:
    """A link as it stands, or against the feed's own."""
    try:
        return urljoin(text(feed.get("link")) or "", link) if link else None
    except ValueError:
        return link


def _authors(entry: Any) -> list[str]:
    """Names; of the `mail@host (Name)` of RSS only the name."""
    if written := MAILBOX.fullmatch(text(entry.get("author")) or ""):
        return [written[1].strip()]
    named = [name for each in entry.get("authors", []) if each and (name := text(each.get("name")))]
    found = [name for name in named if "@" not in name] or [text(entry.get("author")) or ""]
    return [name for name in dict.fromkeys(found) if name]


def _images(entry: Any) -> Iterator[tuple[str | None, str | None]]:
    for media in [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]:
        if str(media.get("type") or media.get("medium") or "").startswith("image"):
            yield text(media.get("url") or media.get("href")), None
    for thumbnail in entry.get("media_thumbnail") or []:
        yield text(thumbnail.get("url")), None
