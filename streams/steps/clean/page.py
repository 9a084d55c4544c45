"""An HTML page: parsed once; metadata by our rules, the body by our network, with trafilatura's vote where it is unsure."""

from collections import Counter

import trafilatura
from lxml import html as lxml_html

from streams.errors import TooLarge
from streams.models.blocks import Block, blocks, of_blocks, parsed, scores, votes, with_votes
from streams.models.blocks.choice import KEPT, is_sure
from streams.steps.clean.dates import is_date_line
from streams.steps.clean.dump import MOST_LINES, Page, read_dump
from streams.steps.clean.identity import plain
from streams.steps.clean.lines import BYLINE, is_prose, is_related_label, notice, width
from streams.steps.clean.metadata import read_metadata

MOST_TAGS = 400_000
THOROUGH_TAGS = 20_000
"""Above this trafilatura is not asked: its XPath rules are quadratic on some shapes."""

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
    read_metadata(tree, page, url)
    page.removed = Counter({kind: count for tag, kind in KINDS.items() if (count := sum(1 for _ in tree.iter(tag)))})
    found = blocks(tree, MOST_LINES)
    page.flags += ["too_many_lines"] if len(found) == MOST_LINES else []
    kept = _kept(tree, found, page, tags <= THOROUGH_TAGS) if found else []
    page.body = _body(kept, page) or _as_text(found, page)
    return page


def _kept(tree: lxml_html.HtmlElement, found: list[Block], page: Page, thorough: bool) -> list[Block]:
    """The blocks that the network takes for the article; where it is unsure, trafilatura has a vote. Changes the tree."""
    lines, rows = [block.text for block in found], of_blocks(found)
    chances, kind = scores("page", rows), "page"
    if thorough and not is_sure(lines, chances):
        chances, kind = scores("voted", with_votes(rows, votes(found, _extracted(tree)))), "voted"
    kept = (chances > KEPT[kind]).tolist()
    left = (block.text for block, keep in zip(found, kept, strict=True) if not keep)
    page.removed.update((notice(line) if len(line) >= WORTH_A_LOOK else None) or "other" for line in left)
    return [block for block, keep in zip(found, kept, strict=True) if keep]


def _extracted(tree: lxml_html.HtmlElement) -> str:
    try:
        return trafilatura.extract(tree, fast=True, include_comments=False, include_tables=True, output_format="txt") or ""
    except (RecursionError, ValueError, AttributeError, TypeError):
        return ""


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
        if kind := _left_out(line, linked, listing, not body, name):
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
