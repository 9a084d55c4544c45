"""Which format a document is in, by its content first and its declared type second, and its reader."""

import io
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import MOST
from streams.formats.binary import binary_kind
from streams.formats.document import bare_document
from streams.formats.feed import feed_articles, is_feed
from streams.formats.json_article import CONTRACT, contract_article, event_payload, is_event
from streams.formats.json_feed import is_json_feed, json_feed_articles
from streams.formats.json_text import loaded, looks_like_json
from streams.formats.mail import is_mail, mail_articles
from streams.formats.newsml_g2 import FRAGMENTS, ROOTS, newsml_g2_articles
from streams.formats.ninjs import ninjs_article, ninjs_item
from streams.formats.nitf import nitf_articles
from streams.formats.schema_org import is_schema_org, schema_org_articles
from streams.formats.unpack import in_utf8, unpacked
from streams.formats.warc import Capture, captures, is_warc
from streams.formats.xml import refuse_entities, root_name

Fields = Mapping[str, str]
Reader = Callable[[bytes, Fields], list[RawArticle]]

DEEPEST = 2
"""Envelopes around a document: an archive or an event in an event is no longer what a publisher sends."""
BY_ROOT: dict[str, Reader] = {
    **dict.fromkeys(ROOTS, newsml_g2_articles),
    **dict.fromkeys(("rss", "feed", "RDF", "channel"), feed_articles),
    "nitf": nitf_articles,
}
PAGES = {"html", "head", "body", "article", "main", "section", "div", "p", "h1", "h2", "meta", "title", "span", "a", "ul", "table", "br"}


def documents(value: bytes, declared: str, fields: Fields, depth: int = 0) -> list[RawArticle]:
    """The articles in a document. Raises Unreadable and TooLarge, saying what was found instead."""
    value = unpacked(value)
    if kind := _binary(value):
        raise Unreadable(f"content: {kind}, not an article")
    value = in_utf8(value)
    if is_warc(value):
        return _archived(value, fields, depth)
    if _is_json(value, declared):
        return _json(value, fields, depth)
    if reader := _reader(value, declared):
        return reader(value, fields)
    return [bare_document(value, declared, fields)]


def _binary(value: bytes) -> str | None:
    return binary_kind(value) if in_utf8(value[:400]) == value[:400] else None


def _is_json(value: bytes, declared: str) -> bool:
    """Declared and not markup; or undeclared and JSON by its first signs; or called a text, and yet an object that is an article."""
    start = value.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if "json" in declared:
        return start != b"<"
    if not looks_like_json(value):
        return False
    return not declared.startswith("text/") or _is_article(value)


def _is_article(value: bytes) -> bool:
    try:
        found, _ = loaded(value)
    except (Unreadable, TooLarge):
        return False
    first = found[0] if isinstance(found, list) and found else found
    return isinstance(first, dict) and (
        any(name in first for name in CONTRACT) or is_event(first) or is_json_feed(first) or is_schema_org(first)
    )


def _reader(value: bytes, declared: str) -> Reader | None:
    """None for pages and texts. Raises Unreadable for XML that no reader here knows."""
    if is_mail(value) or declared.startswith("message/rfc822"):
        return mail_articles
    start = value[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return feed_articles if is_feed(value) and "html" not in declared else None
    root = root_name(value)
    if root in BY_ROOT:
        return BY_ROOT[root]
    if is_feed(value):
        return feed_articles
    if root in FRAGMENTS or (start.startswith(b"<?xml") and (root or "").lower() not in PAGES):
        refuse_entities(value)
        raise Unreadable(f"content: XML of no format known here (its root is {root or 'missing'})")
    return None


def _json(value: bytes, fields: Fields, depth: int) -> list[RawArticle]:
    found, flags = loaded(value)
    listed = found if isinstance(found, list) else [found]
    if len(listed) > MOST:
        raise TooLarge(f"content: {len(listed)} articles in one record, at most {MOST}")
    if not listed:
        raise Unreadable("content: an empty list of articles")
    articles = [article for each in listed for article in _object(each, fields, depth)]
    return [article.model_copy(update={"flags": [*(article.flags or []), *flags]}) for article in articles] if flags else articles


def _object(found: Any, fields: Fields, depth: int) -> list[RawArticle]:
    if not isinstance(found, dict):
        raise Unreadable(f"content: expected a JSON object, not {type(found).__name__}")
    if is_event(found):
        if depth >= DEEPEST:
            raise Unreadable("data: events inside events")
        value, kind, told = event_payload(found)
        return documents(value, kind, {**fields, **told}, depth + 1)
    if is_json_feed(found):
        return json_feed_articles(found, fields)
    if is_schema_org(found):
        return schema_org_articles(found, fields)
    if item := ninjs_item(found):
        return [ninjs_article(item, fields)]
    return [contract_article(found, fields)]


def _archived(value: bytes, fields: Fields, depth: int) -> list[RawArticle]:
    """The captures in a small archive; one that is no article is left out, as in an import. Raises Unreadable where none is.

    Where the archive breaks, what came before is given and flagged `archive_cut`.
    """
    if depth >= DEEPEST:
        raise Unreadable("content: archives inside archives")
    articles: list[RawArticle] = []
    try:
        for capture in islice(captures(io.BytesIO(value)), MOST):
            articles += _captured(capture, fields, depth)
    except Unreadable:
        if not articles:
            raise
        articles = [article.model_copy(update={"flags": [*(article.flags or []), "archive_cut"]}) for article in articles]
    if not articles:
        raise Unreadable("content: a WARC file without a readable document")
    return articles[:MOST]


def _captured(capture: Capture, fields: Fields, depth: int) -> list[RawArticle]:
    told = {"url": capture.url} if capture.url.startswith("http") else {}
    try:
        return documents(capture.value, capture.content_type, {**fields, **told}, depth + 1)
    except (Unreadable, TooLarge):
        return []
