"""The people, organisations, places and other named things of an article, each once."""

from collections import Counter

from schemas import CleanArticle, Entity, Mention
from streams.models.knowledge import Known, is_country, likeliest
from streams.steps.enrich.linking import link
from streams.steps.enrich.local_ids import local_id
from streams.steps.enrich.naming import Thing, things
from streams.steps.enrich.roles import role
from streams.steps.enrich.spot import Kind, Spot
from streams.steps.enrich.spotting import spots

MOST_ENTITIES = 200
_IN_TITLE, _EARLY, _OFTEN = 0.3, 0.3, 0.4
"""Shares of the salience: named in the title, named early, named often."""
_BY_DEMONYM = 0.3
_CERTAIN = 4.0
"""A prior so high (countries, capitals) that the country counts for the other names."""


def find_entities(article: CleanArticle) -> list[Entity]:
    """One Entity per named thing, the most salient first, at most MOST_ENTITIES.

    Offsets are code points into the title or the text, as the mention says; a demonym is a mention of its country.
    `wikidata` is given only where the link is clear. English is read by a trained tagger; of other languages only
    names the table of known things holds are found.
    """
    text = article.text
    found = things(spots(article), text)
    home = countries(found)
    named = {thing.name for thing in found}
    linked = _joined([(thing, _link(thing, home, named)) for thing in found])
    most = max((_weight(thing) for thing, _ in linked), default=1.0)
    entities = [_entity(thing, known, text, most) for thing, known in linked]
    return sorted(entities, key=lambda entity: -entity.salience)[:MOST_ENTITIES]


def countries(found: list[Thing]) -> frozenset[str]:
    """ISO codes of the countries the article is surely about, by its places of one clear meaning."""
    counts: Counter[str] = Counter()
    for thing in found:
        known = thing.spots[0].known or (likeliest(thing.name) if thing.kind == "place" else None)
        if known and known.country and (thing.spots[0].known or known.prior >= _CERTAIN):
            counts[known.country] += len(thing.spots)
    return frozenset(code for code, _ in counts.most_common(5))


def _link(thing: Thing, home: frozenset[str], named: set[str]) -> Known | None:
    return thing.spots[0].known or link(thing.name, thing.kind, home, named) or _as_place(thing)


def _as_place(thing: Thing) -> Known | None:
    """A country stays a country, whatever the tagger took it for; a city taken for an organisation may be its team."""
    best = likeliest(thing.name) if thing.kind != "person" else None
    whole = best is not None and (is_country(best) or thing.kind != "organisation")
    return best if best and whole and best.type == "place" and best.prior >= _CERTAIN else None


def _joined(linked: list[tuple[Thing, Known | None]]) -> list[tuple[Thing, Known | None]]:
    """Things with one Wikidata id made one; the name most used for it, but never a demonym."""
    by_id: dict[str, tuple[Thing, Known | None]] = {}
    for thing, known in linked:
        mark = (known.qid or known.own if known else None) or f"{thing.kind} {thing.name}"
        if mark in by_id:
            first, _ = by_id[mark]
            name = max((first, thing), key=lambda one: (_named(one), len(one.name))).name
            thing = Thing(name, first.kind, tuple(sorted((*first.spots, *thing.spots), key=_order)))
        by_id[mark] = (thing, known)
    return list(by_id.values())


def _named(thing: Thing) -> bool:
    return any(spot.surface == thing.name for spot in thing.spots)


def _order(spot: Spot) -> tuple[bool, int]:
    return (spot.within == "text", spot.start)


def _entity(thing: Thing, known: Known | None, text: str, most: float) -> Entity:
    kind: Kind = known.type if known and known.type == "place" and known.lat is not None else thing.kind
    said = _role(thing, text) if kind == "person" else None
    return Entity(
        name=thing.name,
        type=kind,
        id=(known.own or known.qid) if known else local_id(thing.name, said) if kind == "person" else None,
        wikidata=known.qid if known else None,
        salience=_salience(thing, len(text), most),
        role=said,
        mentions=[Mention(start=s.start, end=s.end, within=s.within) for s in sorted(thing.spots, key=_order)],
    )


def _salience(thing: Thing, length: int, most: float) -> float:
    titled = any(spot.within == "title" for spot in thing.spots)
    first = 0 if titled else min(spot.start for spot in thing.spots)
    return round(_IN_TITLE * titled + _EARLY * (1 - first / max(1, length)) + _OFTEN * _weight(thing) / most, 3)


def _weight(thing: Thing) -> float:
    """Mentions, those by a demonym for less."""
    return sum(_BY_DEMONYM if spot.known and not spot.known.own and spot.surface != thing.name else 1.0 for spot in thing.spots)


def _role(thing: Thing, text: str) -> str | None:
    """The first role found by a mention, full names first."""
    inside = sorted((s for s in thing.spots if s.within == "text"), key=lambda s: (s.surface != thing.name, s.start))
    return next((found for spot in inside[:5] if (found := role(text, spot.start, spot.end))), None)
