"""What was told to whom, and what is still to be sent: SQLite, written by the alerts role, or by every shard of it.

An alert is put here before it is acked, and settled once its receiver answered: a crash between may send it again
under the same key, and never loses it. Doing anything twice changes nothing.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from schemas import Alert, Channel, Policy
from streams.sinks.alerting.breaker import Breaker
from streams.sinks.alerting.raising import Told
from streams.sinks.alerting.schedule import History, Plan, Why, plan
from streams.sinks.alerting.shard import Reached, Shard
from streams.sinks.sqlite import all_or_nothing, for_writing

VERSION = 1
KEPT = timedelta(days=30)
"""How long it is remembered who was told, as long as `news.alerts` is kept."""
SETTLED = timedelta(days=7)
"""How long what was sent is remembered."""
TOGETHER = 500
"""Most alerts of one message."""
BUSY_MS = 30_000
"""How long one shard waits for another's transaction."""
WHOLE = Shard()

SCHEMA = """
CREATE TABLE IF NOT EXISTS told (article TEXT, search TEXT, story TEXT, at REAL, alert BLOB, PRIMARY KEY (article, search)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_by_story ON told (story) WHERE story IS NOT NULL;
CREATE INDEX IF NOT EXISTS told_by_time ON told (at);
CREATE TABLE IF NOT EXISTS waiting (story TEXT, search TEXT, at REAL, PRIMARY KEY (story, search)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (place INTEGER PRIMARY KEY, id TEXT UNIQUE, search TEXT, channel TEXT, article TEXT, kind TEXT,
  why TEXT, put_at REAL, due_at REAL, state TEXT, message TEXT, attempts INTEGER DEFAULT 0, sent_at REAL, reason TEXT,
  origin TEXT, receiver BLOB, alert BLOB);
CREATE TABLE IF NOT EXISTS receivers (channel TEXT PRIMARY KEY, failures INTEGER, opens REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unsubscribed (search TEXT, channel TEXT, PRIMARY KEY (search, channel)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS outbox_history ON outbox (search, channel, put_at);
CREATE INDEX IF NOT EXISTS outbox_article ON outbox (article);
CREATE INDEX IF NOT EXISTS outbox_message ON outbox (message) WHERE message IS NOT NULL;
"""


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


class Outbox:
    """`Outbox(folder)`; each shard sends, withdraws and looks for what is due among its own searches only."""

    def __init__(self, folder: Path, shard: Shard = WHOLE) -> None:
        self._shard, self._path = shard, folder / "outbox.sqlite"
        self._db = for_writing(self._path)
        self._db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        self._db.create_function("ours", 1, shard.has, deterministic=True)
        self._ours = "" if shard == WHOLE else "AND ours(search) "
        self._db.row_factory = sqlite3.Row
        self._db.execute(f"PRAGMA user_version={VERSION}")
        self._db.executescript(SCHEMA)
        self._left = {row["search"] for row in self._db.execute("SELECT DISTINCT search FROM unsubscribed")}
        self.reached, self._file = Reached(self._db, shard), self._path.stat().st_ino

    def check(self) -> None:
        """Raises FileNotFoundError where the file is not the one that was opened."""
        if not self._path.exists() or self._path.stat().st_ino != self._file:
            raise FileNotFoundError(f"{self._path} was set aside")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing; never held over an await."""
        return all_or_nothing(self._db)

    def told(self, article: str, story: str | None) -> Told:
        rows = self._db.execute("SELECT search, alert FROM told WHERE article = ?", (article,)).fetchall()
        return Told(
            {row["search"]: Alert.from_json(row["alert"]) for row in rows},
            frozenset(row["search"] for row in self._db.execute("SELECT search FROM told WHERE story = ?", (story,))),
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

    def put(self, alert: Alert, policy: Policy, now: datetime, origin: str = "") -> int:
        """Plan the alert, which came as `origin` (partition:offset), for each receiver; for how many of them it is new."""
        return sum(self._put(alert, channel, policy, now, origin) for channel in alert.receivers)

    def _put(self, alert: Alert, channel: Channel, policy: Policy, now: datetime, origin: str) -> bool:
        if self._db.execute("SELECT 1 FROM unsubscribed WHERE search = ? AND channel = ?", (alert.search_key, channel.key)).fetchone():
            return False
        id = delivery_id(alert.id, channel.key)
        state = self._db.execute("SELECT state FROM outbox WHERE id = ?", (id,)).fetchone()
        if state:
            return state["state"] == "dead" and self._revive(id, now)
        if alert.kind != "match" and self._overtakes(alert, channel):
            self._insert(id, alert, channel, Plan(now, "now"), now, origin, "merged")
            return False
        planned = plan(policy, alert.kind, self.history(alert.search_key, channel, policy, now), now)
        if planned.with_held:
            self._db.execute(
                "UPDATE outbox SET due_at = ? WHERE search = ? AND channel = ? AND state = 'waiting' AND message IS NULL",
                (now.timestamp(), alert.search_key, channel.key),
            )
        self._insert(id, alert, channel, planned, now, origin)
        return True

    def _insert(self, id: str, alert: Alert, channel: Channel, planned: Plan, now: datetime, origin: str, state: str = "waiting") -> None:
        why = "digest" if planned.with_held and planned.why == "now" else planned.why
        self._db.execute(
            "INSERT INTO outbox (id, search, channel, article, kind, why, put_at, due_at, state, origin, receiver, alert) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (id, alert.search_key, channel.key, alert.article.id, alert.kind, why, now.timestamp(), planned.due.timestamp(),
             state, origin, channel.to_json(), alert.to_json() if state == "waiting" else None),
        )  # fmt: skip

    def _overtakes(self, alert: Alert, channel: Channel) -> bool:
        """What was not sent yet is brought up to date, or for a retraction taken back: its receiver need never know."""
        about = (alert.search_key, channel.key, alert.article.id)
        rows = self._db.execute(
            "SELECT place, kind, message, state, alert FROM outbox WHERE search = ? AND channel = ? AND article = ? "
            "AND kind != 'retraction' ORDER BY place",
            about,
        ).fetchall()
        held = [row for row in rows if row["message"] is None and row["state"] == "waiting"]
        if alert.kind == "retraction":
            self._db.executemany("UPDATE outbox SET state = 'withdrawn', alert = NULL WHERE place = ?", [(row["place"],) for row in held])
            return bool(rows) and all(row["message"] is None for row in rows)
        if not held:
            return False
        newer = Alert.from_json(held[-1]["alert"]).model_copy(update={"article": alert.article})
        self._db.execute("UPDATE outbox SET alert = ? WHERE place = ?", (newer.to_json(), held[-1]["place"]))
        return True

    def _revive(self, id: str, now: datetime) -> bool:
        """A dead one that is put again is tried again, under the same message."""
        self._db.execute(
            "UPDATE outbox SET state = 'waiting', attempts = 0, put_at = ?, due_at = ? WHERE id = ? AND alert IS NOT NULL",
            (now.timestamp(), now.timestamp(), id),
        )
        return True

    def history(self, search: str, channel: Channel, policy: Policy, now: datetime) -> History:
        """What the plan looks at; nothing where the policy asks for nothing."""
        if not (policy.throttle or policy.digest or policy.burst or policy.quiet):
            return History()
        at = (search, channel.key)
        sent = self._times(
            "SELECT MIN(sent_at) FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND sent_at IS NOT NULL "
            "AND kind != 'retraction' GROUP BY message ORDER BY 1", *at, (now - timedelta(days=3)).timestamp(),
        )  # fmt: skip
        span = timedelta(minutes=policy.burst.minutes if policy.burst else 0)
        matched = self._times(
            "SELECT put_at FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND kind = 'match' ORDER BY put_at",
            *at, (now - span).timestamp(),
        )  # fmt: skip
        told = self._times(
            "SELECT MAX(put_at) FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND why = 'burst'",
            *at,
            (now - span).timestamp(),
        )
        held = "SELECT COUNT(*) FROM outbox WHERE search = ? AND channel = ? AND state = 'waiting' AND message IS NULL"
        return History(sent, matched, told[0] if told else None, int(self._db.execute(held, at).fetchone()[0]))

    def _times(self, query: str, *values: object) -> tuple[datetime, ...]:
        return tuple(datetime.fromtimestamp(row[0], UTC) for row in self._db.execute(query, values) if row[0] is not None)

    def due(self, now: datetime, without: Iterable[str] = (), limit: int = 200) -> list[Message]:
        """Messages to be sent, the longest due first, none to the receivers `without`. What was held for one receiver
        of one search becomes one message."""
        left_out = [*without]
        rows = self._db.execute(
            f"SELECT * FROM outbox WHERE state = 'waiting' AND due_at <= ? AND channel NOT IN ({','.join('?' * len(left_out))}) "  # noqa: S608
            f"{self._ours}ORDER BY due_at, place LIMIT ?",
            (now.timestamp(), *left_out, limit),
        ).fetchall()
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
        name = _key(*sorted(row["id"] for row in rows)) if len(rows) > 1 else str(rows[0]["id"])
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


def delivery_id(alert: str, channel: str) -> str:
    """The name of one alert's way to one receiver: an alert's id and a channel's key."""
    return _key(alert, channel)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
