"""Names that the tagger ran together, taken apart: `MIAMI - Miami Heat`, `Certified Services Inc of Key West`, `Ann Lee -`."""

import re
from collections.abc import Iterable, Iterator

from streams.models.knowledge import likeliest
from streams.models.names import Named

_TAIL = " -–—,;:"
_JOINT = frozenset("-–—")
_DASH = re.compile(r" ?(?: - |--|–|—) ?")
_SEATED = re.compile(r"(.+ (?:Inc|Corp|Co|Ltd|PLC|Plc|plc|SA|AG|NV|LLC)\.?) of ([A-Z].*)")
_DATELINE = re.compile(r"(?:, [\w.]{2,14})?\.? ?(?:\(|[—–-])")


def cut(text: str, name: Named) -> Iterable[Named]:
    """The names in a span of the tagger's; a dateline in capitals is a place where the table has one of that name."""
    surface = text[name.start : name.end]
    whole = surface[-1] not in _TAIL and not surface.isupper() and _JOINT.isdisjoint(surface) and " of " not in surface
    return (name,) if whole else _cut(text, name)


def _cut(text: str, name: Named) -> Iterator[Named]:
    start, end, kind = name
    surface = text[start:end].rstrip(_TAIL)
    end = start + len(surface)
    dash = _DASH.search(surface)
    if dash and surface[: dash.start()].isupper() and is_place(surface[: dash.start()]):
        yield Named(start, start + dash.start(), "LOC")
        start, surface = start + dash.end(), surface[dash.end() :]
    elif surface.isupper() and kind != "LOC" and _DATELINE.match(text, end) and _begins_line(text, start) and is_place(surface):
        kind = "LOC"
    if kind == "ORG" and (seated := _SEATED.fullmatch(surface)):
        yield Named(start, start + seated.end(1), "ORG")
        start, surface, kind = start + seated.start(2), seated[2], "LOC"
    if surface:
        yield Named(start, end, kind)


def _begins_line(text: str, start: int) -> bool:
    return not text[max(0, start - 2) : start].strip()


def is_place(name: str) -> bool:
    """Whether the table has a place first under this name."""
    best = likeliest(name)
    return best is not None and best.type == "place"
