"""Where searches lie: rows of features that occur together, found by the first of them and kept or dropped by the others.

Columns of numbers, so that what an article has is looked up for all searches at once, in few bytes and without a walk
over a million small objects. Rows are sorted by their first feature; new ones lie unsorted behind them until there are
many. A search that is dropped leaves its rows behind until the next sorting, under a turn that is no longer its own.
"""

from array import array
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
Scalar = TypeVar("Scalar", bound=np.generic)

WIDTH = 4
"""Features in a row; of an alternative with more the rarest are looked up, and the search is tried."""
UNSORTED, SHARE = 320_000, 32
"""Numbers in rows that are looked through one and all before everything is sorted anew, or their share in what is sorted."""
BANS = 4
"""Features that a row bans; where there are more the search is tried."""
FEW = 1024
"""Features that are not worth forgetting."""
ALWAYS, NEVER = 0, 1
"""The numbers of features that every article has, and none: they fill a row up."""
FEATURES = WIDTH + BANS
SLOT, TURN, COLUMNS = FEATURES, FEATURES + 1, FEATURES + 2
"""Columns behind the features: twice the slot and whether the row is all that its search asks; the slot's turn."""


@dataclass(frozen=True, slots=True)
class Row:
    """Features that occur together, the rarest first, and what is banned beside them; `exact` where that is meeting the search."""

    features: tuple[str, ...]
    exact: bool
    banned: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether being found by the row is meeting the search."""
        return self.exact and len(self.features) <= WIDTH and len(self.banned) <= BANS


class Filing:
    """`put` a search's rows under its slot, `drop` them, and ask for the `candidates` among what an article has."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": ALWAYS, "\0": NEVER}
        self._rows = np.zeros((COLUMNS, 0), np.int32)
        self._new = array("i")
        self._names = FEW
        self._starts = np.zeros(2, np.int32)
        self._turns: Numbers = np.zeros(1024, np.int32)
        self._has: npt.NDArray[np.bool_] = np.zeros(1024, np.bool_)

    def put(self, slot: int, rows: Iterable[Row]) -> None:
        """File a search that is not filed."""
        self._turns = _long_enough(self._turns, slot + 1)
        turn = int(self._turns[slot])
        for row in rows:
            asked, banned = self._numbers(row.features, WIDTH, ALWAYS), self._numbers(row.banned, BANS, NEVER)
            self._new.extend([*asked, *banned, 2 * slot + row.decides, turn])

    def _numbers(self, features: tuple[str, ...], most: int, filler: int) -> list[int]:
        numbers = [self._number.setdefault(feature, len(self._number)) for feature in features[:most]]
        return numbers + [filler] * (most - len(numbers))

    def drop(self, slot: int) -> None:
        """Its rows are nobody's from now on."""
        self._turns[slot] += 1

    def candidates(self, features: AbstractSet[str]) -> tuple[set[int], set[int]]:
        """Slots that the features meet, and slots to be tried; one may be in both."""
        if len(self._new) > max(UNSORTED, self._rows.size // SHARE):
            self.sort()
        present = np.fromiter(filter(None, map(self._number.get, features)), np.int32)
        self._has = _long_enough(self._has, len(self._number))
        self._has[ALWAYS] = self._has[present] = True
        fresh = self._fresh()
        try:
            codes = np.concatenate([self._kept(self._rows, self._begun(present), 1), self._kept(fresh, np.arange(fresh.shape[1]), 0)])
        finally:
            self._has[present] = False
        exact = codes & 1 == 1
        return {*(codes.compress(exact) >> 1).tolist()}, {*(codes.compress(~exact) >> 1).tolist()}

    def _begun(self, present: Numbers) -> Places:
        """Sorted rows whose first feature is there."""
        known = present[present < len(self._starts) - 1]
        begin = self._starts.take(known)
        number = self._starts.take(known + 1) - begin
        before = np.cumsum(number) - number
        places: Places = np.repeat(begin - before, number) + np.arange(number.sum())
        return places

    def _fresh(self) -> Numbers:
        """The unsorted rows, as columns: a view that must be gone before another is put."""
        return np.frombuffer(self._new or b"", np.int32).reshape(-1, COLUMNS).T

    def _kept(self, rows: Numbers, places: Places, column: int) -> Numbers:
        """The codes of those whose features from this column on are all there, what they ban is not, and their turn is now."""
        for each in range(column, FEATURES):
            there = self._has.take(rows[each].take(places))
            places = places.compress(there if each < WIDTH else ~there)
        codes: Numbers = rows[SLOT].take(places)
        current: Numbers = codes.compress(self._turns.take(codes >> 1) == rows[TURN].take(places))
        return current

    def sort(self) -> None:
        """New rows between the others by their first feature, without those that are nobody's."""
        new, rows = self._current(self._fresh()), self._current(self._rows)
        new = new[:, np.argsort(new[0], kind="stable")]
        self._rows = np.insert(rows, np.searchsorted(rows[0], new[0]), new, axis=1)
        self._new = array("i")
        if len(self._number) > 2 * self._names:
            self._renumber()
        self._starts = np.searchsorted(self._rows[0], np.arange(len(self._number) + 1)).astype(np.int32)

    def _current(self, rows: Numbers) -> Numbers:
        kept: Numbers = rows[:, self._turns[rows[SLOT] >> 1] == rows[TURN]]
        return kept

    def _renumber(self) -> None:
        """Forget the features that no row holds; the others keep their order."""
        used = np.zeros(len(self._number), np.bool_)
        used[[ALWAYS, NEVER]] = True
        for column in self._rows[:FEATURES]:
            used[column] = True
        place = np.cumsum(used, dtype=np.int32) - 1
        self._rows[:FEATURES] = place[self._rows[:FEATURES]]
        self._number = {name: int(place[number]) for name, number in self._number.items() if used[number]}
        self._names = max(FEW, len(self._number))


def _long_enough(column: npt.NDArray[Scalar], length: int) -> npt.NDArray[Scalar]:
    """The column, at least twice as long where it is too short; what is new is zero."""
    if len(column) >= length:
        return column
    return np.concatenate([column, np.zeros(max(length, 2 * len(column)) - len(column), column.dtype)])
