"""What happens from now on, or after an event that is named: one event after another, no faster than they are taken.

Nothing is queued for whoever listens: what was not taken yet stays in the archive.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from schemas import EnrichedArticle
from streams.query import Document, Query, matches
from streams.sinks.archive import Archive

LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is alert, article, gone or gap; a gap has no id."""

    id: str
    kind: str
    data: Any


class Timeline(Protocol):
    """Events in the order in which they were kept, each with a place that only grows."""

    def place(self, id: str) -> int | None:
        """Where an event stands; None: it is not known."""

    def newest(self) -> int:
        """Where the last event stands."""

    def after(self, place: int) -> tuple[int, list[Event]]:
        """The next events, some 200 at most, and the place up to which that looked."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Alerts as `public` shows them, of one search (`tenant/id`) where it is given."""

    archive: Archive
    public: Callable[[dict[str, Any]], dict[str, Any]]
    search: str | None = None

    def place(self, id: str) -> int | None:
        return self.archive.alert_place(id)

    def newest(self) -> int:
        return self.archive.newest_alert_place()

    def after(self, place: int) -> tuple[int, list[Event]]:
        rows = self.archive.alerts_after(place)
        wanted = [row for _, row in rows if self.search in (None, f"{row['tenant']}/{row['search']}")]
        return rows[-1][0] if rows else place, [Event(row["id"], "alert", self.public(row)) for row in wanted]


@dataclass(frozen=True, slots=True)
class Articles:
    """The newest version of each article that was indexed, those that meet `query` where it is given; `gone` is what
    was killed or withheld. An event's id is the article's `indexed_at`."""

    archive: Archive
    query: Query | None = None

    def place(self, id: str) -> int | None:
        return int(id) if id.isascii() and id.isdigit() and len(id) <= 18 else None

    def newest(self) -> int:
        return self.archive.newest_article_place()

    def after(self, place: int) -> tuple[int, list[Event]]:
        rows = self.archive.articles_after(place)
        events = [_article(row) for row in rows if row["status"] != "usable" or self._meets(row)]
        return rows[-1]["indexed_at"] if rows else place, events

    def _meets(self, row: dict[str, Any]) -> bool:
        return self.query is None or matches(self.query, Document.of(EnrichedArticle.model_validate(row)))


def _article(row: dict[str, Any]) -> Event:
    id = str(row["indexed_at"])
    if row["status"] == "usable":
        return Event(id, "article", row)
    return Event(id, "gone", {name: row.get(name) for name in ("id", "version", "rank", "status", "indexed_at")})


async def follow(timeline: Timeline, last: str | None) -> AsyncIterator[Event | None]:
    """Events after the one called `last`, or from now on; None whenever a look found nothing.

    A `last` that is not known is answered with an event `gap`, and the stream goes on from now.
    """
    known = await asyncio.to_thread(timeline.place, last) if last else None
    place = await asyncio.to_thread(timeline.newest) if known is None else known
    if last and known is None:
        yield Event("", "gap", {"last_event_id": last, "detail": "this event is not known here; the stream goes on from now"})
    while True:
        place, events = await asyncio.to_thread(timeline.after, place)
        for event in events:
            yield event
        if not events:
            yield None
            await asyncio.sleep(LOOK_SECONDS)
