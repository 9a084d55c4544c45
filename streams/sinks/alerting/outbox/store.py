"""The outbox's file, its tables, and the shard that has it open."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from streams.sinks.alerting.shard import Reached, Shard
from streams.sinks.sqlite import Opened, for_writing

VERSION = 1
BUSY_MS = 30_000
"""How long one shard waits for another's transaction."""
WHOLE = Shard()

SCHEMA = """
CREATE TABLE IF NOT EXISTS told (article TEXT, search TEXT, story TEXT, at REAL, alert BLOB, PRIMARY KEY (article, search)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_of_story ON told (story, search) WHERE story IS NOT NULL;
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


class Store(Opened):
    """`Store(folder)`; each shard looks among its own searches only."""

    def __init__(self, folder: Path, shard: Shard = WHOLE) -> None:
        self._shard, self._path = shard, folder / "outbox.sqlite"
        super().__init__(for_writing(self._path))
        self._db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        self._db.create_function("ours", 1, shard.has, deterministic=True)
        self._ours = "" if shard == WHOLE else "AND ours(search) "
        self._db.execute(f"PRAGMA user_version={VERSION}")
        self._db.executescript(SCHEMA)
        self._left = {row["search"] for row in self._db.execute("SELECT DISTINCT search FROM unsubscribed")}
        self.reached, self._file = Reached(self._db, shard), self._path.stat().st_ino

    def check(self) -> None:
        """Raises FileNotFoundError where the file is not the one that was opened."""
        if not self._path.exists() or self._path.stat().st_ino != self._file:
            raise FileNotFoundError(f"{self._path} was set aside")

    def _times(self, query: str, *values: object) -> tuple[datetime, ...]:
        return tuple(datetime.fromtimestamp(row[0], UTC) for row in self._db.execute(query, values) if row[0] is not None)


def delivery_id(alert: str, channel: str) -> str:
    """The name of one alert's way to one receiver: an alert's id and a channel's key."""
    return named(alert, channel)


def named(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
