"""What a saved search is filed by: sets of features of which every match has at least one whole.

After Lucene Monitor's presearcher: an alternative is a set of features that occur together in some matches, and what
the query bans by name beside them; all alternatives together cover every match. Filing them by their rarest features
leaves few searches to try.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.query import geo
from streams.query.features import exact_feature, required
from streams.query.tree import And, Geo, Not, Or, Query, Range

_SETTLED = 2000
"""Articles after which only every sixteenth is counted."""
_MOST_COUNTED = 500_000


@dataclass(slots=True)
class Frequencies:
    """In how many articles features were seen; what was never seen is guessed at."""

    articles: int = 0
    _seen: Counter[str] = field(default_factory=Counter)
    _offered: int = 0

    def learn(self, features: Iterable[str]) -> None:
        """Count an article's features."""
        self._offered += 1
        if self._offered > _SETTLED and self._offered % 16:
            return
        self.articles += 1
        self._seen.update(features)
        if len(self._seen) > _MOST_COUNTED:
            self._seen = Counter({feature: count for feature, count in self._seen.items() if count > 1})

    def share(self, feature: str) -> float:
        """The share of articles with the feature, from 0 to 1. A pair of words is guessed from the rarer, in that it is rarer."""
        count = self._seen.get(feature)
        if count is not None:
            return count / self.articles
        if " " in feature:
            return 0.1 * min(map(self.share, _words(feature)))
        return _guess(feature) if self.articles < 100 else 0.3 / self.articles * (3 if feature.endswith("*") else 1)


def _words(phrase: str) -> list[str]:
    """Each as a feature of the same field."""
    if ":" not in phrase:
        return phrase.split(" ")
    field, _, words = phrase.rpartition(":")
    return [f"{field}:{word}" for word in words.split(" ")]


def _guess(feature: str) -> float:
    """Before anything was seen: few values are rare, and the longer a word the rarer."""
    name, _, word = feature.rpartition(":")
    if name and name != "title":
        return 0.9 if name in ("lang", "is", "status", "change") else 0.05
    return 0.5 / 2.0 ** len(word.rstrip("*")) * (8 if word.endswith("*") else 1)


class Alternative(NamedTuple):
    """Features that occur together, none of `banned` beside them; `exact` where that is meeting the query."""

    features: frozenset[str]
    exact: bool
    banned: frozenset[str] = frozenset()


NOTHING = Alternative(frozenset(), False)


def cover(query: Query, frequencies: Frequencies) -> tuple[Alternative, ...]:
    """Alternatives that cover every match, each once; one without features where nothing is required."""
    return tuple(dict.fromkeys(_cover(query, frequencies)))


def _cover(query: Query, frequencies: Frequencies) -> tuple[Alternative, ...]:
    feature = exact_feature(query)
    if feature is not None:
        return (Alternative(frozenset((feature,)), True),)
    match query:
        case Or(parts):
            return tuple([each for part in parts for each in _cover(part, frequencies)])
        case And(parts):
            return _joined([_cover(part, frequencies) for part in parts], frequencies)
        case Not(part):
            banned = _named(part)
            return (Alternative(frozenset(), True, banned) if banned else NOTHING,)
        case Range():
            return (NOTHING,)
        case Geo(lat, lon, km):
            return tuple(Alternative(frozenset([f"at:{name}"]), False) for name in geo.around(lat, lon, km)) or (NOTHING,)
    return (Alternative(required(query), False),)


def _named(query: Query) -> frozenset[str]:
    """The features of which having one is meeting the query; none where it is more than that."""
    parts = query.parts if isinstance(query, Or) else (query,)
    found = [exact_feature(part) for part in parts]
    return frozenset() if None in found else frozenset(filter(None, found))


def _joined(covers: list[tuple[Alternative, ...]], frequencies: Frequencies) -> tuple[Alternative, ...]:
    """What the single alternatives name together, alone or in each alternative of the rarest of the others."""
    singles = [cover[0] for cover in covers if len(cover) == 1]
    together = _with(singles, True)
    others = [cover for cover in covers if len(cover) > 1 and all(each.features for each in cover)]
    if not others:
        return (_with(singles, len(singles) == len(covers)),)
    chosen = others[0]
    if together.features or len(others) > 1:
        costs = [sum(_share(a, frequencies) for a in cover) for cover in others]
        least = min(costs)
        chosen = others[costs.index(least)]
        if together.features and _share(together, frequencies) <= least / 4:
            return (_with(singles, False),)
    exact = together.exact and len(singles) + 1 == len(covers)
    beside, banned = together.features, together.banned
    return tuple([Alternative(beside | a.features, exact and a.exact, banned | a.banned) for a in chosen])


def _with(alternatives: Sequence[Alternative], exact: bool) -> Alternative:
    """All of them at once."""
    features = frozenset().union(*[each.features for each in alternatives])
    banned = frozenset().union(*[each.banned for each in alternatives])
    return Alternative(features, exact and all(each.exact for each in alternatives), banned)


def _share(alternative: Alternative, frequencies: Frequencies) -> float:
    return min(map(frequencies.share, alternative.features), default=1.0)
