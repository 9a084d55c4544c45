"""schema.org NewsArticle as JSON-LD, on its own: lists, `@graph`, and strings where booleans belong."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import MOST, article, images_of, text, texts, version_of

ARTICLE = re.compile(r"(?:^|[/:])\w*(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$")
MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|li|a)\b", re.I)
DEEPEST = 6
NO = ("false", "no", "0", "http://schema.org/false", "https://schema.org/false")


def is_schema_org(loaded: Mapping[str, Any]) -> bool:
    return "@context" in loaded or "@graph" in loaded or "@type" in loaded


def schema_org_articles(loaded: dict[str, Any], fields: Mapping[str, str]) -> list[RawArticle]:
    """Every article in the document. Raises Unreadable where there is none, TooLarge above a thousand."""
    nodes = list(_articles(loaded, 0))
    if len(nodes) > MOST:
        raise TooLarge(f"@graph: {len(nodes)} articles, at most {MOST}")
    if not nodes:
        raise Unreadable(f"@type: {str(loaded.get('@type', '@graph'))[:80]} is no article, and none is inside")
    return [article(fields, _told(node), one_of_many=len(nodes) > 1) for node in nodes]


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for each in node:
            yield from _articles(each, depth + 1)
    elif isinstance(node, dict):
        if any(ARTICLE.search(kind) for kind in texts(node.get("@type"))):
            yield node
            return
        for name in ("@graph", "mainEntity", "itemListElement", "item", "hasPart"):
            yield from _articles(node.get(name), depth + 1)


def _told(node: dict[str, Any]) -> dict[str, Any]:
    body = _string(node.get("articleBody")) or _string(node.get("text"))
    standfirst = text(node.get("description")) or text(node.get("abstract"))
    return {
        "uri": _identifier(node),
        "url": _url(node),
        "source": next(iter(texts(node.get("publisher")) or texts(node.get("sourceOrganization"))), None),
        "version": version_of(node.get("version")),
        "title": text(_one(node.get("headline"))) or text(_one(node.get("name"))),
        "authors": texts(node.get("author")) or texts(node.get("creator")),
        "section": next(iter(texts(node.get("articleSection"))), None),
        "language": next(iter(texts(node.get("inLanguage"), "alternateName") or texts(node.get("inLanguage"))), None),
        "published_at": text(_one(node.get("datePublished"))) or text(_one(node.get("dateCreated"))),
        "modified_at": text(_one(node.get("dateModified"))),
        "keywords": _keywords(node.get("keywords")),
        "standfirst": standfirst if body else None,
        "content": body or standfirst,
        "content_type": "text/html" if body and MARKUP.search(body) else "text/plain",
        "paywalled": _paywalled(node.get("isAccessibleForFree")),
        "images": images_of(_images(node.get("image"))),
        "signals": ["sig:correction"] if node.get("correction") else [],
        "flags": [] if body else ["summary_only"],
    }


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _string(value: Any) -> str | None:
    """A text with its line breaks; a list of paragraphs joined."""
    if isinstance(value, list):
        return "\n\n".join(each for each in value if isinstance(each, str)) or None
    return value if isinstance(value, str) and value.strip() else None


def _identifier(node: dict[str, Any]) -> str | None:
    identifier = _one(node.get("identifier"))
    return text(identifier.get("value") if isinstance(identifier, dict) else identifier) or text(node.get("@id"))


def _url(node: dict[str, Any]) -> str | None:
    page = _one(node.get("mainEntityOfPage"))
    candidates = (_one(node.get("url")), page.get("@id") if isinstance(page, dict) else page, node.get("@id"))
    return next((found for each in candidates if (found := text(each)) and found.startswith("http")), None)


def _keywords(value: Any) -> list[str]:
    listed = value.split(",") if isinstance(value, str) else value
    return texts(listed)


def _paywalled(value: Any) -> bool | None:
    """`isAccessibleForFree`, turned round: a boolean, or the many strings that publishers send."""
    said = str(_one(value)).strip().lower()
    return None if value is None else said in NO


def _images(value: Any) -> Iterator[tuple[str | None, str | None]]:
    for each in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(each, dict):
            yield text(_one(each.get("url"))) or text(each.get("contentUrl")) or text(each.get("@id")), text(each.get("caption"))
        else:
            yield text(each), None
