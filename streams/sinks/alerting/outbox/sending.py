"""What is due, put together into messages, and how their receivers answered."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas import Alert, Channel
from streams.sinks.alerting.outbox.store import Store, named
from streams.sinks.alerting.schedule import Why
from streams.sinks.sqlite import marks

TOGETHER = 500
"""Most alerts of one message."""


@dataclass(frozen=True, slots=True)
class Message:
    """Alerts that one receiver is sent together. The same `id` is the same message, however often it is sent."""

    id: str
    channel: Channel
    alerts: tuple[Alert, ...]
    origins: tuple[str, ...]
    """Where each alert came from on its topic, partition:offset."""
    why: Why
    attempts: int
    """Attempts before this one."""
    began: datetime


class Sending(Store):
    """What was once put into a message stays in it, whatever happens."""

    def due(self, now: datetime, without: Iterable[str] = (), under_way: Iterable[str] = (), limit: int = 200) -> list[Message]:
        """Messages to be sent, the longest due first, none to the receivers `without`, none that is `under_way`. What was
        held for one receiver of one search becomes one message."""
        closed, begun = [*without], [*under_way]
        rows = self._db.execute(
            f"SELECT * FROM outbox WHERE state = 'waiting' AND due_at <= ? AND channel NOT IN ({marks(closed)}) "  # noqa: S608
            f"AND COALESCE(message, '') NOT IN ({marks(begun)}) {self._ours}ORDER BY due_at, place LIMIT ?",
            (now.timestamp(), *closed, *begun, limit),
        ).fetchall()
        if not rows:
            return []
        names: dict[str, None] = {}
        with self.transaction():
            for row in rows:
                names[row["message"] or self._claimed(row, now)] = None
        return [self._message(name) for name in names]

    def _claimed(self, row: sqlite3.Row, now: datetime) -> str:
        """The message this alert goes in."""
        if row["why"] == "now":
            return self._claim([row], now)
        known = self._db.execute("SELECT message FROM outbox WHERE place = ?", (row["place"],)).fetchone()["message"]
        if known:  # with another of these rows, a moment ago
            return str(known)
        together = self._db.execute(
            "SELECT * FROM outbox WHERE search = ? AND channel = ? AND state = 'waiting' AND message IS NULL AND due_at <= ? "
            "AND why != 'now' ORDER BY place LIMIT ?",
            (row["search"], row["channel"], now.timestamp(), TOGETHER),
        ).fetchall()
        return self._claim(together if row["place"] in [each["place"] for each in together] else [row], now)

    def _claim(self, rows: Sequence[sqlite3.Row], now: datetime) -> str:
        """From now on these are one message, whatever happens; its name."""
        name = named(*sorted(row["id"] for row in rows)) if len(rows) > 1 else str(rows[0]["id"])
        self._db.executemany(
            "UPDATE outbox SET message = ?, sent_at = ? WHERE place = ?", [(name, now.timestamp(), row["place"]) for row in rows]
        )
        return name

    def _message(self, name: str) -> Message:
        rows = self._db.execute("SELECT * FROM outbox WHERE message = ? ORDER BY place", (name,)).fetchall()
        whys = {row["why"] for row in rows}
        kept = [row for row in rows if row["alert"]]
        why: Why = "burst" if "burst" in whys else rows[-1]["why"]
        return Message(
            name,
            Channel.from_json(rows[0]["receiver"]),
            tuple(Alert.from_json(row["alert"]) for row in kept),
            tuple(row["origin"] for row in kept),
            why,
            max(row["attempts"] for row in rows),
            datetime.fromtimestamp(min(row["sent_at"] for row in rows), UTC),
        )

    def next_due(self, after: datetime) -> datetime | None:
        """When something is due that was not yet `after`."""
        waits = f"state = 'waiting' AND due_at > ? {self._ours}"
        found = self._times(f"SELECT MIN(due_at) FROM outbox WHERE {waits}", after.timestamp())  # noqa: S608  # words of our own
        return found[0] if found else None

    def delivered(self, message: Message) -> None:
        """Its receiver has it; the text is not kept."""
        self._db.execute(
            "UPDATE outbox SET state = 'sent', reason = NULL, attempts = attempts + 1, alert = NULL WHERE message = ?", (message.id,)
        )

    def postpone(self, message: Message, until: datetime, reason: str) -> None:
        self._db.execute(
            "UPDATE outbox SET due_at = ?, attempts = attempts + 1, reason = ? WHERE message = ?", (until.timestamp(), reason, message.id)
        )

    def bury(self, message: Message, reason: str) -> None:
        """It was given up; put again it is tried again."""
        self._db.execute("UPDATE outbox SET state = 'dead', attempts = attempts + 1, reason = ? WHERE message = ?", (reason, message.id))
