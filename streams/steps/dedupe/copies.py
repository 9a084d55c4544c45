"""Near-duplicates: an inverted index of fingerprints, asked by containment and checked by figures."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from streams.steps.dedupe.arrays import U32, Arrays
from streams.steps.dedupe.shelf import Row, Shelf
from streams.steps.dedupe.sketch import Sketch

COMMON = 32
"""A fingerprint in more articles than this is agency boilerplate and stops counting."""
CONTAINED = 0.5
"""Share of the shorter text's fingerprints that the other must hold."""
LEAST_SHARED = 3
"""Fewer shared fingerprints prove nothing, but for texts that have no more."""
CANDIDATES = 12
_BUCKETS = 1 << 24
"""How often a fingerprint occurs is counted by its lower bits: of 2 M articles some four share a bucket."""


@dataclass(frozen=True, slots=True)
class Match:
    """The text that another copies: shares of the new text in the old one, and of the old in the new."""

    other: int
    inside: float
    covers: float


@dataclass
class Copies:
    """What a later copy of each text of the window would be known by; texts go by numbers."""

    _shelf: Shelf = field(default_factory=Shelf)
    _next: int = 0
    _counts: U32 = field(default_factory=lambda: np.zeros(_BUCKETS, np.uint32))

    def __len__(self) -> int:
        return len(self._shelf)

    def get(self, number: int) -> Row | None:
        try:
            return self._shelf.get(number)
        except KeyError:
            return None

    def add(self, row: Row) -> int:
        """The number of a text, higher than that of any before it."""
        number, self._next = self._next, self._next + 1
        np.add.at(self._counts, _bucket(row.prints), 1)
        self._shelf.add(number, row)
        return number

    def remove(self, number: int) -> None:
        """Raises KeyError for a number that is not there."""
        np.subtract.at(self._counts, _bucket(self._shelf.get(number).prints), 1)
        self._shelf.remove(number)

    def find(self, sketch: Sketch, leave_out: int | None) -> Match | None:
        """The best copy among the texts known; of equals the first that arrived."""
        ours = row_of(sketch)
        live = self._live(ours.prints)
        numbers, shared = np.unique(self._shelf.holders(live), return_counts=True)
        likeliest = np.lexsort((numbers, -shared))[: CANDIDATES + 1]
        best: Match | None = None
        for number, common in zip(numbers[likeliest].tolist(), shared[likeliest].tolist(), strict=True):
            match = self._compared(ours, live, number, common) if number != leave_out else None
            if match and (best is None or max(match.inside, match.covers) > max(best.inside, best.covers) + 0.02):
                best = match
        return best

    def _compared(self, ours: Row, live: U32, number: int, shared: int) -> Match | None:
        """Containment both ways among the hashes that both samples reach: a short text is sampled further than a long."""
        theirs = self._shelf.get(number)
        if shared < min(LEAST_SHARED, len(ours.prints), len(theirs.prints)):
            return None
        inside, covers = _shares(ours.prints, live, theirs.prints, self._live(theirs.prints), shared)
        if max(inside, covers) < CONTAINED or not _same_figures(ours.figures, theirs.figures):
            return None
        return Match(number, round(inside, 3), round(covers, 3))

    def to_arrays(self) -> Arrays:
        return {"next": np.array(self._next), **self._shelf.to_arrays()}

    @classmethod
    def of(cls, arrays: Arrays) -> "Copies":
        """The copies that gave these arrays."""
        copies = cls(Shelf.of(arrays), int(arrays["next"]))
        for prints in copies._shelf.prints():
            np.add.at(copies._counts, _bucket(prints), 1)
        return copies

    def _live(self, prints: U32) -> U32:
        return prints[self._counts[_bucket(prints)] <= COMMON]


class Beside(NamedTuple):
    """A text beside its original: shares of it in that and of that in it; its paragraphs and figures that the other has not."""

    inside: float
    covers: float
    added: int
    numbers: int


def beside(sketch: Sketch, theirs: Row) -> Beside | None:
    """None where either has no text."""
    ours = row_of(sketch)
    if not len(ours.prints) or not len(theirs.prints):
        return None
    shared = len(np.intersect1d(ours.prints, theirs.prints, assume_unique=True))
    inside, covers = _shares(ours.prints, ours.prints, theirs.prints, theirs.prints, shared)
    added = Counter(sketch.paragraphs) - Counter(theirs.paragraphs.tolist())
    return Beside(round(inside, 3), round(covers, 3), added.total(), len(sketch.numbers.difference(theirs.figures.tolist())))


def _shares(ours: U32, our_live: U32, theirs: U32, their_live: U32, shared: int) -> tuple[float, float]:
    """`shared` of the marks that count on either side, up to the last hash that both samples reach."""
    reach = min(ours[-1], theirs[-1])
    mine, others = (int(np.searchsorted(live, reach, side="right")) for live in (our_live, their_live))
    return shared / max(mine, 1), shared / max(others, 1)


def row_of(sketch: Sketch) -> Row:
    return Row(
        np.array(sketch.prints, np.uint32),
        np.array(sorted(sketch.numbers), np.uint32),
        np.array(sketch.paragraphs, np.uint32),
        sketch.words,
    )


def _bucket(prints: U32) -> U32:
    return prints & np.uint32(_BUCKETS - 1)


def _same_figures(ours: U32, theirs: U32) -> bool:
    """A template with other figures is no copy: half of the smaller set is shared, where it has three."""
    smaller = min(len(ours), len(theirs))
    return smaller < 3 or len(np.intersect1d(ours, theirs, assume_unique=True)) * 2 >= smaller
