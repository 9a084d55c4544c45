"""The articles of stories by the terms they are told in: which of them are most like a text, and how likely one event.

Candidates come from an inverted index over each article's strongest terms; a small model says of each how likely it tells
the same event.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from streams.models.stories import Pairs, chances
from streams.steps.dedupe.arrays import U32, Arrays, joined, part, parted, under
from streams.steps.dedupe.members import Members, figures_of
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.vectors import F64, TOP_NAMES, TOP_TERMS, Rarity, Scale, Vector, rarity, scale

CANDIDATES, HOLDERS = 40, 64
UNSEEN = 0.1
"""What a term that is none of the body's counts for a candidate."""


@dataclass
class Terms:
    """Members of the window and what leads to them; they go by numbers, ascending as they came."""

    members: Members = field(default_factory=Members)
    _holders: dict[int, "array[int]"] = field(default_factory=dict)
    _rarity: Rarity = field(default_factory=rarity)
    _scale: Scale = field(default_factory=scale)

    def add(self, article: str, sketch: Sketch, now: datetime) -> int:
        self._rarity.count(sketch)
        vector = self._rarity.vector(sketch)
        number = self.members.add(article, vector, now.timestamp() / 86400, figures_of(sketch), sketch.words)
        for term in vector.tops:
            holders = self._holders.setdefault(term, array("I"))
            holders.append(number)
            if len(holders) > HOLDERS:
                del holders[0]
        return number

    def remove(self, article: str) -> None:
        """One that is no member changes nothing."""
        number = self.members.number(article)
        if number is not None:
            for term in self.members.vector(number).tops:
                self._let_go(term, number)
            self.members.remove(number)

    def _let_go(self, term: int, number: int) -> None:
        holders = self._holders.get(term)
        if holders and number in holders:
            holders.remove(number)
            if not holders:
                del self._holders[term]

    def compared(self, sketch: Sketch, now: datetime) -> tuple[list[int], Pairs]:
        """The members that share most of the heaviest terms, and what each has in common with the article."""
        vector = self._rarity.vector(sketch)
        numbers, terms = self._candidates(vector)
        if not numbers:
            return [], Pairs(*[np.zeros(0)] * 9)
        return numbers, self._pairs(vector, figures_of(sketch), sketch.words, now.timestamp() / 86400, numbers, terms)

    def _pairs(self, one: Vector, held: U32, words: int, day: float, numbers: list[int], terms: F64) -> Pairs:
        """A text beside each of these members."""
        members = self.members.pick(numbers)
        alike = self._scale.likeness(one, members.vectors)
        shared, smaller = _figures_shared(held, members.figures, members.figures_held)
        less = np.minimum(words, members.words).astype(np.float64)
        return Pairs(*alike, shared, smaller, terms / (TOP_TERMS + TOP_NAMES), np.abs(day - members.days), less)

    def _candidates(self, vector: Vector) -> tuple[list[int], F64]:
        """By the weight of the terms in common, of equals the first that arrived; how many terms each has in common."""
        length = math.sqrt(0.5)  # the body's share, which its weights carry
        weights = dict(zip(vector.keys[: vector.body].tolist(), (vector.weights[: vector.body] / length).tolist(), strict=True))
        held = [(self._holders[term], weights.get(term, UNSEEN)) for term in vector.tops if term in self._holders]
        if not held:
            return [], np.zeros(0)
        numbers, places = np.unique(np.concatenate([np.frombuffer(each, np.uint32) for each, _ in held]), return_inverse=True)
        totals = np.bincount(places, np.repeat([weight for _, weight in held], [len(each) for each, _ in held]))
        best = np.lexsort((numbers, -totals))[:CANDIDATES]
        found: list[int] = numbers[best].tolist()
        return found, np.bincount(places)[best].astype(np.float64)

    def akin(self, one: Sequence[str], other: Sequence[str]) -> float:
        """How likely it is, in the mean over these articles, that one of either tells the event of one of the other."""
        ours, theirs = (self._numbers_of(articles) for articles in (one, other))
        tops = [set(self.members.vector(number).tops) for number in theirs]
        found = []
        for number in ours:
            vector, own = self.members.vector(number), self.members.pick([number])
            terms = np.array([len(each.intersection(vector.tops)) for each in tops], np.float64)
            found.append(chances(self._pairs(vector, own.figures, int(own.words[0]), float(own.days[0]), theirs, terms)))
        return float(np.mean(found))

    def medoid(self, sketch: Sketch, articles: Sequence[str]) -> str | None:
        """The one of these members that has most in common with all of them and with the text; None: the text itself."""
        numbers = self._numbers_of(articles)
        own = self._rarity.vector(sketch)
        best = self._scale.central(self.members.pick(numbers).vectors.beside(own)) if numbers else len(numbers)
        return self.members.article(numbers[best]) if best < len(numbers) else None

    def _numbers_of(self, articles: Sequence[str]) -> list[int]:
        return [number for article in articles if (number := self.members.number(article)) is not None]

    def to_arrays(self) -> Arrays:
        """What `of` makes the same from; later changes do not touch it."""
        terms, held = np.flatnonzero(self._rarity.seen), np.fromiter(self._holders, np.int64, len(self._holders))
        return {
            **under("members", self.members.to_arrays()),
            **under("holders", {"terms": held, **joined(self._holders.values(), np.uint32)}),
            **under("rarity", {"terms": terms, "seen": self._rarity.seen[terms], "articles": np.array(self._rarity.articles)}),
        }

    @classmethod
    def of(cls, arrays: Arrays) -> "Terms":
        """The terms that gave these arrays."""
        holders, seen = part("holders", arrays), part("rarity", arrays)
        held = zip(holders["terms"].tolist(), (array("I", piece.tobytes()) for piece in parted(holders)), strict=True)
        counted = Rarity(rarity().seen, int(seen["articles"]))
        counted.seen[seen["terms"]] = seen["seen"]
        return cls(Members.of(part("members", arrays)), dict(held), counted)


def _figures_shared(ours: U32, theirs: U32, sizes: NDArray[np.int64]) -> tuple[F64, F64]:
    """How many figures the article has in common with each, and the smaller number of figures."""
    if not len(ours):
        return np.zeros(len(sizes)), np.zeros(len(sizes))
    ends = np.cumsum(sizes)
    held = ours[np.minimum(np.searchsorted(ours, theirs), len(ours) - 1)] == theirs
    sums = np.concatenate([[0], np.cumsum(held)])
    return (sums[ends] - sums[ends - sizes]).astype(np.float64), np.minimum(sizes, len(ours)).astype(np.float64)
