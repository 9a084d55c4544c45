"""A page's tree as its blocks of text, in order, each with where it stands."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from streams.models.blocks.letters import by_first_letter

TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "td", "blockquote", "figcaption", "span", "a", "dd", "pre", "footer", "header")
PLACES = ("article", "main", "nav", "aside", "footer", "header", "figure", "ul", "table", "form", "blockquote")
BREAKS = frozenset(
    """
    address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
SKIPPED = frozenset("script style noscript template head svg iframe object textarea select math button".split())
AROUND_WORDS = (
    r"comment|meta|foot|sidebar|related|share|social|promo|advert|a(?<=\ba)ds?\b|ad-|banner|cookie|consent|newsletter|subscri|widget|nav|menu|"
    r"breadcrumb|tags?\b|author|byline|caption|credit|recommend|more|popular|teaser|outbrain|taboola|popup|modal|login|copyright|disclaimer|"
    r"hidden|print|skip|toolbar|gallery|date|time"
)
WITHIN_WORDS = r"article|body|content|entry|post|story|text|main|paragraph|hentry|blog|lead|intro|summary"
AROUND, WITHIN = by_first_letter(AROUND_WORDS), by_first_letter(WITHIN_WORDS)
MOST_MARKS, MOST_NAMES, LONGEST_NAME = 9, 40, 100


BYLINE, DATED, PAYWALL, COMMENTS, RELATED, SHARE, NEWSLETTER, COOKIES, ADVERT, BY_LINK, BY_PROPERTY, DATE_PROPERTY = (
    1 << place for place in range(12)
)
SAID = {
    BYLINE: r"author|autor|auteur|by-?_?line|verfasser|writer|writtenby|redakteur|journalist|reporter|username|f(?<=\bf)n\b",
    DATED: r"date|datum|publi|posted|time|fecha|veröffentlicht|erstellt",
    PAYWALL: r"paywall|piano-offer|regwall|subscriber-only|premium-content|meteredcontent",
    COMMENTS: r"comments|commentlist|comment-list|disqus|kommentare",
    RELATED: r"related|recommend|outbrain|taboola|read-?more|more-?articles|you-?may|mostread|most-read|popular",
    SHARE: r"share|sharing|social",
    NEWSLETTER: r"newsletter|signup|sign-up|subscribe",
    COOKIES: r"cookie|consent|gdpr",
    ADVERT: r"advert|a(?<=\ba)ds?\b|ad-|banner|sponsor|promo",
}
ANY = by_first_letter("|".join([AROUND_WORDS, WITHIN_WORDS, *SAID.values()]))
SAYS = {bit: by_first_letter(words) for bit, words in SAID.items()}
"""What an element's name says of it; that it links to its author, or holds the author or the date, is told by attributes."""
PROPERTIES = {"author": BY_PROPERTY, "datePublished": DATE_PROPERTY, "datePublished dateModified": DATE_PROPERTY}


class _Names(NamedTuple):
    """What the names of an element say of it."""

    around: bool
    within: bool
    says: int


NAMELESS = _Names(around=False, within=False, says=0)


class Block(NamedTuple):
    """One run of text between two breaks."""

    text: str
    tag: int
    """Its element's place in TAGS, -1 for another."""
    depth: int
    around: int
    """How many elements about it are named as what stands around an article."""
    within: int
    """How many are named as an article."""
    places: int
    """Bits of PLACES it stands in."""
    links: float
    """Share of the text that is linked."""
    parent: int
    """Blocks with the same one are siblings."""


class Named(NamedTuple):
    """An element whose name says what it is."""

    passed: int
    """Blocks before it."""
    element: etree._Element
    says: int
    """Bits of SAYS."""


class Walked(NamedTuple):
    """A page as it is read from above."""

    blocks: list[Block]
    named: list[Named]


_Level = tuple[int, int, int, int, int, int, int]
"""An element around the text: its number, its parent's, then as in Block tag, depth, around, within, places."""

WINDOW, MOST_ATTRIBUTES = 5_000, 2_000
"""Characters without the end of a tag from which its attributes are counted, and the most that are kept."""
TAG = re.compile(r"<[a-zA-Z][\w:-]{0,40}$")
TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
PLACE_BITS = {tag: 1 << number for number, tag in enumerate(PLACES)}


def parsed(html: str) -> etree._Element | None:
    """The page's tree; None for what holds no element. A tag of thousands of attributes loses them."""
    html = _bounded(html)
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        found: etree._Element | None = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return found


def _bounded(html: str) -> str:
    """Without the attributes of tags that have thousands: libxml2 looks for each among all before it."""
    pieces, kept, start = list[str](), 0, 0
    while start < len(html) - WINDOW:
        if html.find(">", start, start + WINDOW) >= 0:
            start += WINDOW
            continue
        closed = html.find(">", start) if html.find(">", start) >= 0 else len(html)
        opened = html.find("<", html.rfind(">", kept, start) + 1 or kept, start + WINDOW)
        if opened >= 0 and len(tag := html[opened:closed].split()) > MOST_ATTRIBUTES and TAG.match(tag[0]):
            pieces += [html[kept:opened], tag[0]]
            kept = closed
        start = closed + 1
    return "".join([*pieces, html[kept:]]) if pieces else html


def blocks(tree: etree._Element, most: int | None = None) -> list[Block]:
    """The first `most` blocks of the body, or all of them."""
    return walked(tree, most).blocks


def walked(tree: etree._Element, most: int | None = None) -> Walked:
    """The first `most` blocks of the body, or all of them, and what is named on the way."""
    body, named = tree.find("body"), list[Named]()
    return Walked(list(islice(_walked(tree if body is None else body, named), most)), named)


def _walked(body: etree._Element, named: list[Named]) -> Iterator[Block]:
    level: _Level = (0, 0, -1, 0, 0, 0, 0)
    levels, run, linked, anchors, passed = [level], list[str](), 0, 0, 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for number, (event, element) in enumerate(walk, 1):
        tag, starts = element.tag, event == "start"
        if tag in BREAKS:
            if run and (text := " ".join("".join(run).split())):
                yield _block(text, level, linked)
                passed += 1
            run, linked = [], 0
            if not starts:
                levels.pop()
                level = levels[-1]
        elif tag == "a":
            anchors += 1 if starts else -1
        elif starts and tag in SKIPPED:
            walk.skip_subtree()
            continue
        if not starts:
            inner = element.tail
        else:
            inner, classes, identifier = element.text, element.get("class"), element.get("id")
            names = _names(classes, identifier) if classes or identifier else NAMELESS
            says = names.says
            if held := element.get("itemprop"):
                says |= PROPERTIES.get(held, 0)
            if tag == "a" and "author" in (element.get("rel") or ""):
                says |= BY_LINK
            if says:
                named.append(Named(passed, element, says))
            if tag in BREAKS:
                level = _below(level, tag, names, number)
                levels.append(level)
        if inner:
            run.append(inner)
            if anchors:
                linked += len(inner)
    if run and (text := " ".join("".join(run).split())):
        yield _block(text, level, linked)


def _block(text: str, level: _Level, linked: int) -> Block:
    _, parent, tag, depth, around, within, places = level
    return Block(text, tag, depth, around, within, places, min(1.0, linked / len(text)), parent)


def _below(above: _Level, tag: str, names: _Names, number: int) -> _Level:
    parent, _, _, depth, around, within, places = above
    if names.around:
        around = min(around + 1, MOST_MARKS)
    if names.within:
        within = min(within + 1, MOST_MARKS)
    return number, parent, TAG_NUMBERS.get(tag, -1), depth + 1, around, within, places | PLACE_BITS.get(tag, 0)


@lru_cache(1 << 15)
def _names(classes: str | None, identifier: str | None) -> _Names:
    """Sites name their elements alike: most have been seen before."""
    names = f"{classes or ''} {identifier or ''}".lower().split(None, MOST_NAMES)[:MOST_NAMES]
    found = [_name(name[:LONGEST_NAME]) for name in names]
    says = 0
    for each in found:
        says |= each.says
    return _Names(any(each.around for each in found), any(each.within for each in found), says)


@lru_cache(1 << 16)
def _name(name: str) -> _Names:
    if not ANY.search(name):
        return NAMELESS
    says = sum(bit for bit, pattern in SAYS.items() if pattern.search(name))
    return _Names(AROUND.search(name) is not None, WITHIN.search(name) is not None, says)
