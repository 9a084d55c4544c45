"""Authors and dates that a page shows but does not declare: bylines, microdata, dated elements, lines by the headline, the URL."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from schemas import PublishedDate
from streams.models.blocks import Walked
from streams.models.blocks.walk import BY_LINK, BY_PROPERTY, BYLINE, DATE_PROPERTY, DATED
from streams.steps.clean.dates import dateline, day_in, is_date_line, published
from streams.steps.clean.names import LABEL, persons
from streams.steps.clean.text import squeezed

ELSEWHERE = re.compile(
    r"comment|kommentar|related|sidebar|(?<!post-)(?<!entry-)(?<!article-)footer|nav|avatar|social|share|recent|popular|teaser|archive|"
    r"recommend|most-?read",
    re.I,
)
OTHERS = re.compile(r"comment|kommentar|related|sidebar|nav|recent|popular|teaser|archive|recommend|most-?read", re.I)
"""The same for what stands right above the text, where share buttons and pictures stand beside the byline."""
ABOUT = re.compile(r"\b(?:meta|author|byline|entry|post|article)", re.I)
"""What an aside or a footer of the article itself is called."""
IN_URL = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>\d{1,2})[/-]?(?P<d>\d{1,2})(?=[/_.-]|$)")
DAY_FIRST = re.compile(r"/(?P<d>\d{1,2})[-.](?P<m>\d{1,2})[-.](?P<y>(?:19|20)\d\d)(?=[/_.-]|$)")
BY = re.compile(r"[\s|·•,–—-](?:by|von|par|por|door|av|autor(?:in)?|author|redaktion|text)(?::\s*|\s+)(?=[^\W\d_])", re.I)
PROFILE = re.compile(r"autho|auto?r|auteur|user|profil|people|person|redaktion|staff|member|journalist|/by/", re.I)
"""Addresses of pages about people."""
NAME = re.compile(r"\b(?:fn|username|(?:author|autor)[_-]*name)\b", re.I)
ABOVE, BELOW, BEHIND = 15, 4, 3
"""Blocks before the text's first, after it, and after its last, in which a byline or a date may stand."""
LONGEST_LINE = 120
DEEP, MOST_PIECES = 4, 12
"""Ancestors that may say that an element belongs to something else; pieces of text in a byline."""


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


def authors(shown: Shown, site: Collection[str] = ()) -> list[str]:
    """Names in elements that are marked as the byline, or in a line that begins like one; of one kind of mark only."""
    for bit, least in ((BY_LINK, 1), (BY_PROPERTY, 1), (BYLINE, 2)):
        for element in _named(shown, bit, anywhere=bit != BYLINE):
            if found := _named_in(element, () if bit == BY_LINK else site, least):
                return found
    return next((found for line in shown.lines() if (found := _in_line(line, site))), [])


def _named(shown: Shown, bits: int, anywhere: bool = False) -> Iterator[etree._Element]:
    """The elements of one kind that stand by the text, or anywhere but in comments, sidebars and lists."""
    for passed, element, says in shown.walked.named:
        above = shown.first - ABOVE <= passed <= shown.first
        if says & bits and (anywhere or shown.is_near(passed)) and not elsewhere(element, OTHERS if above else ELSEWHERE):
            yield element


def _named_in(element: etree._Element, site: Collection[str], least: int) -> list[str]:
    """Who is linked to as a person, else who is named: by one word only behind a label or in what is marked as a name."""
    text = _text(element)
    inner = next((each for each in islice(element.iterdescendants(), 20) if each.get("itemprop") == "name"), None)
    if inner is not None:
        return persons(_text(inner), site)
    linked = [_text(each) for each in islice(element.iter("a"), 6) if PROFILE.search(each.get("href") or "")]
    alone = LABEL.match(text) or NAME.search(element.get("class") or "")
    return persons(linked, site) or _one_by_one(element, site) or _in_words(text, site, 1 if alone else least)


def _one_by_one(element: etree._Element, site: Collection[str]) -> list[str]:
    """Names that stand in elements of their own, with nothing between them."""
    pieces = [name for piece in islice(element.itertext(), MOST_PIECES) if (name := squeezed(str(piece)))]
    return persons(pieces, site, 2) if len(pieces) > 1 and all(persons(piece, site, 2) for piece in pieces) else []


def _in_words(text: str, site: Collection[str], least: int) -> list[str]:
    """Names in the words of a byline, from its beginning or behind a label inside it."""
    if len(text) > LONGEST_LINE:
        return []
    behind = BY.search(text)
    return persons(text, site, least) or (persons(text[behind.end() :], site, 2) if behind else [])


def _in_line(line: str, site: Collection[str]) -> list[str]:
    """Names behind "By", at the beginning of a line or beside a date."""
    if LABEL.match(line):
        return persons(line, site, least=2)
    behind = BY.search(line)
    return persons(line[behind.end() :], site) if behind and day_in(line) else []


def date(shown: Shown, times: list[etree._Element], url: str | None) -> PublishedDate | None:
    """The date in microdata, in a `time` by the text, in an element marked as dated, in the URL, in a line by the headline."""
    for element in (*_named(shown, DATE_PROPERTY, anywhere=True), *(each for each in times if "pubdate" in each.attrib)):
        if found := published(element.get("content") or element.get("datetime") or _text(element), "meta"):
            return found
    for element in times[:20]:
        if (found := published(element.get("datetime"), "time")) and not elsewhere(element):
            return found
    return _by_name(shown) or _in_url(url) or _by_line(shown) or _by_dateline(shown)


def _by_name(shown: Shown) -> PublishedDate | None:
    for element in _named(shown, DATED | BYLINE):
        told = element.get("datetime") or element.get("title") or element.get("content")
        if found := published(told, "text") or published(_text(element)[:LONGEST_LINE], "text"):
            return found
    return None


def _by_line(shown: Shown) -> PublishedDate | None:
    """A line that is little else than a date."""
    for line in shown.lines():
        if 6 <= len(line) <= 60 and is_date_line(line) and (found := published(line, "text")):
            return found
    return None


def _by_dateline(shown: Shown) -> PublishedDate | None:
    """What a line by the headline, or the text itself, opens with."""
    opening = [block.text for block in shown.walked.blocks[shown.first : shown.first + 1]]
    day = next((day for line in (*shown.lines(), *opening) if (day := dateline(line))), None)
    return published(day.date().isoformat(), "text") if day else None


def _in_url(url: str | None) -> PublishedDate | None:
    found = IN_URL.search(url or "") or DAY_FIRST.search(url or "")
    return published(f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}", "url") if found else None


def _text(element: etree._Element) -> str:
    """What an element says, its pieces kept apart."""
    return squeezed(element.get("content") or " ".join(islice(map(str, element.itertext()), 20)))[:300]


def elsewhere(element: etree._Element, names: re.Pattern[str] = ELSEWHERE) -> bool:
    """Whether it belongs to comments, a sidebar or a list of other articles."""
    for up, each in enumerate((element, *islice(element.iterancestors(), DEEP))):
        if each.tag in ("body", "article", "main"):
            return False
        own = f"{each.get('class') or ''} {each.get('id') or ''}"
        if names.search(own) or (each.tag in ("footer", "nav", "aside") and not ABOUT.search(own)):
            return True
        if up > DEEP:
            return False
    return False
