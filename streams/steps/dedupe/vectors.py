"""Articles as sparse vectors of weighted terms, and how near very many of them are to one.

A vector joins title, body and names: a term of part p has the key p * TERM_SPACE + term, and the weights are scaled so
that one dot product is .2 title + .5 body + .3 names (cosines of term weights by rarity).
"""

import math
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.sketch import TERM_SPACE, Sketch

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

PARTS = (0.5, 0.3, 0.2)
"""Shares of body, names and title."""
TOP_TERMS, TOP_NAMES = 16, 6
TERM_BITS = TERM_SPACE.bit_length() - 1
CROSSED = np.array([2 * TERM_SPACE, 0, 2**32 - 2 * TERM_SPACE], np.uint32)
"""What leads from a body's term to the same among the titles', and back, modulo 2**32."""


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


class Several(NamedTuple):
    """The keys and weights of many vectors one after another; a line of sizes for each: body, names, title."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float16]
    sizes: NDArray[np.int64]

    def beside(self, one: Vector) -> "Several":
        """And one more behind them."""
        sizes = np.array([[one.body, one.names, len(one.keys) - one.body - one.names]])
        weights = np.concatenate([self.weights, one.weights.astype(np.float16)])
        return Several(np.concatenate([self.keys, one.keys]), weights, np.concatenate([self.sizes, sizes]))


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
        parts = (sketch.body, sketch.names, sketch.title)
        sizes = [len(part) for part in parts]
        keys = np.fromiter(chain.from_iterable(parts), np.int64, sum(sizes))
        raw = np.fromiter(chain.from_iterable(part.values() for part in parts), np.float64, sum(sizes))
        found = raw * np.log((self.articles + 50) / (self.seen[keys] + 0.5))
        order = np.empty(len(keys), np.int64)
        start = 0
        for place, size in enumerate(sizes):
            part = slice(start, start + size)
            length = math.sqrt(float(found[part] @ found[part])) or 1.0
            order[part] = np.argsort(-found[part], kind="stable") + start
            found[part] *= math.sqrt(PARTS[place]) / length
            keys[part] += place * TERM_SPACE
            start += size
        return Vector(keys[order].astype(np.uint32), found[order].astype(np.float32), sizes[0], sizes[1])


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

    def likeness(self, one: Vector, many: Several) -> Likeness:
        self._flat[one.keys] = one.weights
        try:
            weights, crossed_keys = many.weights.astype(np.float32), many.keys + CROSSED[many.keys >> TERM_BITS]
            own, other = _running(self._flat[many.keys] * weights), _running(self._flat[crossed_keys] * weights)
        finally:
            self._flat[one.keys] = 0
        ends = np.cumsum(many.sizes.ravel()).reshape(many.sizes.shape)
        starts = ends - many.sizes
        parts = (own[ends] - own[starts]) / np.array(PARTS)
        crossed = ((other[ends] - other[starts])[:, [0, 2]]).sum(axis=1) / math.sqrt(PARTS[0] * PARTS[2])
        return Likeness(parts[:, 0], parts[:, 1], parts[:, 2], crossed)

    def central(self, many: Several) -> int:
        """Which of them has the largest dot product with the sum of all: the medoid by cosine; of equals the first."""
        weights, ends = many.weights.astype(np.float32), np.cumsum(many.sizes.sum(axis=1))
        np.add.at(self._flat, many.keys, weights)
        try:
            sums = _running(self._flat[many.keys] * weights)
        finally:
            self._flat[many.keys] = 0
        return int(np.argmax(np.round(sums[ends] - sums[ends - many.sizes.sum(axis=1)], 6)))


def _running(products: F32) -> F64:
    """Sums up to each place, the first nothing."""
    return np.concatenate([[0.0], np.cumsum(products, dtype=np.float64)])


def rarity() -> Rarity:
    return Rarity(np.zeros(TERM_SPACE, np.int32))


def scale() -> Scale:
    return Scale(np.zeros(TERM_SPACE * len(PARTS), np.float32))
