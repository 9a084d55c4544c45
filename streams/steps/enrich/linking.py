"""Which known thing a name means, where that is clear; never a guess."""

from collections.abc import Iterable

from streams.models.knowledge import Known, candidates
from streams.steps.enrich.spotting import Kind

_AT_HOME = 1.5
"""What it is worth that a candidate lies in a country the article speaks of, in units of the prior (log scale)."""
_CLEAR = 0.4
"""How far the best must be ahead of the next of another id."""
_LONE_WORD = 1.0
"""The least score of a name of one word: short names are shared by many things the table does not hold."""
_ACCEPTS: dict[Kind, tuple[str, ...]] = {
    "person": ("person",),
    "organisation": ("organisation", "other"),
    "place": ("place",),
    "other": ("other", "organisation"),
}


def link(name: str, kind: Kind, countries: Iterable[str]) -> Known | None:
    """The known thing `name` means, or None where none fits or two fit alike. `countries`: ISO codes in the article."""
    home = frozenset(countries)
    fitting = [known for known in candidates(name) if _fits(known, kind)]
    ranked = sorted(fitting, key=lambda known: (-_score(known, home), known.qid or "Q"))
    if not ranked or not _sure(name, kind, ranked[0], home):
        return None
    if len(ranked) > 1 and _score(ranked[0], home) - _score(ranked[1], home) < _CLEAR:
        return None
    return ranked[0]


def _fits(known: Known, kind: Kind) -> bool:
    union = kind == "organisation" and known.type == "place" and known.lat is None
    return known.type in _ACCEPTS[kind] or union


def _score(known: Known, home: frozenset[str]) -> float:
    return known.prior + 0.5 * known.exact + _AT_HOME * (known.country in home)


def _sure(name: str, kind: Kind, best: Known, home: frozenset[str]) -> bool:
    if " " in name:
        return kind != "other" or best.exact
    if kind in ("person", "other"):
        return False
    if kind == "place" and best.qid is None:
        return best.exact and best.country in home
    return _score(best, home) >= _LONE_WORD
