"""What is remembered of very many articles, in sorted arrays: some 500 bytes each.

Articles come in the order of their numbers. The newest lie open in a dictionary; every `OPEN` of them are sealed into a
segment, whose fingerprints stand sorted, and `FAN` segments of a size are merged into one, so that a million articles
are a dozen arrays to look into (a log-structured merge tree, O'Neil et al. 1996).
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

U32 = NDArray[np.uint32]

OPEN, FAN = 4096, 4
EMPTY = np.empty(0, np.uint32)


class Row(NamedTuple):
    """One article: its fingerprints and the hashes of its figures, both ascending; its paragraphs' hashes; its words."""

    prints: U32
    figures: U32
    paragraphs: U32
    words: int


@dataclass(slots=True)
class Segment:
    """`sizes` has a line per article: prints, figures and paragraphs in `flat`, and words; `starts` where they begin."""

    numbers: U32
    sizes: U32
    starts: NDArray[np.int64]
    flat: U32
    keys: U32
    owners: U32
    left: int

    @classmethod
    def of(cls, numbers: U32, sizes: U32, flat: U32, keys: U32, owners: U32) -> "Segment":
        lengths = sizes[:, :3].sum(axis=1, dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        order = np.argsort(keys, kind="stable")
        return cls(numbers, sizes, starts, flat, keys[order], owners[order], len(numbers))

    def row(self, place: int) -> Row:
        prints, figures, paragraphs, words = self.sizes[place].tolist()
        start = int(self.starts[place])
        ends = (start + prints, start + prints + figures, start + prints + figures + paragraphs)
        return Row(self.flat[start : ends[0]], self.flat[ends[0] : ends[1]], self.flat[ends[1] : ends[2]], words)

    def holders(self, keys: U32) -> U32:
        """The owners of each of `keys`, one entry per key that an article holds."""
        low = np.searchsorted(self.keys, keys)
        here = low < len(self.keys)
        here[here] = self.keys[low[here]] == keys[here]
        if not here.any():
            return EMPTY
        low, keys = low[here], keys[here]
        counts = np.searchsorted(self.keys, keys, side="right") - low
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found: U32 = self.owners[np.repeat(low, counts) + offsets]
        return found


@dataclass(slots=True)
class Shelf:
    """`add` with ascending numbers; `get` and `remove` by number; `holders` by fingerprint."""

    _sealed: list[Segment] = field(default_factory=list)
    _open: dict[int, Row] = field(default_factory=dict)
    _holders: dict[int, list[int]] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)

    def add(self, number: int, row: Row) -> None:
        self._open[number] = row
        for mark in row.prints.tolist():
            self._holders.setdefault(mark, []).append(number)
        if len(self._open) >= OPEN:
            self._seal()

    def get(self, number: int) -> Row:
        """Raises KeyError for a number that is not there."""
        row = self._open.get(number)
        if row is not None:
            return row
        segment, place = self._found(number)
        return segment.row(place)

    def remove(self, number: int) -> None:
        row = self._open.pop(number, None)
        if row is not None:
            for mark in row.prints.tolist():
                self._holders[mark].remove(number)
                if not self._holders[mark]:
                    del self._holders[mark]
            return
        segment, _ = self._found(number)
        segment.left -= 1
        self._gone.add(number)
        if segment.left * 2 < len(segment.numbers):
            self._replace([segment])

    def holders(self, keys: U32) -> U32:
        """The numbers of the articles that hold any of `keys`, once for each key."""
        fresh = [number for mark in keys.tolist() for number in self._holders.get(mark, ())]
        found = np.concatenate([*(segment.holders(keys) for segment in self._sealed), np.array(fresh, np.uint32)])
        if not self._gone or not found.size:
            return found
        return found[[number not in self._gone for number in found.tolist()]]

    def _found(self, number: int) -> tuple[Segment, int]:
        """The segment that holds an article, and its line there."""
        which = bisect_left(self._sealed, number, key=lambda segment: int(segment.numbers[-1]))
        if number not in self._gone and which < len(self._sealed):
            segment = self._sealed[which]
            place = int(np.searchsorted(segment.numbers, number))
            if segment.numbers[place] == number:
                return segment, place
        raise KeyError(number)

    def _seal(self) -> None:
        rows = list(self._open.values())
        numbers = np.fromiter(self._open, np.uint32, len(rows))
        sizes = np.array([[len(row.prints), len(row.figures), len(row.paragraphs), row.words] for row in rows], np.uint32)
        flat = np.concatenate([part for row in rows for part in row[:3]])
        keys = np.concatenate([row.prints for row in rows])
        self._sealed.append(Segment.of(numbers, sizes, flat, keys, np.repeat(numbers, sizes[:, 0])))
        self._open, self._holders = {}, {}
        while len(self._sealed) >= FAN and len(self._sealed[-FAN].numbers) < FAN * len(self._sealed[-1].numbers):
            self._replace(self._sealed[-FAN:])

    def _replace(self, segments: list[Segment]) -> None:
        """Make one of neighbours, without what is gone."""
        first = next(place for place, segment in enumerate(self._sealed) if segment is segments[0])
        joined = [part for segment in segments if (part := self._purged(segment))]
        self._sealed[first : first + len(segments)] = [_merged(joined)] if joined else []

    def _purged(self, segment: Segment) -> Segment | None:
        """The segment without its articles that are gone; None where nothing is left."""
        numbers = segment.numbers.tolist()
        dead = self._gone.intersection(numbers)
        if not dead:
            return segment
        self._gone -= dead
        alive = np.array([number not in dead for number in numbers])
        if not alive.any():
            return None
        sizes = segment.sizes[alive]
        flat = segment.flat[np.repeat(alive, segment.sizes[:, :3].sum(axis=1, dtype=np.int64))]
        held = ~np.isin(segment.owners, np.fromiter(dead, np.uint32, len(dead)))
        return Segment.of(segment.numbers[alive], sizes, flat, segment.keys[held], segment.owners[held])


def _merged(parts: list[Segment]) -> Segment:
    if len(parts) == 1:
        return parts[0]
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in ("numbers", "sizes", "flat", "keys", "owners")]
    return Segment.of(*joined)
