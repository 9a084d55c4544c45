"""What a query can see of an article."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from schemas import EnrichedArticle
from streams.query import geo
from streams.query.tokens import tokens, value_key

Places = dict[str, list[int]]
"""The positions of each word, ascending."""


class Document:
    """An article as words, values (`name:key`), numbers by field, and places. All else is made when first asked for."""

    def __init__(
        self,
        title: list[str],
        body: list[str],
        values: frozenset[str] = frozenset(),
        numbers: Mapping[str, float] = MappingProxyType({}),
        places: tuple[tuple[float, float], ...] = (),
    ) -> None:
        self.title, self.body, self.values, self.places = title, body, values, places
        self.numbers = {**numbers, "words": len(title) + len(body)}

    @classmethod
    def of(cls, article: EnrichedArticle) -> "Document":
        body = tokens(f"{article.standfirst}\n\n{article.text}" if article.standfirst else article.text)
        places = tuple(dict.fromkeys(geo.centre(p.lat, p.lon) for p in article.places))
        return cls(tokens(article.title), body, frozenset(_values(article)), _numbers(article), places)

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(self.title)

    @cached_property
    def body_words(self) -> frozenset[str]:
        return frozenset(self.body)

    @cached_property
    def body_line(self) -> str:
        """The words between spaces: an exact phrase between spaces is a piece of it."""
        return f" {' '.join(self.body)} "

    @cached_property
    def title_places(self) -> Places:
        return _places(self.title)

    @cached_property
    def body_places(self) -> Places:
        return _places(self.body)


def _places(words: list[str]) -> Places:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        found[word].append(place)
    return found


def _values(a: EnrichedArticle) -> set[str]:
    people = [e for e in a.entities if e.type == "person"]
    speakers = [q.speaker for q in a.quotes if q.speaker]
    return {
        *_keyed("source", a.source),
        *_keyed("lang", a.language.code),
        *_keyed("topic", *(v for t in a.topics for v in (t.qcode, t.label)), *a.subjects),
        *_keyed("entity", *(v for e in a.entities for v in (e.name, e.id, e.wikidata))),
        *_keyed("person", *(v for e in people for v in (e.name, e.id, e.wikidata))),
        *_keyed("quoted", *(v for s in speakers for v in (s.name, s.id, s.wikidata))),
        *_keyed("place", *(v for p in a.places for v in (p.name, p.wikidata, p.country))),
        *_keyed("story", a.story.id if a.story else None),
        *_keyed("status", a.status),
        *_keyed("section", a.section),
        *_keyed("author", *a.authors),
        *_keyed("change", a.change),
        *(f"is:{fact}" for fact in _facts(a)),
        *(f"at:{cell}" for p in a.places for cell in geo.cells(p.lat, p.lon, geo.COARSE)),
    }


def _keyed(name: str, *values: str | None) -> list[str]:
    return [f"{name}:{key}" for value in values if value and (key := value_key(value))]


def _facts(a: EnrichedArticle) -> list[str]:
    copy = a.duplicate is not None and a.duplicate.kind in ("same", "near")
    return ["copy" if copy else "original", a.change, *(["paywalled"] if a.paywalled else [])]


def _numbers(a: EnrichedArticle) -> dict[str, float]:
    found: dict[str, float] = {}
    if a.published_at:
        found["date"] = int(a.published_at.value[:10].replace("-", "").ljust(8, "0"))
    if a.sentiment:
        found["sentiment"] = a.sentiment.score
    if a.story:
        found["novelty"] = a.story.novelty
    return found
