"""Authors and dates that a page shows without declaring them; nothing out of comments, sidebars and lists."""

import pytest
from lxml import etree

from streams.models.blocks import parsed, walked
from streams.steps.clean.visible import Shown, authors, date


def page(body: str) -> tuple[Shown, list[etree._Element]]:
    tree = parsed(f"<html><body><h1>The bridge opens</h1>{body}<p>It opened on Tuesday, in the rain, and nobody came.</p></body></html>")
    assert tree is not None
    seen = walked(tree)
    return Shown(seen, len(seen.blocks) - 1, len(seen.blocks)), list(tree.iter("time"))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p>By <a rel="author" href="/ann">Ann Lee</a></p>', ["Ann Lee"]),
        ('<span itemprop="author"><span itemprop="name">Ann Lee</span>, Westmark</span>', ["Ann Lee"]),
        ('<div class="byline">By Ann Lee and Bo Berg</div>', ["Ann Lee", "Bo Berg"]),
        ('<div class="article-author">Von Jörg Maßmann</div>', ["Jörg Maßmann"]),
        ('<div class="byline">By our staff in the harbour city of Westmark</div>', []),
        ('<div class="comments"><span class="author">Bo Berg</span></div>', []),
        ('<aside><a rel="author">Bo Berg</a></aside>', []),
        ("<p>Ann Lee opened the bridge.</p>", []),
    ],
)
def test_authors(body: str, found: list[str]) -> None:
    assert authors(page(body)[0]) == found


@pytest.mark.parametrize(
    ("body", "url", "found"),
    [
        ('<span itemprop="datePublished" content="2026-03-14T10:00:00Z">yesterday</span>', None, "2026-03-14T10:00:00Z"),
        ('<div class="post-date">14 March 2026</div>', None, "2026-03-14"),
        ("<p>14.03.2026</p><p>The bridge opens.</p>", None, "2026-03-14"),
        ("<p>The bridge opens.</p>", "https://example.org/2026/03/14/bridge.html", "2026-03-14"),
        ("<p>The bridge opens.</p>", "https://example.org/2026/99/14/bridge.html", None),
        ('<div class="sidebar"><div class="post-date">14 March 2026</div></div>', None, None),
        ("<p>It was on 14 March 2026 that the builders of the bridge first met in the harbour.</p>", None, None),
    ],
)
def test_date(body: str, url: str | None, found: str | None) -> None:
    told = date(*page(body), url)
    assert (told.value if told else None) == found
