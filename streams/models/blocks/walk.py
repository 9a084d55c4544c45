"""A page's tree as its blocks of text, in order, each with where it stands."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html

TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "td", "blockquote", "figcaption", "span", "a", "dd", "pre", "footer", "header")
PLACES = ("article", "main", "nav", "aside", "footer", "header", "figure", "ul", "table", "form", "blockquote")
BREAKS = frozenset(
    """
    address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
SKIPPED = frozenset("script style noscript template head svg iframe object textarea select math button".split())
AROUND = re.compile(
    r"comment|meta|foot|sidebar|related|share|social|promo|advert|\bads?\b|ad-|banner|cookie|consent|newsletter|subscri|widget|nav|menu|"
    r"breadcrumb|tags?\b|author|byline|caption|credit|recommend|more|popular|teaser|outbrain|taboola|popup|modal|login|copyright|disclaimer|"
    r"hidden|print|skip|toolbar|gallery|date|time",
    re.I,
)
WITHIN = re.compile(r"article|body|content|entry|post|story|text|main|paragraph|hentry|blog|lead|intro|summary", re.I)
MOST_MARKS, MOST_NAMES, LONGEST_NAME = 9, 40, 100


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


class _Level(NamedTuple):
    """An element around the text; `number` names it."""

    number: int
    parent: int
    tag: int
    depth: int
    around: int
    within: int
    places: int


TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
PLACE_BITS = {tag: 1 << number for number, tag in enumerate(PLACES)}


def parsed(html: str) -> lxml_html.HtmlElement | None:
    """The page's tree; None for what holds no element."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        found = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found


def blocks(tree: lxml_html.HtmlElement, most: int | None = None) -> list[Block]:
    """The first `most` blocks of the body, or all of them."""
    body = tree.find("body")
    return list(islice(_walked(tree if body is None else body), most))


def _walked(body: lxml_html.HtmlElement) -> Iterator[Block]:
    levels, run, linked, anchors = [_Level(0, 0, -1, 0, 0, 0, 0)], list[str](), 0, 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for number, (event, element) in enumerate(walk, 1):
        tag, starts = element.tag, event == "start"
        if tag in BREAKS:
            if run and (text := " ".join("".join(run).split())):
                yield _block(text, levels[-1], linked)
            run, linked = [], 0
            if starts:
                levels.append(_below(levels[-1], tag, element, number))
            else:
                levels.pop()
        elif tag == "a":
            anchors += 1 if starts else -1
        elif starts and tag in SKIPPED:
            walk.skip_subtree()
            continue
        if inner := element.text if starts else element.tail:
            run.append(inner)
            linked += len(inner) if anchors else 0
    if run and (text := " ".join("".join(run).split())):
        yield _block(text, levels[-1], linked)


def _block(text: str, level: _Level, linked: int) -> Block:
    return Block(text, level.tag, level.depth, level.around, level.within, level.places, min(1.0, linked / len(text)), level.parent)


def _below(above: _Level, tag: str, element: lxml_html.HtmlElement, number: int) -> _Level:
    classes, name = element.get("class"), element.get("id")
    around, within = _marks(f"{classes or ''} {name or ''}") if classes or name else (False, False)
    return _Level(
        number,
        above.number,
        TAG_NUMBERS.get(tag, -1),
        above.depth + 1,
        min(above.around + around, MOST_MARKS),
        min(above.within + within, MOST_MARKS),
        above.places | PLACE_BITS.get(tag, 0),
    )


@lru_cache(1 << 13)
def _marks(names: str) -> tuple[bool, bool]:
    found = [_mark(name) for name in names.split(None, MOST_NAMES)[:MOST_NAMES]]
    return any(around for around, _ in found), any(within for _, within in found)


@lru_cache(1 << 16)
def _mark(name: str) -> tuple[bool, bool]:
    """Sites name their elements alike: most names have been seen before."""
    return AROUND.search(name, 0, LONGEST_NAME) is not None, WITHIN.search(name, 0, LONGEST_NAME) is not None
