"""What the names of a page's elements say of it: boxes around the text, by kind; a paywall; a live blog."""

import re
from itertools import islice

from lxml import etree

from streams.models.blocks.walk import ADVERT, COMMENTS, COOKIES, NEWSLETTER, PAYWALL, RELATED, SHARE
from streams.steps.clean.dump import Page
from streams.steps.clean.visible import Shown

BOXES = {
    COMMENTS: "comments",
    RELATED: "related_posts",
    SHARE: "share",
    NEWSLETTER: "newsletter",
    COOKIES: "cookie_notice",
    ADVERT: "advertisement",
}
LIVE = re.compile(
    r"^(?:live\b|liveblog|live-?ticker|newsblog|en direct\b|directo\b|diretta\b|ao vivo\b)|"
    r"\b(?:live ?blog|live-?ticker|live updates|newsblog)\b",
    re.I,
)
LIVE_TIMES = 2
"""Times shown beside the entries of what its title calls live."""
MOST, DEEP = 1000, 8
"""Named elements looked at, and ancestors of each in which the same kind makes it one box."""


def read_boxes(tree: etree._Element, shown: Shown, page: Page) -> None:
    """Counts the boxes in `page.removed`; marks a paywall by the text, and a live blog."""
    for bit, kind in BOXES.items():
        page.removed[kind] = max(page.removed[kind], _outermost([each.element for each in shown.walked.named if each.says & bit][:MOST]))
    if page.paywalled is None and any(each.says & PAYWALL and shown.end - 1 <= each.passed <= shown.end + 1 for each in shown.walked.named):
        page.paywalled = True
    if "live_blog" not in page.flags and LIVE.search(page.title or "") and sum(1 for _ in tree.iter("time")) >= LIVE_TIMES:
        page.flags.append("live_blog")


def _outermost(elements: list[etree._Element]) -> int:
    known = set(elements)
    return sum(not any(above in known for above in islice(element.iterancestors(), DEEP)) for element in elements)
