"""An HTML page: parsed once; the body by our networks, then metadata by our rules, which know where the body stands."""

from collections import Counter

from lxml import etree

from streams.errors import TooLarge
from streams.models.blocks import Block, of_blocks, parsed, scores, walked
from streams.steps.clean.boxes import read_boxes
from streams.steps.clean.dates import is_date_line
from streams.steps.clean.dump import MOST_LINES, Page, read_dump
from streams.steps.clean.lines import BYLINE, is_prose, is_related_label, notice, width
from streams.steps.clean.metadata import read_metadata
from streams.steps.clean.notes import is_correction
from streams.steps.clean.text import composed, mended, plain
from streams.steps.clean.visible import Shown

MOST_TAGS = 400_000
KEPT = 0.55
"""Least probability of a block that is kept."""
LINKED = 0.8
"""Share of a line's text from which it is a link."""
WORTH_A_LOOK = 20
"""Characters of a removed line from which it is told what it was; a menu has hundreds shorter."""
KINDS = {"nav": "menu", "footer": "footer", "aside": "aside", "form": "form", "figcaption": "image_caption"}


def read_page(html: str, title: str | None, url: str | None = None) -> Page:
    """The article on the page at `url`. `title` is the publisher's, where it gave one. Raises TooLarge above 400,000 tags."""
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise TooLarge(f"content: {tags} tags, over the limit of {MOST_TAGS}")
    tree = parsed(html)
    page = Page(title=title)
    if tree is None:
        return read_dump(html, title)
    seen = walked(tree, MOST_LINES)
    found = seen.blocks
    page.removed = _framed(tree)
    page.flags += ["too_many_lines"] if len(found) == MOST_LINES else []
    places = _kept(found, page) if found else []
    shown = Shown(seen, places[0] if places else 0, places[-1] + 1 if places else 0)
    read_metadata(tree, shown, page, url)
    page.body = _body([found[place] for place in places], page) or _as_text(found, page)
    read_boxes(tree, shown, page)
    _compose(page)
    return page


def _compose(page: Page) -> None:
    """NFC for all that the page says: what its entities stand for can need it though its source did not."""
    page.body = [line if line.isascii() else mended(line)[0] for line in page.body]
    page.authors = [composed(name) for name in page.authors]
    page.title, page.standfirst, page.section, page.site = (
        mended(text)[0] if text else text for text in (page.title, page.standfirst, page.section, page.site)
    )


def _framed(tree: etree._Element) -> Counter[str]:
    """What stands around articles, by the elements it stands in."""
    return Counter(KINDS[element.tag] for element in tree.iter(*KINDS))


def _kept(found: list[Block], page: Page) -> list[int]:
    """The places of the blocks that the networks take for the article's; the others are counted."""
    kept = scores(of_blocks(found)) > KEPT
    left = (block.text for block, keep in zip(found, kept.tolist(), strict=True) if not keep)
    page.removed.update((notice(line) if len(line) >= WORTH_A_LOOK else None) or "other" for line in left)
    return kept.nonzero()[0].tolist()


def _as_text(found: list[Block], page: Page) -> list[str]:
    """The blocks through the rules for dumps, where the network keeps none."""
    page.flags.append("read_as_text")
    dump = read_dump("\n".join(block.text for block in found), page.title)
    page.removed = page.removed + dump.removed
    return dump.body


def _body(kept: list[Block], page: Page) -> list[str]:
    """The text without what no network should have to know: notices, the title again, the byline, links to other articles."""
    name, body, listing = plain(page.title or ""), list[str](), False
    for block in kept:
        line = block.text
        linked = block.links >= LINKED
        listing = (is_related_label(line) and width(line) >= 8) or (listing and linked)
        if is_correction(line):
            page.corrections.append(line)
        elif kind := _left_out(line, linked, listing, not body, name):
            page.removed[kind] += 1
        else:
            body.append(line)
    return body


def _left_out(line: str, linked: bool, listing: bool, first: bool, name: str) -> str | None:
    if (kind := notice(line)) in ("cookie_notice", "advertisement", "share", "newsletter", "copyright"):
        return kind
    if listing or (linked and is_related_label(line.split(":")[0])):
        return "related_posts"
    if not first:
        return None
    if name and plain(line) == name:
        return "duplicate_title"
    if BYLINE.match(line):
        return "byline"
    return "date" if is_date_line(line) else "menu" if linked and not is_prose(line) else None
