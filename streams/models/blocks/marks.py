"""The characters of many lines, told apart and counted at once."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

COMMA, STOP, WIDE, DIGIT, UPPER, LOWER, QUOTE, SIGN, AT, SPACE = (1 << place for place in range(10))
NAMED = {COMMA: ",;、，", STOP: ".!?。", QUOTE: "\"'“„»«", SIGN: "|›»•", AT: "@"}
SCRIPTS = (range(0x3040, 0x3100), range(0x3400, 0xA000), range(0xAC00, 0xD7B0))
"""Scripts without spaces."""
BEYOND = 0xFFFF
"""Stands for every character above the first plane."""


@cache
def _kinds() -> NDArray[np.uint16]:
    """For each character of the first plane what it is, in bits."""
    found = np.zeros(BEYOND + 1, np.uint16)
    for code in range(BEYOND):
        mark = chr(code)
        found[code] = mark.isdecimal() * DIGIT | mark.isupper() * UPPER | mark.islower() * LOWER | mark.isspace() * SPACE
    for kind, marks in NAMED.items():
        found[[ord(mark) for mark in marks]] |= kind
    for script in SCRIPTS:
        found[script.start : script.stop] |= WIDE
    return found


class Marks:
    """Lines, none of them empty, as one array of what their characters are."""

    def __init__(self, lines: list[str]) -> None:
        codes = np.frombuffer("\n".join([*lines, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        self.sizes: Counts = np.fromiter(map(len, lines), np.int64, len(lines)) + 1
        self.starts: Counts = np.cumsum(self.sizes) - self.sizes
        self.kinds = _kinds()[np.minimum(codes, BEYOND)]
        self.places: Counts = np.arange(len(codes)) - np.repeat(self.starts, self.sizes)
        space = self.kinds & SPACE > 0
        self.openings = ~space & np.concatenate([[True], space[:-1]])
        """Where words begin."""

    def count(self, kind: int, first: int | None = None) -> Counts:
        """For each line its characters of this kind, or those among its `first`."""
        found = self.kinds & kind > 0
        return self._per_line(found if first is None else found & (self.places < first))

    def words(self) -> Counts:
        return self._per_line(self.openings)

    def capitals(self, first: int) -> Counts:
        """For each line how many of its `first` words begin with a capital letter."""
        passed = np.cumsum(self.openings)
        ordinal = passed - np.repeat(passed[self.starts] - self.openings[self.starts], self.sizes)
        return self._per_line(self.openings & (self.kinds & UPPER > 0) & (ordinal <= first))

    def opens_with(self, kind: int) -> NDArray[np.bool_]:
        """Whether each line begins with a character of this kind."""
        return self.kinds[self.starts] & kind > 0

    def _per_line(self, found: NDArray[np.bool_]) -> Counts:
        return np.add.reduceat(found, self.starts, dtype=np.int64)
