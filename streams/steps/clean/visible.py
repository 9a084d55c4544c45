"""Authors and dates that a page shows but does not declare: bylines, microdata, dated elements, lines by the headline, the URL."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from schemas import PublishedDate
from streams.models.blocks import Walked
from streams.models.blocks.walk import BYLINE, DATED
from streams.steps.clean.dates import is_date_line, published
from streams.steps.clean.names import LABEL, persons
from streams.steps.clean.text import squeezed

ELSEWHERE = re.compile(
    r"comment|kommentar|related|sidebar|footer|nav|avatar|social|share|recent|popular|teaser|archive|recommend|most-?read", re.I
)
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?=[/_.-]|$)")
ABOVE, BELOW, BEHIND = 15, 4, 3
"""Blocks before the text's first, after it, and after its last, in which a byline or a date may stand."""
LONGEST_LINE = 120
MARKED = etree.XPath("//*[@itemprop or @rel or @pubdate]", smart_strings=False)
MOST = 2000
"""Marked elements looked at."""
DEEP = 4
"""Ancestors that may say that an element belongs to something else."""


class Shown(NamedTuple):
    """A page as it is read from above, and where its text stands: the first block kept and the one after the last."""

    walked: Walked
    first: int
    end: int

    def lines(self) -> list[str]:
        """Those about the beginning of the text, then those behind its end."""
        blocks = self.walked.blocks
        near = blocks[max(0, self.first - ABOVE) : self.first + BELOW] + blocks[max(self.first + BELOW, self.end - 1) : self.end + BEHIND]
        around = 1 + (blocks[self.first].around if blocks else 0)
        return [block.text for block in near if len(block.text) <= LONGEST_LINE and block.around <= around]

    def is_near(self, passed: int) -> bool:
        """Whether what stands after so many blocks stands by the text."""
        return self.first - ABOVE <= passed <= self.end + BEHIND


def authors(tree: etree._Element, shown: Shown, site: Collection[str] = ()) -> list[str]:
    """Names in elements that are marked as the byline, or in a line that begins like one; of one kind of mark only."""
    marked = _marked(tree)
    for kind, least in ((_by_rel(marked), 1), (_by_microdata(marked), 1), (_by_class(shown), 2)):
        for element in kind:
            text = _text(element)
            linked = [_text(each) for each in element.iterdescendants("a")][:6]
            if found := persons(linked, site, least=1) or persons(text, site, least=1 if LABEL.match(text) else least):
                return found
    return next((found for line in shown.lines() if LABEL.match(line) and (found := persons(line, site, least=2))), [])


def _by_rel(marked: list[etree._Element]) -> Iterator[etree._Element]:
    return (element for element in marked if "author" in (element.get("rel") or "").split() and not _elsewhere(element))


def _by_microdata(marked: list[etree._Element]) -> Iterator[etree._Element]:
    for element in marked:
        if "author" in (element.get("itemprop") or "").split() and not _elsewhere(element):
            inner = next((each for each in element.iterdescendants() if each.get("itemprop") == "name"), None)
            yield element if inner is None else inner


def _by_class(shown: Shown) -> Iterator[etree._Element]:
    for passed, element, says in shown.walked.named:
        if says & BYLINE and shown.is_near(passed) and not _elsewhere(element):
            yield element


def date(tree: etree._Element, shown: Shown, times: list[etree._Element], url: str | None) -> PublishedDate | None:
    """The date in microdata, in a `time` by the text, in an element marked as dated, in the URL, in a line by the headline."""
    for element in _marked(tree):
        if "datePublished" in (element.get("itemprop") or "") or "pubdate" in element.attrib:
            told = element.get("content") or element.get("datetime") or _text(element)
            if found := published(told, "meta"):
                return found
    for element in times[:20]:
        if (found := published(element.get("datetime"), "time")) and not _elsewhere(element):
            return found
    return _by_name(shown) or _in_url(url) or _by_line(shown)


def _by_name(shown: Shown) -> PublishedDate | None:
    for passed, element, says in shown.walked.named:
        if says & DATED and shown.is_near(passed) and not _elsewhere(element):
            told = element.get("datetime") or element.get("title") or element.get("content")
            text = _text(element)[:LONGEST_LINE]
            if found := published(told, "text") or (published(text, "text") if is_date_line(text[:60]) else None):
                return found
    return None


def _by_line(shown: Shown) -> PublishedDate | None:
    """A line that is little else than a date."""
    for line in shown.lines():
        if 6 <= len(line) <= 60 and is_date_line(line) and (found := published(line, "text")):
            return found
    return None


def _in_url(url: str | None) -> PublishedDate | None:
    found = IN_URL.search(url or "")
    if not found:
        return None
    year, month, day = found.groups()
    return published(f"{year}-{int(month):02}-{int(day):02}", "url")


def _marked(tree: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = MARKED(tree)  # type: ignore[assignment]
    return found[:MOST]


def _text(element: etree._Element) -> str:
    """What an element says, its pieces kept apart."""
    return squeezed(element.get("content") or " ".join(islice(map(str, element.itertext()), 20)))[:300]


def _elsewhere(element: etree._Element) -> bool:
    """Whether it belongs to comments, a sidebar or a list of other articles."""
    for up, each in enumerate((element, *islice(element.iterancestors(), DEEP))):
        if each.tag in ("body", "article", "main"):
            return False
        if ELSEWHERE.search(f"{each.get('class') or ''} {each.get('id') or ''}") or each.tag in ("footer", "nav", "aside"):
            return True
        if up > DEEP:
            return False
    return False
