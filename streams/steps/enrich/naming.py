"""Which names speak of the same thing within one article."""

import re
from typing import NamedTuple

from streams.steps.enrich.spot import Kind, Spot

_POSSESSIVE = re.compile(r"['’]s?$")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Prof)\.? ")
_SMALL = {"of", "the", "and", "for", "de", "on", "in", "to", "&"}


class Thing(NamedTuple):
    """One thing, its fullest name, and everywhere it is named."""

    name: str
    kind: Kind
    spots: tuple[Spot, ...]


def things(spots: list[Spot]) -> list[Thing]:
    """One Thing per distinct name, with surnames and acronyms under the full name; in order of first mention."""
    groups: dict[str, list[Spot]] = {}
    for spot in spots:
        groups.setdefault(_plain(spot), []).append(spot)
    longer = _full_names(groups)
    merged: dict[str, list[Spot]] = {}
    for name, group in groups.items():
        merged.setdefault(longer.get(name, name), []).extend(group)
    return [Thing(name, _kind(name, group), tuple(group)) for name, group in merged.items()]


def _plain(spot: Spot) -> str:
    if spot.known:
        return spot.known.label
    plain = _HONORIFIC.sub("", _POSSESSIVE.sub("", " ".join(spot.surface.split())))
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


def _longer(name: str, group: list[Spot], surnames: dict[str, str], initials: dict[str, str]) -> str | None:
    if name.isupper() and len(name) > 1:
        return initials.get(name.replace(".", ""))
    place = group[0].known is not None
    return None if " " in name or place else surnames.get(name)


def _kind(name: str, group: list[Spot]) -> Kind:
    """The kind most often given to the full name, or to any of its forms; the earliest wins a tie."""
    full = [spot.kind for spot in group if spot.surface.startswith(name)] or [spot.kind for spot in group]
    return max(dict.fromkeys(full), key=full.count)
