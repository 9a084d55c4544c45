"""Closed stories, as long as one of their articles may bring them back."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from streams.steps.dedupe.arrays import Arrays, packed, unpacked
from streams.steps.dedupe.thread import Thread

ALONE = 2
"""Revisions of a story that one article opened and time closed: it is made from that article again."""


@dataclass(slots=True)
class Dormant:
    """The others as bytes, by id: there are very many."""

    _rows: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    _closed: deque[tuple[float, str]] = field(default_factory=deque)

    def put(self, thread: Thread, at: datetime) -> None:
        if thread.revision > ALONE:
            self._rows[thread.id] = (at.timestamp(), orjson.dumps(thread.row()))
            self._closed.append((at.timestamp(), thread.id))

    def get(self, story: str) -> Thread | None:
        found = self._rows.get(story)
        return Thread.of(orjson.loads(found[1])) if found else None

    def drop(self, story: str) -> None:
        self._rows.pop(story, None)

    def expire(self, before: datetime) -> Iterator[str]:
        """Let go of what was closed before, and not since; the stories that had become part of it."""
        while self._closed and self._closed[0][0] < before.timestamp():
            at, story = self._closed.popleft()
            if story in self._rows and self._rows[story][0] == at:
                yield from Thread.of(orjson.loads(self._rows.pop(story)[1])).parts

    def to_arrays(self) -> Arrays:
        rows = [[story, at, orjson.Fragment(row)] for story, (at, row) in self._rows.items()]
        return {"rows": packed(rows), "closed": packed(list(self._closed))}

    @classmethod
    def of(cls, arrays: Arrays) -> "Dormant":
        """The stories that gave these arrays."""
        rows = {story: (at, orjson.dumps(row)) for story, at, row in unpacked(arrays["rows"])}
        return cls(rows, deque((at, story) for at, story in unpacked(arrays["closed"])))
