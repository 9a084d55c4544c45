"""A query as closures over frozen sets: what is asked first is what is cheapest to ask.

A closure takes the article's features (see features.py) and the article, and holds no cycle, so that what is dropped
is freed at once.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from streams.query import geo
from streams.query.document import Document
from streams.query.features import exact_feature
from streams.query.near import within_slop
from streams.query.tree import And, Field, Geo, Leaf, Not, Or, Phrase, Prefix, Query, Range, Term

Test = Callable[[AbstractSet[str], Document], bool]


def compiled(query: Query) -> Test:
    """Whether an article meets the query. Its features must be those of a Vocabulary that knows the query."""
    match query:
        case And(parts):
            return _all(parts)
        case Or(parts):
            return _any(parts)
        case Not(part):
            return _none(part)
    feature = exact_feature(query)
    return _leaf(query) if feature is None else lambda features, _: feature in features


def _split(parts: tuple[Query, ...]) -> tuple[frozenset[str], list[Query]]:
    """What is one feature, and what has to be worked out, cheapest first."""
    features = [exact_feature(part) for part in parts]
    others = [part for part, feature in zip(parts, features, strict=True) if feature is None]
    return frozenset(filter(None, features)), sorted(others, key=_cost)


def _cost(query: Query) -> int:
    match query:
        case Range():
            return 0
        case Not() | Term() | Field():
            return 1
        case And() | Or():
            return 2
        case Phrase(_, 0, _) | Prefix():
            return 3
    return 4


def _all(parts: tuple[Query, ...]) -> Test:
    named, others = _split(parts)
    banned: set[str] = set()
    choices: list[frozenset[str]] = []
    rest: list[Test] = []
    for part in others:
        negated = _named_alone(part.part) if isinstance(part, Not) else None
        chosen = _named_alone(part) if isinstance(part, Or) else None
        if negated is not None:
            banned |= negated
        elif chosen is not None:
            choices.append(chosen)
        else:
            rest.append(compiled(part))
    return _joined(named, frozenset(banned), tuple(choices), tuple(rest))


def _named_alone(query: Query) -> frozenset[str] | None:
    """The features of which one is enough, where the query asks nothing else."""
    named, others = _split(query.parts if isinstance(query, Or) else (query,))
    return None if others else named


def _joined(named: frozenset[str], banned: frozenset[str], choices: tuple[frozenset[str], ...], rest: tuple[Test, ...]) -> Test:
    if not choices and not rest:
        return lambda features, _: named <= features and banned.isdisjoint(features)

    def test(features: AbstractSet[str], document: Document) -> bool:
        if not named <= features or not banned.isdisjoint(features):
            return False
        for choice in choices:
            if choice.isdisjoint(features):
                return False
        for each in rest:  # noqa: SIM110  # a generator here costs as much as the tests
            if not each(features, document):
                return False
        return True

    return test


def _any(parts: tuple[Query, ...]) -> Test:
    named, others = _split(parts)
    rest = tuple(map(compiled, others))
    if not rest:
        return lambda features, _: not named.isdisjoint(features)
    return lambda features, document: not named.isdisjoint(features) or any(test(features, document) for test in rest)


def _none(part: Query) -> Test:
    named = _named_alone(part)
    if named is not None:
        return lambda features, _: named.isdisjoint(features)
    test = compiled(part)
    return lambda features, document: not test(features, document)


def _leaf(leaf: Leaf) -> Test:
    match leaf:
        case Term(word, _):
            return lambda _, document: word in document.body_words
        case Prefix(start, _):
            return lambda _, document: any(word.startswith(start) for word in document.body_words)
        case Range(name, low, high):
            return _range(name, low, high)
        case Geo(lat, lon, km):
            return lambda _, document: any(geo.distance_km(lat, lon, *place) <= km for place in document.places)
        case Phrase(words, 0, _):
            line = " " + " ".join(words) + " "
            return lambda _, document: line in document.body_line
        case Phrase(words, slop, field):
            return _near(words, slop, field)
    raise TypeError(leaf)


def _range(name: str, low: float | None, high: float | None) -> Test:
    least, most = float("-inf") if low is None else low, float("inf") if high is None else high
    nan = float("nan")
    return lambda _, document: least <= document.numbers.get(name, nan) <= most


def _near(words: tuple[str, ...], slop: int, field: str) -> Test:
    needed = frozenset(words)

    def in_title(_: AbstractSet[str], document: Document) -> bool:
        return needed <= document.title_words and within_slop(document.title_places, words, slop)

    def in_body(_: AbstractSet[str], document: Document) -> bool:
        return needed <= document.body_words and within_slop(document.body_places, words, slop)

    if field == "text":
        return lambda features, document: in_body(features, document) or in_title(features, document)
    return in_title if field == "title" else in_body
