"""Numbers by the hour or minute of their time: whole ones expire, the oldest first."""

import heapq
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from streams.steps.dedupe.arrays import Arrays, joined, parted

HOUR, MINUTE = 3600, 60


@dataclass(slots=True)
class Ages:
    """Four bytes a number. What a backfill brings late is old all the same."""

    step: int = HOUR
    """Seconds that expire together."""
    _spans: dict[int, "array[int]"] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)

    def add(self, at: datetime, number: int) -> None:
        span = int(at.timestamp() // self.step)
        if span not in self._spans:
            self._spans[span] = array("I")
            heapq.heappush(self._order, span)
        self._spans[span].append(number)

    def before(self, at: datetime) -> Iterator[int]:
        """Take out what is of spans that were over at `at`."""
        first = int(at.timestamp() // self.step)
        while self._order and self._order[0] < first:
            yield from self._spans.pop(heapq.heappop(self._order))

    def due(self, at: datetime) -> list[int]:
        """What `before` would take out."""
        first = int(at.timestamp() // self.step)
        if not self._order or self._order[0] >= first:
            return []
        return [number for span in sorted(span for span in self._order if span < first) for number in self._spans[span]]

    def oldest(self) -> int:
        """Take out the first that came of the oldest span. Raises IndexError where there is none."""
        span = self._order[0]
        number = self._spans[span].pop(0)
        if not self._spans[span]:
            del self._spans[heapq.heappop(self._order)]
        return number

    def to_arrays(self) -> Arrays:
        spans = np.fromiter(self._spans, np.int64, len(self._spans))
        return {"step": np.array(self.step), "spans": spans, **joined(self._spans.values(), np.uint32)}

    @classmethod
    def of(cls, arrays: Arrays) -> "Ages":
        """The ages that gave these arrays."""
        spans = dict(zip(arrays["spans"].tolist(), (array("I", piece.tobytes()) for piece in parted(arrays)), strict=True))
        return cls(int(arrays["step"]), spans, sorted(spans))
