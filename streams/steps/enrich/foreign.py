"""Names in languages that nothing was trained for: those the table knows, where the words around make them sure.

A name of several words counts where the table knows it well, a lone word only as a famous place, or as a place behind a word
for `in`. In German also who says something, by first and last name: `sagte Ministerin Ulrike Hartwig`.
"""

import re
from collections.abc import Iterator

from streams.models.knowledge import likeliest
from streams.steps.enrich.spot import Spot, Within

_RUN = re.compile(r"\b[^\W\d_a-z]\w{1,25}(?: [^\W\d_a-z]\w{1,25}){0,3}")
_FAMOUS, _KNOWN, _PLACED = 4.0, 1.0, 0.5
"""Least priors: of a lone word, of several words, and of a lone place behind a word for `in`."""
_IN = {
    "de": re.compile(r"\b(?:[Ii]n|[Nn]ach|[Aa]us|[Bb]ei|um) $"),
    "fr": re.compile(r"\b[ÀàA] $"),
    "es": re.compile(r"\b[Ee]n $"),
    "it": re.compile(r"\b[Aa] $"),
    "nl": re.compile(r"\b(?:[Ii]n|[Nn]aar|[Uu]it) $"),
}
_DATELINE = re.compile(r"[^\W\d_a-z]{3,}(?=\. | \(| ?[–—-] )")
_SAID = re.compile(r"(?:sagte|sagt|erklärte|betonte|meinte|warnte|kritisierte|forderte|lobte)(?!\w)")
_WORD = r"[A-ZÄÖÜ][\wäöüß-]+"
_BEHIND, _BEFORE = re.compile(rf" (?:{_WORD} )?(?P<n>{_WORD} {_WORD})(?! {_WORD})"), re.compile(rf"(?P<n>{_WORD} {_WORD}) $")
_OFFICE = re.compile(
    r".*(?:minister|präsident|sprecher|chef|kanzler|senator|meister|leiter|direktor|trainer|vorsitzende|präses)(?:in|r)?", re.I
)


def foreign(text: str, within: Within, language: str) -> list[Spot]:
    """Names in order, none overlapping."""
    found = list(_speakers(text, within)) if language == "de" and within == "text" else []
    taken = {at for spot in found for at in range(spot.start, spot.end)}
    last = 0
    for match in _RUN.finditer(text):
        for surface, start in _parts(match):
            best = likeliest(surface)
            if start < last or start in taken or best is None or not best.qid:
                continue
            if best.prior >= _least(text, surface, start, best.type, language):
                last = start + len(surface)
                found.append(Spot(surface, start, last, within, best.type, best))
    return sorted(found, key=lambda spot: spot.start)


def _least(text: str, surface: str, start: int, kind: str, language: str) -> float:
    if " " in surface and kind != "other":
        return _KNOWN
    inside = language in _IN and _IN[language].search(text, max(0, start - 6), start)
    return _PLACED if kind == "place" and (inside or (start == 0 and _DATELINE.match(text))) else _FAMOUS


def _parts(match: re.Match[str]) -> list[tuple[str, int]]:
    words, parts, at = match.group().split(" "), [(match.group(), match.start())], match.start()
    for word in words if len(words) > 1 else ():
        parts.append((word, at))
        at += len(word) + 1
    return parts


def _speakers(text: str, within: Within) -> Iterator[Spot]:
    """First and last name beside a German verb of saying; an office with a last name alone names nobody in full."""
    for said in _SAID.finditer(text):
        found = _BEHIND.match(text, said.end()) or _BEFORE.search(text, max(0, said.start() - 60), said.start())
        if found and not _OFFICE.fullmatch(found["n"].partition(" ")[0]):
            yield Spot(found["n"], found.start("n"), found.end("n"), within, "person")
