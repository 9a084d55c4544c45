"""Near-duplicates: an inverted index of fingerprints, asked by containment and checked by numbers."""

from collections import Counter
from dataclasses import dataclass, field

from streams.steps.dedupe.sketch import Sketch

COMMON = 32
"""A fingerprint in more articles than this is agency boilerplate and stops counting."""
CONTAINED = 0.5
"""Share of the shorter text's fingerprints that the other must hold."""
LEAST_SHARED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The article that `other` copies: shares of the new text in the old one, and of the old in the new."""

    other: str
    inside: float
    covers: float


@dataclass
class Copies:
    """Sketches of the articles in the window, found by fingerprint."""

    sketches: dict[str, Sketch] = field(default_factory=dict)
    _holders: dict[int, list[str]] = field(default_factory=dict)

    def add(self, article: str, sketch: Sketch) -> None:
        if article in self.sketches:
            self.remove(article)
        self.sketches[article] = sketch
        for mark in sketch.prints:
            holders = self._holders.setdefault(mark, [])
            if len(holders) <= COMMON:
                holders.append(article)

    def remove(self, article: str) -> None:
        sketch = self.sketches.pop(article, None)
        for mark in sketch.prints if sketch else ():
            holders = self._holders.get(mark, [])
            if article in holders:
                holders.remove(article)
            if not holders:
                self._holders.pop(mark, None)

    def find(self, sketch: Sketch, leave_out: str) -> Match | None:
        """The best copy among the articles known; of equals the first that arrived."""
        live = [mark for mark in sketch.prints if len(self._holders.get(mark, ())) <= COMMON]
        shared = Counter(holder for mark in live for holder in self._holders.get(mark, ()))
        shared.pop(leave_out, None)
        best: Match | None = None
        for other, _ in shared.most_common(12):
            match = self._compare(sketch, other)
            if match and (best is None or max(match.inside, match.covers) > max(best.inside, best.covers) + 0.02):
                best = match
        return best

    def _compare(self, sketch: Sketch, other: str) -> Match | None:
        """Containment both ways among the hashes that both samples reach: a short text is sampled further than a long."""
        theirs = self.sketches[other]
        reach = min(sketch.prints[-1], theirs.prints[-1])
        ours, held = self._live(sketch, reach), self._live(theirs, reach)
        shared = len(ours & held)
        if not ours or not held or shared < min(LEAST_SHARED, len(ours), len(held)):
            return None
        inside, covers = shared / len(ours), shared / len(held)
        if max(inside, covers) < CONTAINED or not _same_numbers(sketch.numbers, theirs.numbers):
            return None
        return Match(other, round(inside, 3), round(covers, 3))

    def _live(self, sketch: Sketch, reach: int) -> set[int]:
        return {mark for mark in sketch.prints if mark <= reach and len(self._holders.get(mark, ())) <= COMMON}


def _same_numbers(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    """A template with other figures is no copy: half of the smaller set is shared, where it has three."""
    smaller = min(len(ours), len(theirs))
    return smaller < 3 or len(ours & theirs) * 2 >= smaller
