"""News sitemaps, and indexes of them (sitemaps.org 0.9 with Google's news extension), zipped or not."""

from dataclasses import dataclass

from lxml import etree

from schemas import RawArticle
from streams.errors import Poison
from streams.formats.unpack import in_utf8, unpacked
from streams.formats.xml import first, parsed, root_name, words

MOST_CHILDREN = 10
"""Sitemaps of an index that are asked in one turn, the newest first."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: articles, or further sitemaps."""

    articles: list[RawArticle]
    children: list[str]


def sitemap_in(body: bytes) -> Sitemap | None:
    """None for what is no sitemap; pages in it that are not news are left out. Raises Unreadable, TooLarge."""
    value = in_utf8(unpacked(body))
    name = root_name(value[:100_000])
    if name not in ("urlset", "sitemapindex"):
        return None
    root, _ = parsed(value)
    if name == "sitemapindex":
        return Sitemap([], _children(root))
    return Sitemap([article for entry in root.iterchildren("url") if (article := _article(entry))], [])


def is_sitemap(body: bytes) -> bool:
    """Whether a body may be one; what is broken is for `sitemap_in` to say."""
    try:
        return root_name(in_utf8(unpacked(body))[:100_000]) in ("urlset", "sitemapindex")
    except Poison:
        return False


def _children(root: etree._Element) -> list[str]:
    """Those that call themselves news, where any does, else all; the newest first."""
    listed = [(words(first(entry, "lastmod")) or "", words(first(entry, "loc")) or "") for entry in root.iterchildren("sitemap")]
    addresses = [url for _, url in sorted(listed, key=lambda each: each[0], reverse=True) if url.startswith(("http://", "https://"))]
    news = [url for url in addresses if "news" in url.rsplit("/", 1)[-1].lower()]
    return list(dict.fromkeys(news or addresses))[:MOST_CHILDREN]


def _article(entry: etree._Element) -> RawArticle | None:
    news, url = first(entry, "news"), words(first(entry, "loc"))
    title = words(first(news, "title")) if news is not None else None
    if news is None or not title or not (url or "").startswith(("http://", "https://")):
        return None
    keywords = words(first(news, "keywords"))
    return RawArticle(
        url=url,
        title=title,
        source=words(first(news, "publication/name")),
        language=words(first(news, "publication/language")),
        published_at=words(first(news, "publication_date")),
        modified_at=words(first(entry, "lastmod")),
        keywords=keywords,
    )
