"""Articles as sparse vectors of weighted terms, and how near very many of them are to one.

A vector joins title, body and names: a term of part p has the key p * TERM_SPACE + term, and the weights are scaled so
that one dot product is .2 title + .5 body + .3 names (cosines of term weights by rarity).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.sketch import TERM_SPACE, Sketch

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

PARTS = (0.5, 0.3, 0.2)
"""Shares of body, names and title."""
TOP_TERMS, TOP_NAMES = 16, 6


class Vector(NamedTuple):
    """Keys and weights, the body's heaviest first, then the names', then the title's."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float16] | F32
    body: int
    names: int

    @property
    def tops(self) -> list[int]:
        """The terms that lead to an article: the heaviest of its body and names, each once."""
        body = self.keys[: min(self.body, TOP_TERMS)]
        names = self.keys[self.body : self.body + min(self.names, TOP_NAMES)] - np.uint32(TERM_SPACE)
        return list(dict.fromkeys([*body.tolist(), *names.tolist()]))

    def stored(self) -> "Vector":
        """In half the space."""
        return self._replace(weights=self.weights.astype(np.float16))


@dataclass(slots=True)
class Rarity:
    """How many articles each term was seen in."""

    seen: NDArray[np.int32]
    articles: int = 0

    def count(self, sketch: Sketch) -> None:
        self.articles += 1
        terms = {*sketch.body, *sketch.names}
        self.seen[np.fromiter(terms, np.int64, len(terms))] += 1

    def vector(self, sketch: Sketch) -> Vector:
        """Weights by rarity among the articles seen, normalised by part."""
        parts = [self._part(terms, place) for place, terms in enumerate((sketch.body, sketch.names, sketch.title))]
        keys, weights = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
        return Vector(keys.astype(np.uint32), weights.astype(np.float32), len(parts[0][0]), len(parts[1][0]))

    def _part(self, terms: dict[int, float], place: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        keys = np.fromiter(terms, np.int64, len(terms))
        raw = np.fromiter(terms.values(), np.float64, len(terms))
        found = raw * np.log((self.articles + 50) / (self.seen[keys] + 0.5))
        length = math.sqrt(float(found @ found)) or 1.0
        order = np.argsort(-found, kind="stable")
        return keys[order] + place * TERM_SPACE, found[order] / length * math.sqrt(PARTS[place])


class Likeness(NamedTuple):
    """One vector beside each of many, a line per pair: cosines by part, and of titles with bodies, both ways."""

    body: F64
    names: F64
    title: F64
    crossed: F64


@dataclass(slots=True)
class Scale:
    """Weighs many vectors against one: the one is laid out flat, the many are read off it."""

    _flat: F32

    def likeness(self, one: Vector, many: Sequence[Vector]) -> Likeness:
        self._flat[one.keys] = one.weights
        try:
            keys = np.concatenate([each.keys for each in many])
            weights = np.concatenate([each.weights for each in many]).astype(np.float32)
            shift = (2 - 2 * (keys // TERM_SPACE).astype(np.int64)) * TERM_SPACE  # a body's term among the titles', and back
            own, other = _running(self._flat[keys] * weights), _running(self._flat[keys + shift] * weights)
        finally:
            self._flat[one.keys] = 0
        sizes = np.array([(each.body, each.names, len(each.keys) - each.body - each.names) for each in many])
        ends = np.cumsum(sizes.ravel()).reshape(sizes.shape)
        starts = ends - sizes
        parts = (own[ends] - own[starts]) / np.array(PARTS)
        crossed = ((other[ends] - other[starts])[:, [0, 2]]).sum(axis=1) / math.sqrt(PARTS[0] * PARTS[2])
        return Likeness(parts[:, 0], parts[:, 1], parts[:, 2], crossed)


def _running(products: F32) -> F64:
    """Sums up to each place, the first nothing."""
    return np.concatenate([[0.0], np.cumsum(products, dtype=np.float64)])


def rarity() -> Rarity:
    return Rarity(np.zeros(TERM_SPACE, np.int32))


def scale() -> Scale:
    return Scale(np.zeros(TERM_SPACE * len(PARTS), np.float32))
