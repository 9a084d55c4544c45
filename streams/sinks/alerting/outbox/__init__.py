"""What was told to whom, and what is still to be sent: SQLite, written by the alerts role, or by every shard of it.

An alert is put here before it is acked, and settled once its receiver answered: a crash between may send it again
under the same key, and never loses it. Doing anything twice changes nothing.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schemas import Alert
from streams.sinks.alerting.breaker import Breaker
from streams.sinks.alerting.outbox.planning import Planning
from streams.sinks.alerting.outbox.sending import Message, Sending
from streams.sinks.alerting.outbox.store import VERSION, WHOLE, delivery_id
from streams.sinks.alerting.raising import Told

__all__ = ["VERSION", "WHOLE", "Message", "Outbox", "delivery_id"]

KEPT = timedelta(days=30)
"""How long it is remembered who was told, as long as `news.alerts` is kept."""
SETTLED = timedelta(days=7)
"""How long what was sent is remembered."""


class Outbox(Planning, Sending):
    """`Outbox(folder)`; each shard sends, withdraws and looks for what is due among its own searches only."""

    def told(self, article: str, story: str | None) -> Told:
        rows = self._db.execute("SELECT search, alert FROM told WHERE article = ?", (article,)).fetchall()
        return Told(
            {row["search"]: Alert.from_json(row["alert"]) for row in rows},
            ToldOfStory(self._db, story),
            frozenset(row["search"] for row in self._db.execute("SELECT search FROM waiting WHERE story = ?", (story,))),
        )

    def note(self, alerts: Iterable[Alert], story: str | None, waiting: Iterable[str], now: datetime) -> None:
        """Who is told from now on, and who waits for the story."""
        first = [alert for alert in alerts if alert.kind == "match"]
        self._db.executemany(
            "INSERT OR IGNORE INTO told VALUES (?,?,?,?,?)",
            [(a.article.id, a.search_key, a.article.story, now.timestamp(), a.to_json()) for a in first],
        )
        self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?,?,?)", [(story, key, now.timestamp()) for key in waiting])

    def waiting_searches(self) -> set[str]:
        """Our searches with alerts that were not sent yet."""
        rows = self._db.execute("SELECT DISTINCT search FROM outbox WHERE state = 'waiting'")
        return {row["search"] for row in rows if self._shard.has(row["search"])}

    def withdraw(self, search: str) -> None:
        """Nothing that waits for a search goes out any more: it was removed."""
        waits = "search = ? AND state = 'waiting' AND kind = 'match' AND message IS NULL"
        self._db.execute(f"UPDATE outbox SET state = 'withdrawn', alert = NULL WHERE {waits}", (search,))  # noqa: S608

    def unsubscribe(self, search: str, left: Iterable[str]) -> None:
        """These channels are told no more of a search, also once it is removed; what waits for them is withdrawn."""
        pairs = [(search, channel) for channel in left]
        if not pairs and search not in self._left:
            return  # as nearly all of them: a million are loaded at a start
        self._left.add(search)
        self._db.execute("DELETE FROM unsubscribed WHERE search = ?", (search,))
        self._db.executemany("INSERT INTO unsubscribed VALUES (?,?)", pairs)
        self._db.executemany(
            "UPDATE outbox SET state = 'withdrawn', alert = NULL WHERE search = ? AND channel = ? AND state = 'waiting'", pairs
        )

    def breakers(self) -> dict[str, Breaker]:
        """What is known of receivers that failed lately."""
        rows = self._db.execute("SELECT channel, failures, opens FROM receivers")
        return {row["channel"]: Breaker(row["failures"], _moment(row["opens"])) for row in rows}

    def note_breaker(self, channel: str, breaker: Breaker) -> None:
        """How a receiver does from now on; one that does well needs no note."""
        if breaker.failures:
            opens = breaker.opens.timestamp() if breaker.opens else None
            self._db.execute("INSERT OR REPLACE INTO receivers VALUES (?,?,?)", (channel, breaker.failures, opens))
        else:
            self._db.execute("DELETE FROM receivers WHERE channel = ?", (channel,))

    def forget(self, article: str) -> None:
        """Nothing of the article stays."""
        self._db.execute("UPDATE outbox SET state = 'withdrawn', alert = NULL WHERE article = ?", (article,))
        self._db.execute("DELETE FROM told WHERE article = ?", (article,))

    def prune(self, now: datetime) -> None:
        """What is old is let go."""
        self._db.execute("DELETE FROM told WHERE at < ?", ((now - KEPT).timestamp(),))
        self._db.execute("DELETE FROM waiting WHERE at < ?", ((now - KEPT).timestamp(),))
        self._db.execute("DELETE FROM outbox WHERE state != 'waiting' AND put_at < ?", ((now - SETTLED).timestamp(),))


@dataclass(frozen=True, slots=True)
class ToldOfStory:
    """Whether a search was told of an article of this story, looked up search by search: a big story was told to thousands."""

    db: sqlite3.Connection
    story: str | None

    def __contains__(self, search: object) -> bool:
        return self.db.execute("SELECT 1 FROM told WHERE story = ? AND search = ? LIMIT 1", (self.story, search)).fetchone() is not None


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
