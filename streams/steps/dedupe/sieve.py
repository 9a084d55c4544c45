"""Which of a few keys cannot be among very many: a bit for each of `ROOM` times as many hashes (a Bloom filter of one hash)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.arrays import U32

ROOM = 8
FEW = 1 << 18
"""So few keys are found as fast without."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """One byte a key, and nine keys in ten that are not there are known not to be."""

    bits: NDArray[np.uint8]
    mask: np.uint32

    @classmethod
    def of(cls, keys: U32) -> "Sieve | None":
        """None where it would not pay."""
        if len(keys) < FEW:
            return None
        size = 1 << (ROOM * len(keys)).bit_length()
        bits = np.zeros(size, np.bool_)
        bits[keys & np.uint32(size - 1)] = True
        return cls(np.packbits(bits), np.uint32(size - 1))

    def passes(self, keys: U32) -> U32:
        """The keys that may be there."""
        places = keys & self.mask
        found: U32 = keys[(self.bits[places >> 3] >> (7 - (places & 7)).astype(np.uint8)) & 1 == 1]
        return found
