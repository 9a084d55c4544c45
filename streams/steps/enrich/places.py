"""Where an article plays: its places with coordinates, and which of them lie in the country it is mostly about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from schemas import CleanArticle, Entity, Mention, Place
from streams.models.knowledge import Known, by_qid, candidates
from streams.steps.enrich.linking import link

_IN_TITLE, _DATELINE = 3, 2
"""What a mention in the title, or in the first words of the text, counts beside one elsewhere."""
_DATELINE_ENDS = 40
_AFTER_DATELINE = re.compile(r"(?:, \w{2,12})?\.? ?(?:\(|[—–-])")


def find_places(article: CleanArticle, entities: Sequence[Entity]) -> list[Place]:
    """The places among the entities whose position is known, in their order.

    An ambiguous name is read by how common each meaning is and by the countries of the article's other places.
    `focus` is true on places of the country most spoken of.
    """
    named, text = [entity for entity in entities if entity.type == "place"], article.text
    sure = [(entity, by_qid(entity.wikidata)) for entity in named if entity.wikidata]
    home = [code for code, _ in _countries(sure, text).most_common(5)]
    resolved = [(entity, known) for entity in named if (known := _resolved(entity, home))]
    main = next((code for code, _ in _countries(resolved, text).most_common(1)), None)
    return [place for entity, known in resolved if (place := _place(entity, known, main))]


def _countries(resolved: Iterable[tuple[Entity, Known | None]], text: str) -> Counter[str]:
    weights: Counter[str] = Counter()
    for entity, known in resolved:
        if known and known.country:
            weights[known.country] += _weight(entity, text)
    return weights


def _resolved(entity: Entity, home: list[str]) -> Known | None:
    if not entity.wikidata:
        return link(entity.name, "place", home)
    same = (known for known in candidates(entity.name) if known.qid == entity.wikidata)
    return next(same, None) or by_qid(entity.wikidata)


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
