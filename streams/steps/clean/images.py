"""Pictures by the text: address, caption, alternative text."""

from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from streams.steps.clean.text import squeezed

Picture = tuple[str, str | None, str | None]
MOST = 20
ADDRESSES = ("src", "data-src", "data-original", "data-lazy-src")


def pictures(figures: list[etree._Element], base: str | None) -> list[Picture]:
    """One for each `figure` with a picture in it, addresses made whole by `base`."""
    found = (_picture(figure, base) for figure in figures[:MOST])
    return [picture for picture in found if picture]


def merged(declared: list[Picture], shown: list[Picture]) -> list[Picture]:
    """Each once, what is declared first; captions and texts of one complete the other."""
    known: dict[str, Picture] = {}
    for url, caption, alt in (*declared, *shown):
        first, old_caption, old_alt = known.get(_path(url), (url, None, None))
        known[_path(url)] = (first, old_caption or caption, old_alt or alt)
    return list(known.values())[:MOST]


def _path(url: str) -> str:
    """A picture's address without the size asked for."""
    try:
        return urlsplit(url).path or url
    except ValueError:
        return url


def _picture(figure: etree._Element, base: str | None) -> Picture | None:
    image = next(figure.iter("img"), None)
    if image is None:
        return None
    given = next((url for name in ADDRESSES if (url := image.get(name)) and not url.startswith("data:")), "")
    try:
        url = urljoin(base or "", given.strip())[:2000]
    except ValueError:
        return None
    caption = next((_text(each) for each in figure.iter("figcaption")), None)
    return (url, caption, squeezed(image.get("alt") or "")[:500] or None) if url.startswith("http") else None


def _text(element: etree._Element) -> str | None:
    return squeezed(" ".join(islice(map(str, element.itertext()), 50)))[:1000] or None
