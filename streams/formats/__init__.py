"""What publishers send, read into raw articles. Detected from content type and bytes; neither is trusted alone."""

import zlib
from collections.abc import Mapping

from schemas import RawArticle
from schemas.headers import CONTENT_TYPE, RAW_FIELD
from streams.errors import TooLarge, Unreadable
from streams.formats.document import bare_document
from streams.formats.feed import feed_entries, is_feed
from streams.formats.json_article import json_articles

LIMIT = 8 * 1024 * 1024
"""Bytes of a record after decompression."""

MARKS = ("origin", "lane", "sketch", "ingested")
"""`x-news-` headers that are ours, not fields of the article."""


def read(value: bytes, headers: Mapping[str, bytes]) -> list[RawArticle]:
    """The raw articles in one record: several where it is a feed.

    Raises Unreadable or TooLarge, naming what is wrong.
    """
    if not value.strip():
        raise Unreadable("content: the record is empty")
    value = _unpacked(value)
    declared = headers.get(CONTENT_TYPE, b"").decode("latin-1").lower()
    fields = _fields(headers)
    start = value.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"[") and not declared.startswith(("text/html", "text/plain")):
        return json_articles(value, fields)
    if "json" in declared and start != b"<":
        return json_articles(value, fields)
    if is_feed(value):
        return feed_entries(value, fields)
    return [bare_document(value, declared, fields)]


def _unpacked(value: bytes) -> bytes:
    """Gunzip, within the limit: a bomb is refused before it unfolds."""
    if value[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(31)
        try:
            value = unpacker.decompress(value, LIMIT + 1)
        except zlib.error as error:
            raise Unreadable(f"content: broken gzip ({error})") from error
        if len(value) <= LIMIT and (not unpacker.eof or unpacker.unused_data):
            raise Unreadable("content: the gzip stream is cut off, or has more than one member")
    if len(value) > LIMIT:
        raise TooLarge(f"content: over the limit of {LIMIT} bytes")
    return value


def _fields(headers: Mapping[str, bytes]) -> dict[str, str]:
    """The article's fields that headers carry: `x-news-url` is `url`."""
    return {
        name[len(RAW_FIELD) :].replace("-", "_"): text.decode("utf-8", "replace")
        for name, text in headers.items()
        if name.startswith(RAW_FIELD) and name[len(RAW_FIELD) :] not in MARKS
    }
