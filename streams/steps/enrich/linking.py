"""Which known thing a name means, where that is clear; never a guess.

A candidate's score is how common the meaning is, how well the name fits, and whether it lies in a country the article
speaks of. Below a threshold, or where two things fit alike, the name means nothing that is known (NIL).
"""

import re
from collections.abc import Container, Iterable, Iterator

from streams.models.knowledge import Known, bearers, candidates
from streams.steps.enrich.spot import Kind

_AT_HOME = 1.5
"""What it is worth that a candidate lies in a country the article speaks of, in units of the prior (log scale)."""
_CLEAR = 0.4
"""How far the best must be ahead of the next of another id."""
_LONE_WORD = 1.0
"""The least score of a name of one word: short names are shared by many things the table does not hold."""
_ONLY = 0.5
"""The same where the table knows one meaning only, and the name is an organisation's."""
_FAMOUS_SURNAME = 1.2
"""The least prior of a person known by a surname that the table does not have as a name."""
_FAMOUS = 1.0
"""The least prior of a person known by one word, where nobody else in the table is."""
_KNOWN_THING = 0.9
"""The same of another thing that nothing else is called like."""
_NEAR = 0.4
"""Degrees within which two places of one name are two rows of one place."""
_ACCEPTS: dict[Kind, tuple[str, ...]] = {
    "person": ("person",),
    "organisation": ("organisation", "other"),
    "place": ("place",),
    "other": ("other", "organisation"),
}
_ENDING = re.compile(
    r",? (?:(?:and|&) Co|Inc|Corp|Co|Ltd|LLC|PLC|Plc|plc|AG|SA|NV|AB|ASA|SE|SpA|Group|Holdings|Company|Corporation|Limited)\.?$"
)
_CLUBS = frozenset("City Town United Rovers Athletic Albion Wanderers County Wednesday Hotspur Rangers Villa".split())
"""Last words of football clubs, which the table has with F.C. behind."""
_OFFICE = re.compile(r"(?:(?:U\.?S\.?|United States|Federal) )?(.+) (Department|Ministry)$")
_AMERICAN_OFFICES = frozenset("Army Navy Senate Treasury Interior Defense Commerce Labor Energy Justice Agriculture Education".split())
"""What is said for short of the state that an article speaks of."""
_AMERICAN = re.compile(r"U\.?S\.? (?=[A-Z])")


def link(name: str, kind: Kind, countries: Iterable[str], named: Container[str] = ()) -> Known | None:
    """The known thing `name` means, or None where none fits or two fit alike.

    `countries`: ISO codes in the article; `named`: the other names in it.
    """
    home = frozenset(countries)
    found = next((known for form in _forms(name, kind, home) if (known := _linked(form, kind, home))), None)
    return found or (_by_last_word(name, kind, named) if " " not in name else None)


def _by_last_word(name: str, kind: Kind, named: Container[str]) -> Known | None:
    """Somebody famous by the surname, where nobody else in the table is nearly as well known; a team by its nickname, where
    its city is named too or no other team is called so."""
    known = [one for one in bearers(name) if one.type == kind]
    if kind == "person" and known and known[0].prior >= _FAMOUS_SURNAME:
        return None if len(known) > 1 and known[0].prior - known[1].prior < _CLEAR else known[0]
    if kind == "organisation":
        local = [one for one in known if one.label.rpartition(" ")[0] in named]
        nickname = len(known) == 1 and name.endswith("s") and known[0].prior >= _FAMOUS
        return local[0] if len(local) == 1 else known[0] if nickname else None
    return None


def _forms(name: str, kind: Kind, home: frozenset[str]) -> Iterator[str]:
    """The name, then what an organisation is called elsewhere: without its ending, by its full official name."""
    firm = kind == "organisation" and " " not in name
    if firm and "US" in home and name in _AMERICAN_OFFICES:
        yield from (f"United States {name}", f"United States Department of {name}", f"United States Department of the {name}")
    if not firm or any(known.type == kind and known.exact for known in candidates(name)):
        yield name
    if kind not in ("organisation", "other"):
        return
    if firm:
        yield from (f"{name} Inc.", f"{name} Corporation", f"{name} Company", name)
    if name.rpartition(" ")[2] in _CLUBS:
        yield from (f"{name} F.C.", f"{name} A.F.C.")
    short = _ENDING.sub("", _ENDING.sub("", name))
    if short != name and len(short) > 2:
        yield short
        yield from (f"{short} {ending}" for ending in ("Corporation", "Company", "Inc."))
    full = _AMERICAN.sub("United States ", name)
    if full != name:
        yield full
    if office := _OFFICE.match(name):
        full = f"{office[2]} of {office[1]}"
        yield full
    if "US" in home and " " in name and not full.startswith("United States"):
        yield f"United States {full}"


def _linked(name: str, kind: Kind, home: frozenset[str]) -> Known | None:
    known = candidates(name)
    if known and known[0].own and (_fits(known[0], kind) or kind == "other"):
        return known[0]
    fitting = [one for one in known if _fits(one, kind)] or [one for one in known if " " in name and one.exact and _may_fit(one, kind)]
    ranked = sorted(fitting, key=lambda one: (-_score(one, home), one.qid or "Q"))
    if not ranked:
        return None
    best, others = ranked[0], [one for one in ranked[1:] if not _same(one, ranked[0])]
    if not _sure(name, kind, best, home, alone=not others):
        return None
    return None if others and _score(best, home) - _score(others[0], home) < _CLEAR else best


def _same(one: Known, other: Known) -> bool:
    """Whether two rows are one thing: one id, or places a few kilometres apart."""
    if one.qid and one.qid == other.qid:
        return True
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < _NEAR and abs(one.lon - other.lon) < _NEAR


def _fits(known: Known, kind: Kind) -> bool:
    union = kind == "organisation" and known.type == "place" and known.lat is None
    return known.type in _ACCEPTS[kind] or union


def _may_fit(known: Known, kind: Kind) -> bool:
    """Rows of the type `other` are often people whom no source says to be such; no person is a row of another type."""
    return kind != "person" or known.type == "other"


def _score(known: Known, home: frozenset[str]) -> float:
    return known.prior + 0.5 * known.exact + _AT_HOME * (known.country in home)


def _sure(name: str, kind: Kind, best: Known, home: frozenset[str], *, alone: bool) -> bool:
    if " " in name:
        return kind != "other" or best.exact
    if kind == "person":
        return alone and best.prior >= _FAMOUS and name in (best.label.split(" ")[0], best.label.split(" ")[-1])
    if kind == "other":
        return alone and best.exact and best.type == "other" and best.prior >= _KNOWN_THING
    if kind == "place" and best.qid is None:
        return best.exact and best.country in home
    return _score(best, home) >= (_ONLY if alone and kind == "organisation" else _LONE_WORD)
