"""What is remembered of very many articles, in sorted arrays: about a kilobyte each, half of it what was decided of them.

Articles come in the order of their numbers. The newest lie open in a dictionary; every `OPEN` of them are sealed into a
segment, whose fingerprints stand sorted, and `FAN` segments of a size are merged into one, so that a million articles
are a dozen arrays to look into (a log-structured merge tree, O'Neil et al. 1996). A sealed array is never written to.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.arrays import EMPTY, U32, Arrays, part, under
from streams.steps.dedupe.sieve import Sieve

OPEN, FAN = 4096, 4
LARGEST = 64 * OPEN
"""Rows of a merged segment at most: joining larger ones would take the memory of the whole once more."""


class Row(NamedTuple):
    """One article: its fingerprints and the hashes of its figures, both ascending; its paragraphs' hashes; its words; and
    whatever else is kept of it."""

    prints: U32 = EMPTY
    figures: U32 = EMPTY
    paragraphs: U32 = EMPTY
    words: int = 0
    packed: bytes = b""


@dataclass(slots=True)
class Segment:
    """`sizes` has a line per article: prints, figures and paragraphs in `flat`, words, and bytes in `packed`."""

    numbers: U32
    sizes: U32
    flat: U32
    packed: NDArray[np.uint8]
    keys: U32
    owners: U32
    starts: NDArray[np.int64]
    packed_starts: NDArray[np.int64]
    sieve: Sieve | None
    left: int

    @classmethod
    def of(cls, numbers: U32, sizes: U32, flat: U32, packed: NDArray[np.uint8], keys: U32, owners: U32) -> "Segment":
        order = np.argsort(keys, kind="stable")
        return cls.ordered(numbers, sizes, flat, packed, keys[order], owners[order])

    @classmethod
    def ordered(cls, numbers: U32, sizes: U32, flat: U32, packed: NDArray[np.uint8], keys: U32, owners: U32) -> "Segment":
        starts, packed_starts = _sums(sizes[:, :3].sum(axis=1, dtype=np.int64)), _sums(sizes[:, 4])
        return cls(numbers, sizes, flat, packed, keys, owners, starts, packed_starts, Sieve.of(keys), len(numbers))

    @classmethod
    def sealed(cls, rows: dict[int, Row]) -> "Segment":
        numbers = np.fromiter(rows, np.uint32, len(rows))
        sizes = np.array([[*map(len, row[:3]), row.words, len(row.packed)] for row in rows.values()], np.uint32)
        flat = np.concatenate([piece for row in rows.values() for piece in row[:3]])
        packed = np.frombuffer(b"".join(row.packed for row in rows.values()), np.uint8)
        keys = np.concatenate([row.prints for row in rows.values()])
        return cls.of(numbers, sizes, flat, packed, keys, np.repeat(numbers, sizes[:, 0]))

    def row(self, place: int) -> Row:
        prints, figures, paragraphs, words, _ = self.sizes[place].tolist()
        start = int(self.starts[place])
        ends = (start + prints, start + prints + figures, start + prints + figures + paragraphs)
        packed = self.packed[self.packed_starts[place] : self.packed_starts[place + 1]].tobytes()
        return Row(self.flat[start : ends[0]], self.flat[ends[0] : ends[1]], self.flat[ends[1] : ends[2]], words, packed)

    def holders(self, keys: U32) -> U32:
        """The owners of each of `keys`, one entry per key that an article holds."""
        keys = self.sieve.passes(keys) if self.sieve else keys
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

    def without(self, dead: U32) -> "Segment":
        """The rest of it, where `dead` are gone."""
        alive, held = ~np.isin(self.numbers, dead), ~np.isin(self.owners, dead)
        flat = self.flat[np.repeat(alive, np.diff(self.starts))]
        packed = self.packed[np.repeat(alive, np.diff(self.packed_starts))]
        return Segment.of(self.numbers[alive], self.sizes[alive], flat, packed, self.keys[held], self.owners[held])

    def to_arrays(self) -> Arrays:
        return {name: getattr(self, name) for name in PIECES}


PIECES = ("numbers", "sizes", "flat", "packed", "keys", "owners")


@dataclass(slots=True)
class Shelf:
    """`add` with ascending numbers; `get` and `remove` by number; `holders` by fingerprint."""

    _sealed: list[Segment] = field(default_factory=list)
    _open: dict[int, Row] = field(default_factory=dict)
    _holders: dict[int, list[int]] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self._open) + sum(segment.left for segment in self._sealed)

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

    def prints(self) -> Iterator[U32]:
        """Every fingerprint, once for each article that holds it."""
        gone = self._gone_numbers()
        for segment in self._sealed:
            yield segment.keys[~np.isin(segment.owners, gone)]
        yield from (row.prints for row in self._open.values())

    def to_arrays(self) -> Arrays:
        """What `of` makes the same shelf from; later changes do not touch it."""
        segments = [*self._sealed, Segment.sealed(self._open)] if self._open else self._sealed
        pieces = [under(f"segment{number}", segment.to_arrays()) for number, segment in enumerate(segments)]
        return {"gone": self._gone_numbers(), **{name: array for piece in pieces for name, array in piece.items()}}

    @classmethod
    def of(cls, arrays: Arrays) -> "Shelf":
        shelf = cls(_gone=set(arrays["gone"].tolist()))
        while pieces := part(f"segment{len(shelf._sealed)}", arrays):
            segment = Segment.ordered(*(pieces[name] for name in PIECES))
            segment.left -= int(np.isin(segment.numbers, arrays["gone"]).sum())
            shelf._sealed.append(segment)
        return shelf

    def _gone_numbers(self) -> U32:
        return np.fromiter(sorted(self._gone), np.uint32, len(self._gone))

    def _found(self, number: int) -> tuple[Segment, int]:
        """The segment that holds an article, and its line there."""
        which = bisect_left(self._sealed, number, key=lambda segment: int(segment.numbers[-1]))
        if number not in self._gone and which < len(self._sealed):
            segment = self._sealed[which]
            place = int(np.searchsorted(segment.numbers, np.uint32(number)))  # another type would have the array copied
            if segment.numbers[place] == number:
                return segment, place
        raise KeyError(number)

    def _seal(self) -> None:
        self._sealed.append(Segment.sealed(self._open))
        self._open, self._holders = {}, {}
        while self._unmerged():
            self._replace(self._sealed[-FAN:])

    def _unmerged(self) -> bool:
        sizes = [len(segment.numbers) for segment in self._sealed[-FAN:]]
        return len(sizes) == FAN and sizes[0] < FAN * sizes[-1] and sum(sizes) <= LARGEST

    def _replace(self, segments: list[Segment]) -> None:
        """Make one of neighbours, without what is gone."""
        first = next(place for place, segment in enumerate(self._sealed) if segment is segments[0])
        joined = [rest for segment in segments if len((rest := self._purged(segment)).numbers)]
        self._sealed[first : first + len(segments)] = [_merged(joined)] if joined else []

    def _purged(self, segment: Segment) -> Segment:
        """The segment without its articles that are gone."""
        dead = self._gone.intersection(segment.numbers.tolist())
        self._gone -= dead
        return segment.without(np.fromiter(dead, np.uint32, len(dead))) if dead else segment


def _merged(parts: list[Segment]) -> Segment:
    if len(parts) == 1:
        return parts[0]
    return Segment.of(*(np.concatenate([getattr(part, name) for part in parts]) for name in PIECES))


def _sums(lengths: NDArray[np.int64] | U32) -> NDArray[np.int64]:
    """Where each of pieces of these lengths begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
