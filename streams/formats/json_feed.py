"""JSON Feed 1.0 and 1.1 (jsonfeed.org): each item is an article."""

from collections.abc import Mapping
from typing import Any

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import MOST, article, images_of, text, texts


def is_json_feed(loaded: Mapping[str, Any]) -> bool:
    version = loaded.get("version")
    return (isinstance(version, str) and "jsonfeed.org" in version) or (isinstance(loaded.get("items"), list) and "home_page_url" in loaded)


def json_feed_articles(loaded: dict[str, Any], fields: Mapping[str, str]) -> list[RawArticle]:
    """Raises Unreadable for a feed without a readable item, TooLarge above a thousand."""
    items = loaded.get("items")
    if not isinstance(items, list) or not items:
        raise Unreadable("items: a JSON Feed without items")
    if len(items) > MOST:
        raise TooLarge(f"items: {len(items)} in one feed, at most {MOST}")
    told = [_told(item, loaded) for item in items if isinstance(item, dict)]
    found = [article(fields, each, one_of_many=True) for each in told if each["content"] or each["title"]]
    if not found:
        raise Unreadable("items: no item of the feed has a title or a text")
    return found


def _told(item: dict[str, Any], feed: dict[str, Any]) -> dict[str, Any]:
    markup, plain, summary = (_body(item.get(name)) for name in ("content_html", "content_text", "summary"))
    return {
        "uri": text(item.get("id")),
        "url": text(item.get("url")) or text(item.get("external_url")),
        "source": text(feed.get("title")),
        "language": text(item.get("language")) or text(feed.get("language")),
        "title": text(item.get("title")),
        "authors": _authors(item) or _authors(feed),
        "keywords": texts(item.get("tags")),
        "published_at": text(item.get("date_published")),
        "modified_at": text(item.get("date_modified")),
        "standfirst": text(summary) if markup or plain else None,
        "content": markup or plain or summary,
        "content_type": "text/html" if markup else "text/plain",
        "images": images_of((text(item.get(name)), None) for name in ("image", "banner_image")),
        "flags": [] if markup or plain else ["summary_only"],
    }


def _body(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _authors(node: dict[str, Any]) -> list[str]:
    """`authors` since 1.1, `author` in 1.0."""
    return texts(node.get("authors")) or texts(node.get("author"))
