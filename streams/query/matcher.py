"""One article against one query, and against all saved searches at once."""

from itertools import product

from schemas import EnrichedArticle
from streams.query.document import Document, Positions
from streams.query.tree import And, Field, Not, Or, Phrase, Prefix, Query, Range, Term

Feature = tuple[str, str]
_MAX_SPANS = 10_000


def matches(query: Query, document: Document) -> bool:
    """Whether the article meets the query."""
    match query:
        case And(parts):
            return all(matches(p, document) for p in parts)
        case Or(parts):
            return any(matches(p, document) for p in parts)
        case Not(part):
            return not matches(part, document)
        case Field(name, value):
            return value in document.values[name]
        case Range(_, low, high):
            return _within(document.date, low, high)
        case Term(word, field):
            return word in _places(document, field)
        case Prefix(start, field):
            return any(w.startswith(start) for w in _places(document, field))
        case Phrase(words, slop, field):
            return _near(_places(document, field), words, slop)


def _places(document: Document, field: str) -> Positions:
    return {"title": document.title, "body": document.body}.get(field, document.text)


def _within(day: str, low: str | None, high: str | None) -> bool:
    return bool(day) and (low is None or day[: len(low)] >= low) and (high is None or day[: len(high)] <= high)


def _near(places: Positions, words: tuple[str, ...], slop: int) -> bool:
    if not all(w in places for w in words):
        return False
    shifted = [[p - i for p in places[w]] for i, w in enumerate(words)]
    if slop == 0:
        return bool(set(shifted[0]).intersection(*shifted[1:]))
    return any(_span(shifted, start, slop) for column in shifted for start in column)


def _span(shifted: list[list[int]], start: int, slop: int) -> bool:
    """One place of each word within slop of `start`, the lowest of them; two words never share a place."""
    close = [[p + i for p in column if start <= p <= start + slop] for i, column in enumerate(shifted)]
    picks = (pick for _, pick in zip(range(_MAX_SPANS), product(*close), strict=False))
    return any(len(set(pick)) == len(pick) for pick in picks)


def required(query: Query) -> frozenset[Feature] | None:
    """Features of which any match holds at least one; None where there are none to name."""
    match query:
        case Term(word, _):
            return frozenset({("text", word)})
        case Phrase(words, _, _):
            return frozenset({("text", max(words, key=len))})
        case Field(name, value):
            return frozenset({(name, value)})
        case And(parts):
            return min(filter(None, map(required, parts)), key=_cost, default=None)
        case Or(parts):
            found = [required(p) for p in parts]
            return None if None in found else frozenset().union(*filter(None, found))
    return None


def _cost(features: frozenset[Feature]) -> tuple[bool, int, int]:
    """Words are rarer than field values, and long words rarer than short: no corpus is needed to guess so."""
    return any(f != "text" for f, _ in features), len(features), -min(len(v) for _, v in features)


class SearchSet:
    """Saved searches by id, indexed by a feature each must find, so that few are evaluated per article."""

    def __init__(self) -> None:
        self._queries: dict[str, Query] = {}
        self._by_feature: dict[Feature, set[str]] = {}
        self._always: set[str] = set()

    def add(self, id: str, query: Query) -> None:
        """Add or replace."""
        self.remove(id)
        self._queries[id] = query
        features = required(query)
        if features is None:
            self._always.add(id)
        for feature in features or ():
            self._by_feature.setdefault(feature, set()).add(id)

    def remove(self, id: str) -> None:
        """Forget a search; one that is not there is no error."""
        query = self._queries.pop(id, None)
        self._always.discard(id)
        for feature in (required(query) if query else None) or ():
            held = self._by_feature[feature]
            held.discard(id)
            if not held:
                del self._by_feature[feature]

    def match(self, article: EnrichedArticle) -> list[str]:
        """Ids of the searches the article meets, sorted."""
        document = Document.of(article)
        features = [("text", w) for w in document.text] + [(n, v) for n, vs in document.values.items() for v in vs]
        near = self._always.union(*(self._by_feature.get(f, ()) for f in features))
        return sorted(id for id in near if matches(self._queries[id], document))
