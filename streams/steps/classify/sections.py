"""What the publisher's section, address and keywords say about the topic, in several languages."""

from urllib.parse import urlsplit

from streams.models.topics.words import named

SEGMENTS = 6
KEYWORDS = 40
WORD = 5
"""Fewest letters of a word that may speak for a longer section name: shorter ones mean too much (`It`, `Art`, `Well`)."""


def from_section(section: str | None) -> list[str]:
    """Codes that a section names: as a whole (`Arts & Culture`), else part by part (`Sport/Fußball`, `News > Business`)."""
    whole = (section or "")[:200]
    if code := named(whole):
        return [code]
    parts = whole.replace(">", "/").replace("|", "/").replace(",", "/").replace(":", "/").replace("&", "/").split("/")
    found = [code for part in parts if (code := named(part))]
    return found or [code for word in whole.split()[:4] if len(word) >= WORD and (code := named(word))][:1]


def from_address(url: str | None) -> list[str]:
    """Codes that folders of an address name: `/politik/ausland/a-1.html`; the page's own name is not asked."""
    try:
        path = urlsplit((url or "")[:2000]).path
    except ValueError:
        return []
    return [code for part in path.split("/")[1:-1][:SEGMENTS] if (code := named(part))]


def from_keywords(keywords: list[str]) -> list[str]:
    """Codes that keywords name as a whole."""
    return [code for word in keywords[:KEYWORDS] if (code := named(word))]
