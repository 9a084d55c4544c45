"""Which names speak of the same thing within one article."""

import re
from functools import lru_cache
from typing import NamedTuple

from streams.models.knowledge import candidates
from streams.models.knowledge.regions import region
from streams.steps.enrich.agreement import settled
from streams.steps.enrich.gender import Pronoun, pronoun
from streams.steps.enrich.spot import Kind, Spot

_POSSESSIVE = re.compile(r"['’]s?$")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Prof)\.? ")
_LONGEST_ACRONYM = 4
_ALSO_WORDS = frozenset("Man Miss Mass Ill La Pa Ore Wash Ind Del Ala Me Va Md Ga".split())
"""Abbreviations of states that are also words, and stay as they are."""
_FIRM = frozenset(
    """
    City Town United Rovers Athletic Albion Wanderers County Wednesday Hotspur FC Instruments Technologies Industries Group Holdings
    Corp Corporation Inc Company Co Ltd Limited Motors Pharmaceuticals Airlines Airways Energy Systems Partners Works Party
    """.split()
)
_SMALL = {"of", "the", "and", "for", "de", "on", "in", "to", "&"}


class Thing(NamedTuple):
    """One thing, its fullest name, and everywhere it is named."""

    name: str
    kind: Kind
    spots: tuple[Spot, ...]


def things(spots: list[Spot], text: str) -> list[Thing]:
    """One Thing per distinct name, with surnames, acronyms and firms' short names under the full name; in order of first mention."""
    plain = [_plain(spot) for spot in spots]
    groups: dict[str, list[Spot]] = {}
    for name, spot in zip(plain, spots, strict=True):
        groups.setdefault(name, []).append(spot)
    longer, families, firms = _full_names(groups), _families(groups), _firms(groups)
    last: dict[str, str] = {}
    merged: dict[str, list[Spot]] = {}
    for name, spot in zip(plain, spots, strict=True):
        full = firms.get(name, name) if spot.kind == "organisation" else name
        if name in families and not spot.known:
            full = _relative(families[name], last.get(name), spot.goes_by)
        elif full == name and _may_be(longer.get(name, name), spot.goes_by):
            full = longer.get(name, name)
        if spot.kind == "person":
            last[full.rpartition(" ")[2]] = full
        merged.setdefault(full, []).append(spot)
    return [Thing(name, settled(name, _kind(name, group), group, text), tuple(group)) for name, group in merged.items()]


def _plain(spot: Spot) -> str:
    return spot.known.label if spot.known else _of_surface(spot.surface, spot.kind)


@lru_cache(maxsize=1 << 14)
def _of_surface(surface: str, kind: Kind) -> str:
    """Without honorific, possessive and article; a state's abbreviation and a dateline's capitals written out."""
    plain = _HONORIFIC.sub("", _POSSESSIVE.sub("", " ".join(surface.split()))).replace("’", "'")
    if kind in ("place", "person") and plain not in _ALSO_WORDS and (state := region(plain)):
        return state.label
    if kind == "place" and len(plain) > _LONGEST_ACRONYM and plain.isupper():
        plain = plain.title()
    return plain[4:] if plain[:4] in ("the ", "The ") else plain


def _full_names(groups: dict[str, list[Spot]]) -> dict[str, str]:
    """Short name to full name: a person's last word, an organisation's or a place's initials."""
    surnames: dict[str, str] = {}
    initials: dict[str, str] = {}
    for name, group in groups.items():
        words = name.split(" ")
        if len(words) < 2:
            continue
        if group[0].kind == "person":
            surnames.setdefault(words[-1], name)
        else:
            initials.setdefault("".join(w[0] for w in words if w.lower() not in _SMALL and w), name)
    return {name: full for name in groups if (full := _longer(name, groups[name], surnames, initials))}


def _families(groups: dict[str, list[Spot]]) -> dict[str, list[str]]:
    """Surnames that stand alone, and of which the article names several bearers in full."""
    found: dict[str, list[str]] = {}
    for name, group in groups.items():
        if " " in name and group[0].kind == "person":
            found.setdefault(name.rpartition(" ")[2], []).append(name)
    return {surname: names for surname, names in found.items() if len(names) > 1 and surname in groups}


def _relative(names: list[str], last: str | None, wanted: Pronoun | None) -> str:
    """Whom of several bearers a surname means: who was named last, save where `Mr.` or `Mrs.` says that it is another."""
    fitting = [name for name in names if _may_be(name, wanted)] or names
    return last if last in fitting else fitting[0]


def _may_be(name: str, wanted: Pronoun | None) -> bool:
    return wanted is None or pronoun(name) in (wanted, None)


def _firms(groups: dict[str, list[Spot]]) -> dict[str, str]:
    """`Ipswich` to `Ipswich Town`: an organisation's name without the word that says what it is, where nothing is known by that."""
    found: dict[str, str] = {}
    for name, group in groups.items():
        short, _, last = name.rpartition(" ")
        firm = last in _FIRM and short in groups and any(spot.kind == "organisation" for spot in group)
        if firm and not any(known.type == "organisation" for known in candidates(short)):
            found.setdefault(short, name)
    return found


def _longer(name: str, group: list[Spot], surnames: dict[str, str], initials: dict[str, str]) -> str | None:
    if name.isupper() and len(name) > 1:
        return initials.get(name.replace(".", ""))
    place = group[0].known is not None
    return None if " " in name or place else surnames.get(name)


def _kind(name: str, group: list[Spot]) -> Kind:
    """The kind most often given to the full name, or to any of its forms; the earliest wins a tie."""
    full = [spot.kind for spot in group if spot.surface.replace("’", "'").startswith(name)] or [spot.kind for spot in group]
    return max(dict.fromkeys(full), key=full.count)
