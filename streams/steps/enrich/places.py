"""Where an article plays: its places with coordinates, and which of them lie in the country it is mostly about.

A name of several meanings is read by how common each is and by the company it keeps, as in spatial-minimality methods of
toponym resolution (Leidner 2007): places of one article lie near one another, a larger place named right behind it
(`Paris, Texas`) holds it, and the publisher's country counts as named.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas import CleanArticle, Entity, Mention, Place
from streams.models.knowledge import Known, by_qid, candidates, is_country
from streams.models.knowledge.publishers import home_country
from streams.models.knowledge.regions import region

_IN_TITLE, _DATELINE = 3, 2
"""What a mention in the title, or in the first words of the text, counts beside one elsewhere."""
_DATELINE_ENDS = 40
_AFTER_DATELINE = re.compile(r"(?:, \w{2,12})?\.? ?(?:\(|[—–-])")
_BEHIND = re.compile(r",? \(?$")
_AT_HOME, _COMPANY, _HELD = 1.5, 2.0, 6.0
"""Worth of a country the article speaks of, of places nearby, and of the place named right behind, in units of the prior."""
_ALSO_TOWNS = frozenset({"Georgia", "New York", "Washington", "Man"})
"""States that share a name with a country or a city at least as well known."""
_CLOSE_KM, _WIDE_KM, _HELD_KM = 150.0, 350.0, 600.0
"""What is near a town, what is near the middle of a state, and what the largest states still hold."""
_MOST_OTHERS = 12


class Reading(NamedTuple):
    """A place among the entities, what its name may mean, the likeliest first, and which entity is named right behind."""

    entity: Entity
    meanings: tuple[Known, ...]
    holder: int | None


def find_places(article: CleanArticle, entities: Sequence[Entity]) -> list[Place]:
    """The places among the entities whose position is known, in their order.

    `focus` is true on places of the country most spoken of.
    """
    text = article.text
    readings = _readings([entity for entity in entities if entity.type == "place"], text)
    home = _home(readings, text, article)
    chosen = [_likeliest(reading.meanings, home) for reading in readings]
    for _ in range(2):
        chosen = [_read(number, readings, chosen, home) for number in range(len(readings))]
    resolved = list(zip((reading.entity for reading in readings), chosen, strict=True))
    main = next((code for code, _ in _countries(resolved, text).most_common(1)), None)
    return [place for entity, known in resolved if known and (place := _place(entity, known, main))]


def placed(entities: Sequence[Entity], places: Iterable[Place]) -> list[Entity]:
    """The entities with the ids of the places they turned out to be."""
    ids = {place.name: place.wikidata for place in places}
    moved = (entity.type == "place" and entity.wikidata != ids.get(entity.name, entity.wikidata) for entity in entities)
    return [
        e.model_copy(update={"wikidata": ids[e.name], "id": ids[e.name]}) if differs else e
        for e, differs in zip(entities, moved, strict=True)
    ]


def _readings(named: list[Entity], text: str) -> list[Reading]:
    starts = {mention.start: number for number, entity in enumerate(named) for mention in entity.mentions if mention.within == "text"}
    found = []
    for number, entity in enumerate(named):
        behind = (_behind(mention, starts, text) for mention in entity.mentions if mention.within == "text")
        holder = next((other for other in behind if other is not None and other != number), None)
        found.append(Reading(entity, _meanings(entity), holder))
    return found


def _behind(mention: Mention, starts: dict[int, int], text: str) -> int | None:
    """The entity that starts right after `, ` or ` (`."""
    for start in range(mention.end + 2, mention.end + 4):
        if start in starts and _BEHIND.fullmatch(text, mention.end, start):
            return starts[start]
    return None


def _meanings(entity: Entity) -> tuple[Known, ...]:
    found = tuple(known for known in candidates(entity.name) if known.type == "place" and known.lat is not None)
    if (state := _state(entity)) is not None:
        return (*found, state) if entity.name in _ALSO_TOWNS else (state,)
    if entity.wikidata and not any(known.qid == entity.wikidata for known in found):
        linked = by_qid(entity.wikidata)
        return (linked,) if linked and linked.lat is not None else ()
    return found[:1] if found and is_country(found[0]) else found


def _state(entity: Entity) -> Known | None:
    """A state or province, which the table knows without a position."""
    found = region(entity.name)
    if found is None:
        return None
    for known in candidates(found.label):
        if known.type == "place" and known.lat is None and known.country in (None, found.country):
            return known._replace(country=found.country, lat=found.lat, lon=found.lon)
    return None


def _home(readings: list[Reading], text: str, article: CleanArticle) -> frozenset[str]:
    """Countries the article is surely about: of its places of one meaning, and its publisher's."""
    sure = [(reading.entity, reading.meanings[0]) for reading in readings if len(reading.meanings) == 1]
    codes = [code for code, _ in _countries(sure, text).most_common(3)]
    return frozenset([*codes, *filter(None, [home_country(article.url, article.source)])])


def _likeliest(meanings: Sequence[Known], home: frozenset[str]) -> Known | None:
    return max(meanings, key=lambda known: _alone(known, home), default=None)


def _alone(known: Known, home: frozenset[str]) -> float:
    return known.prior + 0.5 * known.exact + _AT_HOME * (known.country in home)


def _read(number: int, readings: list[Reading], chosen: list[Known | None], home: frozenset[str]) -> Known | None:
    meanings, holder = readings[number].meanings, readings[number].holder
    if len(meanings) < 2:
        return chosen[number]
    others = [
        (known, _WIDE_KM if region(known.label) else _CLOSE_KM)
        for other, known in enumerate(chosen[:_MOST_OTHERS])
        if known and other != number and not is_country(known)
    ]
    held = chosen[holder] if holder is not None else None

    def score(known: Known) -> float:
        near = sum(kilometres(known, other) < reach for other, reach in others)
        inside = held is not None and kilometres(known, held) < _HELD_KM and known.country == held.country
        return _alone(known, home) + _COMPANY * math.log1p(near) + _HELD * inside

    return max(meanings, key=score)


def kilometres(one: Known, other: Known) -> float:
    """Distance on a sphere, flat between the two: right within a percent where it decides."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(one.lat - other.lat, east)


def _countries(resolved: Iterable[tuple[Entity, Known | None]], text: str) -> Counter[str]:
    weights: Counter[str] = Counter()
    for entity, known in resolved:
        if known and known.country:
            weights[known.country] += _weight(entity, text)
    return weights


def _weight(entity: Entity, text: str) -> int:
    return sum(_IN_TITLE if m.within == "title" else _DATELINE if _datelined(m, text) else 1 for m in entity.mentions)


def _datelined(mention: Mention, text: str) -> bool:
    return mention.end <= _DATELINE_ENDS and bool(_AFTER_DATELINE.match(text, mention.end))


def _place(entity: Entity, known: Known, main: str | None) -> Place | None:
    if known.lat is None or known.lon is None:
        return None
    return Place(
        name=entity.name,
        wikidata=known.qid,
        geonames=known.geonames,
        lat=known.lat,
        lon=known.lon,
        country=known.country,
        focus=main is not None and known.country == main,
    )
