"""A page's tree as its blocks of text, in order, each with where it stands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from streams.models.blocks.letters import by_first_letter, by_letter

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
MOST_MARKS, LONGEST_NAMES = 9, 2000


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
"""What an element's name says of it; that it links to its author, or holds the author or the date, is told by attributes."""
PROPERTIES = {"author": BY_PROPERTY, "datePublished": DATE_PROPERTY, "datePublished dateModified": DATE_PROPERTY}
AROUND, WITHIN = 1 << 12, 1 << 13
"""That it stands around an article, or holds one: bits beside those of SAID."""
WORDS = SAID | {AROUND: AROUND_WORDS, WITHIN: WITHIN_WORDS}
SAYS = (1 << 12) - 1
ANY = by_first_letter("|".join(WORDS.values()))


def _letters() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    """For each letter that a word of WORDS begins with the bits of such words, and their pattern."""
    found = defaultdict[str, list[tuple[int, re.Pattern[str]]]](list)
    for bit, words in WORDS.items():
        for letter, some in by_letter(words).items():
            found[letter].append((bit, re.compile("|".join(some))))
    return found


LETTERS = _letters()


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
    """Bits of SAID, of what attributes tell, of AROUND and WITHIN."""


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
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", collect_ids=False)
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
        if breaks := tag in BREAKS:
            if run:
                yield _block(" ".join("".join(run).split()), level, linked)
                passed += 1
                run = []
            linked = 0
        if starts:
            if tag in SKIPPED:
                walk.skip_subtree()
                continue
            inner = element.text
            names = says = _names(element.get("class"), element.get("id"))
            if held := element.get("itemprop"):
                says |= PROPERTIES.get(held, 0)
            if tag == "a":
                anchors += 1
                says |= BY_LINK if "author" in (element.get("rel") or "") else 0
            if says & SAYS:
                named.append(Named(passed, element, says))
            if breaks:
                level = _below(level, tag, names, number)
                levels.append(level)
        else:
            inner = element.tail
            if breaks:
                levels.pop()
                level = levels[-1]
            elif tag == "a":
                anchors -= 1
        if inner:
            if run or not inner.isspace():
                run.append(inner)
            if anchors:
                linked += len(inner)
    if run:
        yield _block(" ".join("".join(run).split()), level, linked)


def _block(text: str, level: _Level, linked: int) -> Block:
    _, parent, tag, depth, around, within, places = level
    return Block(text, tag, depth, around, within, places, min(1.0, linked / len(text)), parent)


def _below(above: _Level, tag: str, names: int, number: int) -> _Level:
    parent, _, _, depth, around, within, places = above
    if names & AROUND and around < MOST_MARKS:
        around += 1
    if names & WITHIN and within < MOST_MARKS:
        within += 1
    return number, parent, TAG_NUMBERS.get(tag, -1), depth + 1, around, within, places | PLACE_BITS.get(tag, 0)


@lru_cache(1 << 15)
def _names(classes: str | None, identifier: str | None) -> int:
    """What the names of an element say of it, in bits. Sites name their elements alike: most have been seen before."""
    names = f"{classes or ''} {identifier or ''}"[:LONGEST_NAMES].lower()
    says, found = 0, ANY.search(names)
    while found:
        place = found.start()
        for bit, pattern in LETTERS[names[place]]:
            if not says & bit and pattern.match(names, place):
                says |= bit
        found = ANY.search(names, place + 1)
    return says
