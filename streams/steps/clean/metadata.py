"""What a page says of itself: JSON-LD first, then OpenGraph and meta, then what stands on it. One tree, no second parse."""

import re
from collections import defaultdict
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from streams.steps.clean import declared, visible
from streams.steps.clean.dates import published
from streams.steps.clean.dump import Page
from streams.steps.clean.identity import canonical_url
from streams.steps.clean.images import merged, pictures
from streams.steps.clean.names import names, persons
from streams.steps.clean.text import plain, squeezed
from streams.steps.clean.titles import headline
from streams.steps.clean.visible import Shown

MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
PUBLISHED = (
    "og:article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dc.date", "dc.date.created", "dcterms.created", "dcterms.date", "dcterms.issued", "dc.terms.created", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "og:pubdate", "article.published",
    "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate",
    "date", "created", "citation_publication_date", "citation_date",
)  # fmt: skip
AUTHOR = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "article:author",
    "og:article:author", "og:author", "cxenseparse:author", "citation_author",
)  # fmt: skip
SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "dc.publisher", "copyright", "publisher")
WRITTEN_BY = re.compile(r"written by|verfasst von|geschrieben von|écrit par|escrito por|scritto da|autor", re.I)
NO = ("false", "0", "no")
READ = ("meta", "script", "link", "title", "h1", "time", "figure")
MOST_HEADINGS, MOST_METAS, MOST_FIGURES = 20, 500, 40


def read_metadata(tree: etree._Element, shown: Shown, page: Page, url: str | None = None) -> None:
    """Fills `page` from the tree, from what it shows, and from the address it came from; a field already there stays."""
    read = defaultdict[str, list[etree._Element]](list)
    for element in tree.iter(*READ):
        read[element.tag].append(element)
    meta, nodes = _meta(read["meta"]), declared.articles(read["script"])
    page.site = page.site or meta.get("og:site_name") or next((name for node in nodes if (name := _name(node.get("publisher")))), None)
    page.canonical = page.canonical or _canonical(read["link"], meta, url)
    site = _site(page, meta, nodes, url)
    page.published_at = page.published_at or published(meta.get("article:published_time"), "meta")
    for node in nodes:
        _from_json_ld(page, node, site)
    _from_meta(page, meta, site)
    _from_tree(page, tree, read, url)
    page.published_at = page.published_at or visible.date(shown, read["time"], page.canonical or url)
    page.authors = _completed(page.authors, shown, site) or _told(nodes)
    page.images = merged(
        page.images, pictures([each for each in read["figure"][:MOST_FIGURES] if not visible.elsewhere(each)], page.canonical or url)
    )


def _completed(told: list[str], shown: Shown, site: frozenset[str]) -> list[str]:
    """The authors told, or shown where none is; a user's name gives way to the full name beside it."""
    if told and any(" " in name or not name.isascii() for name in told):
        return told
    found = visible.authors(shown, site)
    if not told:
        return found
    full = [name for name in found if " " in name]
    known = {word for name in full for word in name.casefold().split()}
    return full if full and (all(map(str.islower, told)) or known.issuperset(map(str.casefold, told))) else told


def _meta(elements: list[etree._Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements[:MOST_METAS]:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.lower(), squeezed(content)[:4000])
    return found


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return declared.text(value.get("name") if isinstance(value, dict) else value)


def _site(page: Page, meta: dict[str, str], nodes: list[declared.Node], url: str | None) -> frozenset[str]:
    """What the site is called, made plain: its names and its host."""
    host = urlsplit(canonical_url(page.canonical or url) or "").hostname or ""
    told = [
        page.site,
        host,
        host.rpartition(".")[0],
        *(meta.get(name) for name in SITE),
        *(_name(node.get("publisher")) for node in nodes[:3]),
    ]
    return frozenset(short for name in told if name and (short := plain(name)))


def _canonical(links: list[etree._Element], meta: dict[str, str], url: str | None) -> str | None:
    told = [link.get("href") for link in links if "canonical" in (link.get("rel") or "")]
    for found in (*told, meta.get("og:url")):
        if found and (whole := _joined(url, found)).startswith("http"):
            return whole
    return None


def _joined(base: str | None, url: str) -> str:
    try:
        return urljoin(base or "", url.strip())[:2000]
    except ValueError:
        return ""


def _told(nodes: list[declared.Node]) -> list[str]:
    """The authors of the JSON-LD though none of them is a person: an agency, or the publisher itself."""
    return next((found for node in nodes if (found := names(node.get("author") or node.get("creator")))), [])


def _writers(given: list[Any], site: frozenset[str]) -> list[str]:
    """The persons among them; beside a person also what is declared to be one though it reads as a desk or an agency."""
    found = persons(given, site)
    declared_so = [name for each in given if isinstance(each, dict) and each.get("@type") == "Person" for name in names(each)]
    if not found or len(declared_so) < len(given):
        return found
    return [name for name in declared_so if name in found or plain(name) not in site]


def _from_json_ld(page: Page, node: declared.Node, site: frozenset[str]) -> None:
    text = declared.text
    page.title = page.title or text(node.get("headline"))
    page.standfirst = page.standfirst or text(node.get("description"))
    page.authors = page.authors or _writers(declared.people(node.get("author") or node.get("creator")), site)
    page.section = page.section or text(node.get("articleSection"))
    page.published_at = page.published_at or published(text(node.get("datePublished")), "json-ld")
    page.modified = page.modified or text(node.get("dateModified"))
    page.language = page.language or text(node.get("inLanguage"))
    if page.paywalled is None and "isAccessibleForFree" in node:
        page.paywalled = str(node["isAccessibleForFree"]).lower() in NO
    page.keywords = page.keywords or _list(node.get("keywords"))
    page.images = page.images or declared.images(node.get("image"))
    page.corrections += [
        note
        for each in _several(node.get("correction"))
        if (note := declared.text(each) or declared.text(each.get("text") if isinstance(each, dict) else None))
    ]
    if declared.LIVE.search(str(node.get("@type"))) and "live_blog" not in page.flags:
        page.flags.append("live_blog")


def _from_meta(page: Page, meta: dict[str, str], site: frozenset[str]) -> None:
    page.title = page.title or meta.get("og:title") or meta.get("twitter:title") or meta.get("headline")
    page.standfirst = page.standfirst or meta.get("og:description") or meta.get("description")
    for name in PUBLISHED:
        page.published_at = page.published_at or published(meta.get(name), "meta")
    for name in MODIFIED:
        page.modified = page.modified or meta.get(name)
    for name in AUTHOR:
        page.authors = page.authors or persons(meta.get(name), site)
    for label in ("twitter:label1", "twitter:label2"):
        if WRITTEN_BY.match(meta.get(label, "")):
            page.authors = page.authors or persons(meta.get(label.replace("label", "data")), site)
    page.section = page.section or meta.get("article:section")
    page.keywords = page.keywords or _list(meta.get("news_keywords") or meta.get("keywords"))
    image = meta.get("og:image") or meta.get("twitter:image")
    if image and image.startswith("http") and image not in {url for url, _, _ in page.images}:
        page.images.append((image, None, meta.get("og:image:alt") or meta.get("twitter:image:alt")))
    if page.paywalled is None and meta.get("article:content_tier"):
        page.paywalled = meta["article:content_tier"].lower() in ("locked", "metered")


def _from_tree(page: Page, tree: etree._Element, read: dict[str, list[etree._Element]], url: str | None) -> None:
    host = urlsplit(canonical_url(page.canonical or url) or "").hostname or ""
    titled = next(("".join(map(str, element.itertext())) for element in read["title"]), None)
    headings = ["".join(map(str, element.itertext())) for element in read["h1"][:MOST_HEADINGS]]
    page.title = headline(page.title, headings, titled, (page.site, host, host.rpartition(".")[0]))
    page.language = page.language or tree.get("lang")


def _several(found: Any) -> list[Any]:
    return found[:10] if isinstance(found, list) else [found]


def _list(found: Any) -> list[str]:
    parts = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
    return [squeezed(part)[:100] for part in parts[:50] if isinstance(part, str) and part.strip()]
