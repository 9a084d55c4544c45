"""An HTML page: parsed once; metadata by our rules, the body by trafilatura on the same tree."""

from collections import Counter

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from streams.errors import TooLarge
from streams.steps.clean.dump import Page, read_dump
from streams.steps.clean.identity import plain
from streams.steps.clean.lines import notice
from streams.steps.clean.metadata import read_metadata
from streams.steps.clean.text import squeezed

MOST_TAGS = 400_000
THOROUGH_TAGS = 20_000
"""Above this the page is read as its text: trafilatura's XPath rules are quadratic on some shapes."""

JUNK = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "form",
    "select",
    "textarea",
    "button",
    "head",
)
KINDS = {"nav": "menu", "footer": "footer", "aside": "aside", "form": "form", "figcaption": "image_caption"}


def read_page(html: str, title: str | None) -> Page:
    """The article on the page. `title` is the publisher's, where it gave one. Raises TooLarge above 400,000 tags."""
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise TooLarge(f"content: {tags} tags, over the limit of {MOST_TAGS}")
    tree = _tree(html)
    page = Page(title=title)
    if tree is None:
        return read_dump(html, title)
    read_metadata(tree, page)
    page.removed = Counter({kind: count for tag, kind in KINDS.items() if (count := sum(1 for _ in tree.iter(tag)))})
    body = _extracted(tree) if tags <= THOROUGH_TAGS else []
    if not body:
        page.flags.append("read_as_text")
        body = _as_text(tree, page)
    page.body = _without_notices(body, page)
    return page


def _tree(html: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        found = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found


def _extracted(tree: lxml_html.HtmlElement) -> list[str]:
    """One string per block. trafilatura changes the tree, so this comes last."""
    try:
        text = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=True, output_format="txt")
    except (RecursionError, ValueError, AttributeError, TypeError):
        return []
    return [line for line in map(squeezed, (text or "").split("\n")) if line]


def _as_text(tree: lxml_html.HtmlElement, page: Page) -> list[str]:
    """The tree's text by blocks through the rules for dumps."""
    for tag in JUNK:
        for element in list(tree.iter(tag)):
            element.drop_tree() if element.getparent() is not None else None
    for element in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "tr", "section", "article", "blockquote"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    dump = read_dump(tree.text_content()[:2_000_000], page.title)
    page.removed.update(dump.removed)
    return dump.body


def _without_notices(body: list[str], page: Page) -> list[str]:
    name, kept = plain(page.title or ""), []
    for number, line in enumerate(body):
        kind = notice(line)
        if kind in ("cookie_notice", "share", "newsletter", "copyright"):
            page.removed[kind] += 1
        elif number == 0 and name and plain(line) == name:
            page.removed["duplicate_title"] += 1
        else:
            kept.append(line)
    return kept
