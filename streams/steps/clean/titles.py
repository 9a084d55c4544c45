"""The headline of a page, out of what it declares, its headings and its window title."""

import re
from collections.abc import Iterable
from html import unescape

from streams.steps.clean.text import plain, squeezed

PART = re.compile(r"\s+[-|–—•·»›~/]+\s+|\s*[|»]\s*|\s+::?\s+")
LEAST_WORDS, LEAST = 3, 15
LONGEST_HEADING = 300


def headline(declared: str | None, headings: list[str], titled: str | None, site: Iterable[str | None]) -> str | None:
    """What the page declares, or the one heading inside it; where it declares nothing, its one heading, or its window title.

    `site` is what the site is called, its name and its host: it is cut off.
    """
    spoken = list(dict.fromkeys(text for heading in headings if (text := squeezed(heading)[:500])))
    given, names = squeezed(unescape(declared or titled or "")), {plain(name) for name in site if name}
    likely = [heading for heading in spoken if not declared or plain(heading) in plain(given)]
    if len(likely) == 1 and _reads_as_one(likely[0], given, names):
        return likely[0]
    if not given:
        return spoken[0] if spoken else None
    return _without_site(given, likely, names)


def _reads_as_one(heading: str, given: str, names: set[str]) -> bool:
    """Not the site's own name, and either long enough for a headline or a part of what is declared."""
    own = plain(heading)
    if not own or own in names or len(heading) > LONGEST_HEADING:
        return False
    return not given or own in plain(given) or len(heading.split()) >= LEAST_WORDS or len(heading) >= LEAST


def _without_site(given: str, headings: list[str], names: set[str]) -> str:
    """Cut before or behind the last mark that parts it from the site's name, or from what no heading says."""
    said = {plain(heading) for heading in headings}
    for cut in reversed(list(PART.finditer(given))):
        before, behind = given[: cut.start()], given[cut.end() :]
        if plain(before) in said or (plain(behind) in names and plain(before)):
            return before
        if plain(behind) in said or (plain(before) in names and plain(behind)):
            return behind
    return given
