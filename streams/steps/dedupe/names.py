"""Which article goes by a name: a table of hashes with open addressing, 8 bytes a slot, for some four million names.

A slot holds a name's hash (upper half) and the article's number plus one. Slots are looked through from the hash's lower
bits on (linear probing); what is removed is filled from behind (Knuth, TAOCP 6.4, algorithm R), so nothing wears out.
"""

import zlib
from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.arrays import Arrays

U64 = NDArray[np.uint64]

LEAST = 1024
FULL = 0.66
SPARE = 64
"""Slots behind the last home, so that no search has to go round; the last of them stays empty."""
_LOW = 0xFFFFFFFF


def _empty() -> "array[int]":
    return array("Q", bytes(8 * (LEAST + SPARE)))


@dataclass(slots=True)
class Names:
    """Numbers by name. Two names may share a hash: who asks looks whether the article has the name."""

    _slots: "array[int]" = field(default_factory=_empty)
    _mask: int = LEAST - 1
    _held: int = 0

    def find(self, name: str) -> list[int]:
        """Numbers that the name was given to, and now and then one of another name."""
        marked, found = _hash(name), []
        at = marked & self._mask
        while slot := self._slots[at]:
            if slot >> 32 == marked:
                found.append((slot & _LOW) - 1)
            at += 1
        return found

    def add(self, name: str, number: int) -> None:
        marked = _hash(name)
        at = marked & self._mask
        while self._slots[at]:
            at += 1
        if at + 1 == len(self._slots) or self._held >= FULL * self._mask:
            self._lay_out(self._entries(), 2 * (self._mask + 1))
            return self.add(name, number)
        self._slots[at] = marked << 32 | number + 1
        self._held += 1

    def remove(self, name: str, number: int) -> None:
        """Raises KeyError for a name that the number was not given."""
        marked = _hash(name)
        at, wanted = marked & self._mask, marked << 32 | number + 1
        while (slot := self._slots[at]) != wanted:
            if not slot:
                raise KeyError(name)
            at += 1
        self._fill(at)
        self._held -= 1

    def _fill(self, hole: int) -> None:
        """Move up what would not be found behind an empty slot."""
        at = hole + 1
        while slot := self._slots[at]:
            if (slot >> 32) & self._mask <= hole:
                self._slots[hole], hole = slot, at
            at += 1
        self._slots[hole] = 0

    def _entries(self) -> U64:
        slots: U64 = np.frombuffer(self._slots, np.uint64)
        held: U64 = slots[slots != 0]
        return held

    def to_arrays(self) -> Arrays:
        return {"entries": self._entries()}

    @classmethod
    def of(cls, arrays: Arrays) -> "Names":
        """The names that gave these arrays."""
        entries, size = arrays["entries"], LEAST
        while len(entries) >= FULL * (size - 1):
            size *= 2
        names = cls()
        names._lay_out(entries, size)
        return names

    def _lay_out(self, entries: U64, size: int) -> None:
        """Each entry at its home or at the next free slot behind it."""
        homes = ((entries >> np.uint64(32)) & np.uint64(size - 1)).astype(np.int64)
        order = np.argsort(homes, kind="stable")
        turn = np.arange(len(entries))
        places = np.maximum.accumulate(homes[order] - turn) + turn
        last = int(places[-1]) if len(places) else 0
        slots = np.zeros(max(size, last + 1) + SPARE, np.uint64)
        slots[places] = entries[order]
        self._slots, self._mask, self._held = array("Q", slots.tobytes()), size - 1, len(entries)


def _hash(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace"))
