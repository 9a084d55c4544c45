"""What a page says of itself: JSON-LD first, then OpenGraph and meta, then what stands on it. One tree, no second parse."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import orjson
from lxml import html as lxml_html

from streams.steps.clean import visible
from streams.steps.clean.dates import published
from streams.steps.clean.dump import Page
from streams.steps.clean.identity import canonical_url
from streams.steps.clean.text import squeezed
from streams.steps.clean.titles import headline

ARTICLE = re.compile(r"article|report|blogposting|newsitem|review", re.I)
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
PUBLISHED = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate",
    "parsely-pub-date", "sailthru.date", "og:pubdate", "publication_date", "dc.date.created", "article.published",
)  # fmt: skip
AUTHOR = ("author", "article:author_name", "parsely-author", "dc.creator", "sailthru.author", "byl")
MOST_HEADINGS = 20
NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{3}|^(?:admin|staff|editor|redaktion|redaction|redacción|unknown)$", re.I)


def read_metadata(tree: lxml_html.HtmlElement, page: Page, url: str | None = None) -> None:
    """Fills `page` from the tree and the address it came from; a field already there stays."""
    meta = _meta(tree)
    for found in _articles(tree):
        _from_json_ld(page, found)
    _from_meta(page, meta)
    _from_tree(page, tree, url)


def _meta(tree: lxml_html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and len(found) < 500:
            found.setdefault(name.lower(), squeezed(content)[:4000])
    return found


def _articles(tree: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Every schema.org article in the page's JSON-LD, whatever it is wrapped in."""
    for number, script in enumerate(tree.iter("script")):
        if number > 400:
            return
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) < 500_000:
            try:
                yield from _typed(orjson.loads(script.text.strip()), 0)
            except orjson.JSONDecodeError:
                continue


def _typed(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(node, list):
        for each in node[:50]:
            yield from _typed(each, depth + 1)
    elif isinstance(node, dict):
        if ARTICLE.search(str(node.get("@type", ""))):
            yield node
        yield from _typed(node.get("@graph"), depth + 1)
        yield from _typed(node.get("mainEntity"), depth + 1)


def _from_json_ld(page: Page, node: dict[str, Any]) -> None:
    page.title = page.title or _text(node.get("headline"))
    page.standfirst = page.standfirst or _text(node.get("description"))
    page.authors = page.authors or names(node.get("author"))
    section = node.get("articleSection")
    page.section = page.section or _text(section[0] if isinstance(section, list) and section else section)
    page.published_at = page.published_at or published(_text(node.get("datePublished")), "json-ld")
    page.modified = page.modified or _text(node.get("dateModified"))
    page.language = page.language or _text(node.get("inLanguage"))
    if "isAccessibleForFree" in node and page.paywalled is None:
        page.paywalled = str(node["isAccessibleForFree"]).lower() in ("false", "0", "no")
    keywords = node.get("keywords")
    page.keywords = page.keywords or _list(keywords)


def _from_meta(page: Page, meta: dict[str, str]) -> None:
    page.title = page.title or meta.get("og:title") or meta.get("twitter:title") or meta.get("headline")
    page.standfirst = page.standfirst or meta.get("og:description") or meta.get("description")
    for name in PUBLISHED:
        page.published_at = page.published_at or published(meta.get(name), "meta")
    for name in MODIFIED:
        page.modified = page.modified or meta.get(name)
    for name in AUTHOR:
        page.authors = page.authors or names(meta.get(name))
    for label in ("twitter:label1", "twitter:label2"):
        if re.match(r"written by|verfasst von|écrit par|escrito por|scritto da", meta.get(label, ""), re.I):
            page.authors = page.authors or names(meta.get(label.replace("label", "data")))
    page.section = page.section or meta.get("article:section")
    page.site = page.site or meta.get("og:site_name")
    page.keywords = page.keywords or _list(meta.get("news_keywords") or meta.get("keywords"))
    image = meta.get("og:image") or meta.get("twitter:image")
    if image and image.startswith("http"):
        page.images.append((image, None, meta.get("og:image:alt")))


def _from_tree(page: Page, tree: lxml_html.HtmlElement, url: str | None) -> None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "") and (link.get("href") or "").startswith("http"):
            page.canonical = page.canonical or link.get("href")
    host = urlsplit(canonical_url(page.canonical or url) or "").hostname or ""
    titled = next((element.text_content() for element in tree.iter("title")), None)
    headings = [element.text_content() for element in islice(tree.iter("h1"), MOST_HEADINGS)]
    page.title = headline(page.title, headings, titled, (page.site, host, host.rpartition(".")[0]))
    for number, element in enumerate(tree.iter("time")):
        if page.published_at or number > 20:
            break
        page.published_at = published(element.get("datetime"), "time")
    page.published_at = page.published_at or visible.date(tree, page.canonical or url)
    page.authors = page.authors or visible.authors(tree)
    page.language = page.language or tree.get("lang")


def names(found: Any) -> list[str]:
    """Author names out of strings, objects and lists of them."""
    if isinstance(found, dict):
        found = found.get("name")
    if isinstance(found, list):
        return list(dict.fromkeys(name for each in found[:20] for name in names(each)))
    text = squeezed(found) if isinstance(found, str) else ""
    text = re.sub(r"^(?:by|von|par|por)\s+", "", text, flags=re.I)
    parts = [part.strip() for part in re.split(r"\s*(?:;|\||,(?!\s*(?:jr|sr|phd|md))|\band\b|\bund\b|\bet\b|&)\s*", text, flags=re.I)]
    return [part for part in parts if 2 < len(part) <= 80 and not NOT_A_NAME.search(part)]


def _list(found: Any) -> list[str]:
    parts = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
    return [squeezed(part)[:100] for part in parts[:50] if isinstance(part, str) and part.strip()]


def _text(found: Any) -> str | None:
    if isinstance(found, list):
        found = found[0] if found else None
    return squeezed(found)[:4000] or None if isinstance(found, str) else None
