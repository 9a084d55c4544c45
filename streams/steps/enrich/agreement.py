"""What kind of thing a name is, where the tagger's word and what is known of the name disagree.

A state's abbreviation is a place; so is what ends or begins like a river, a road or a mountain; and so is a lone name
taken for a person that the table has as a place and not as a person, where no mention is spoken of like somebody and one
stands behind `in`, `at`, `near` or `from`. Nobody is `the` and one word: that is a thing (`under the Elbe.`). A town that
is named only as somebody's team (`Boston coach`) is an organisation.
"""

import re

from streams.models.knowledge import candidates
from streams.models.knowledge.regions import region
from streams.steps.enrich.spot import Kind, Spot

_LAST = frozenset(
    "Creek River Road Avenue Boulevard Valley Island Islands Canyon Peninsula Mountains County Airport Harbour Harbor Stadium".split()
)
_FIRST = frozenset("Mount Cerro Monte Fort Cape Isla Rio".split())
_TEAM = re.compile(r"(?:['’]s)? (?:coach|captain|skipper|quarterback|goalkeeper|striker|midfielder|receiver|pitcher|defenseman|winger)\b")
_IN = re.compile(r"\b(?:in|at|near|from|outside) $")
_THE = re.compile(r"\bthe $")
_ENDS = re.compile(r"[.,;:!?)]|$")
_SOMEBODY = re.compile(r"(?:['’]s)? (?:said|says|told|was born|who|and (?:his|her))\b")


def settled(name: str, kind: Kind, spots: list[Spot], text: str) -> Kind:
    """The kind of a thing of this name that stands at `spots`."""
    inside = [spot for spot in spots if spot.within == "text"]
    if kind == "place" and inside and all(_TEAM.match(text, spot.end) for spot in inside):
        return "organisation"
    if kind != "person":
        return kind
    words = name.split(" ")
    shortened = any((state := region(spot.surface)) is not None and state.label != spot.surface for spot in spots)
    if shortened or (len(words) > 1 and (words[-1] in _LAST or words[0] in _FIRST)):
        return "place"
    return _lone(name, inside, text) if len(words) == 1 else kind


def _lone(name: str, inside: list[Spot], text: str) -> Kind:
    known = {one.type for one in candidates(name)}
    if "person" in known or any(spot.goes_by or _SOMEBODY.match(text, spot.end) for spot in inside):
        return "person"
    if "place" in known and any(_IN.search(text, max(0, spot.start - 10), spot.start) for spot in inside):
        return "place"
    with_article = any(_THE.search(text, max(0, spot.start - 5), spot.start) and _ENDS.match(text, spot.end) for spot in inside)
    return ("place" if "place" in known else "other") if with_article else "person"
