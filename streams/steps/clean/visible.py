"""Authors and dates that a page shows but does not declare: bylines, microdata, dated elements, the URL."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml import html as lxml_html

from schemas import PublishedDate
from streams.steps.clean.dates import is_date_line, published
from streams.steps.clean.text import squeezed

BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|autor|auteur|verfasser|writer|byauthor|fn)(?:[\s_-]?(?:name|link|url))?(?:$|[\s_-])", re.I
)
ELSEWHERE = re.compile(r"comment|related|sidebar|footer|nav|bio|avatar|social|share|widget|recent|popular|teaser|archive", re.I)
DATED = re.compile(r"(?:^|[\s_-])(?:date|datum|published|pubdate|posted|time|timestamp|dateline|entry-date|post-date)(?:$|[\s_-])", re.I)
BY = re.compile(
    r"^(?:(?:written |posted |geschrieben |ein beitrag )?(?:by|von|par|por|da)|interview|autor(?:in)?|author|verfasser)\s*:?\s+", re.I
)
PERSON = re.compile(r"^[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){0,3}$")
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|\.|$)")
NEAR = 40
"""Elements after the heading that may hold its date."""
MOST = 4000
"""Marked elements looked at."""
MARKED = etree.XPath("//*[@class or @id or @itemprop or @pubdate]", smart_strings=False)
UNSEEN = ("script", "style", "body", "html", "head", "form")
DEEP = 4
"""Ancestors that may say that an element belongs to something else."""


def authors(tree: lxml_html.HtmlElement) -> list[str]:
    """Names in elements that are marked as the byline; of one kind of mark only, at most four."""
    marked = list(_some(tree))
    for told, least in ((_by_rel(tree), 1), (_by_microdata(marked), 1), (_by_class(marked), 2)):
        found = list(dict.fromkeys(name for element in told for name in _names(element, least)))
        if found:
            return found[:4]
    return []


def _by_rel(tree: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    return (element for element in tree.iter("a") if "author" in (element.get("rel") or "").split() and not _elsewhere(element))


def _by_microdata(marked: list[lxml_html.HtmlElement]) -> Iterator[lxml_html.HtmlElement]:
    for element in marked:
        if element.get("itemprop") == "author" and not _elsewhere(element):
            inner = [each for each in element.iter() if isinstance(each.tag, str) and each.get("itemprop") == "name"]
            yield inner[0] if inner else element


def _by_class(marked: list[lxml_html.HtmlElement]) -> Iterator[lxml_html.HtmlElement]:
    return (element for element in marked if _is_byline(_mark(element)) and not _elsewhere(element))


@lru_cache(1 << 13)
def _is_byline(mark: str) -> bool:
    return BYLINE.search(mark) is not None


def _names(element: lxml_html.HtmlElement, least: int) -> list[str]:
    """Names of at least so many words."""
    declared = element.get("content") if element.tag == "meta" else None
    text = BY.sub("", squeezed(declared or element.text_content()[:300]))
    parts = re.split(r"\s*(?:,|;|\||/|\band\b|\bund\b|\bet\b|&|\n)\s*", text)
    return [part for part in parts if 2 < len(part) <= 50 and PERSON.match(part) and part.count(" ") + 1 >= least]


def date(tree: lxml_html.HtmlElement, url: str | None) -> PublishedDate | None:
    """The date in microdata, in an element marked as dated, or in the URL, in this order."""
    marked = list(_some(tree))
    for element in marked:
        if element.get("itemprop") == "datePublished" or "pubdate" in element.attrib:
            told = element.get("content") or element.get("datetime") or squeezed(element.text_content()[:60])
            if found := published(told, "meta"):
                return found
    for element in marked:
        if DATED.search(_mark(element)) and not _elsewhere(element):
            text = squeezed(element.text_content()[:80])
            if found := published(element.get("datetime") or element.get("title"), "text") or published(text, "text"):
                return found
    return _in_url(url) or _under_the_heading(tree)


def _under_the_heading(tree: lxml_html.HtmlElement) -> PublishedDate | None:
    """A line that is little else than a date, soon after the one heading of the page."""
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        return None
    for number, element in enumerate(headings[0].xpath("following::*")):
        if number > NEAR:
            return None
        text = squeezed(element.text or "") if isinstance(element.tag, str) and element.tag not in ("script", "style") else ""
        if 6 <= len(text) <= 60 and is_date_line(text) and not _elsewhere(element) and (found := published(text, "text")):
            return found
    return None


def _in_url(url: str | None) -> PublishedDate | None:
    found = IN_URL.search(url or "")
    if not found:
        return None
    year, month, day = found.groups()
    return published(f"{year}-{int(month):02}-{int(day):02}" if day else None, "url")


def _some(tree: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    found = cast(list[lxml_html.HtmlElement], MARKED(tree))
    return (element for element in found[:MOST] if element.tag not in UNSEEN)


def _mark(element: lxml_html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _elsewhere(element: lxml_html.HtmlElement) -> bool:
    """Whether it belongs to comments, a sidebar or a list of other articles."""
    for up, each in enumerate((element, *element.iterancestors())):
        if up > DEEP or each.tag in ("body", "article", "main"):
            return False
        if ELSEWHERE.search(_mark(each)) or each.tag in ("footer", "nav", "aside"):
            return True
    return False
