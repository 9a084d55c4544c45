"""What the publisher told beside the text: it goes before what the page shows."""

from schemas import Image, RawArticle
from streams.steps.clean.dump import Page
from streams.steps.clean.text import mended, squeezed


def told(raw: RawArticle, page: Page) -> None:
    """Puts the publisher's standfirst, paywall mark and images on `page`."""
    page.standfirst = squeezed(mended(raw.standfirst or "")[0])[:4000] or page.standfirst
    page.paywalled = page.paywalled if raw.paywalled is None else raw.paywalled
    given = [each if isinstance(each, Image) else Image(url=each) for each in (raw.images or [])[:20]]
    known = {each.url for each in given}
    page.images = [(each.url, each.caption, each.alt) for each in given] + [each for each in page.images if each[0] not in known]
