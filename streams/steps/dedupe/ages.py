"""Numbers by the hour of their time: whole hours expire, the oldest first."""

import heapq
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from streams.steps.dedupe.arrays import Arrays, joined, parted

HOUR = 3600


@dataclass(slots=True)
class Ages:
    """Four bytes a number. What a backfill brings late is old all the same."""

    _hours: dict[int, "array[int]"] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)

    def add(self, at: datetime, number: int) -> None:
        hour = int(at.timestamp() // HOUR)
        if hour not in self._hours:
            self._hours[hour] = array("I")
            heapq.heappush(self._order, hour)
        self._hours[hour].append(number)

    def before(self, at: datetime) -> Iterator[int]:
        """Take out what is of hours that were over at `at`."""
        while self._order and (self._order[0] + 1) * HOUR <= at.timestamp():
            yield from self._hours.pop(heapq.heappop(self._order))

    def oldest(self) -> int:
        """Take out the first that came of the oldest hour. Raises IndexError where there is none."""
        hour = self._order[0]
        number = self._hours[hour].pop(0)
        if not self._hours[hour]:
            del self._hours[heapq.heappop(self._order)]
        return number

    def to_arrays(self) -> Arrays:
        return {"hours": np.fromiter(self._hours, np.int64, len(self._hours)), **joined(self._hours.values(), np.uint32)}

    @classmethod
    def of(cls, arrays: Arrays) -> "Ages":
        """The ages that gave these arrays."""
        hours = dict(zip(arrays["hours"].tolist(), (array("I", piece.tobytes()) for piece in parted(arrays)), strict=True))
        return cls(hours, sorted(hours))
