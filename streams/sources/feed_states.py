"""The states of polled feeds in one SQLite file, so that a restart asks nothing twice."""

import sqlite3
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from streams.sources.feed_state import FeedState

MOMENTS = ("next_at", "answered_at")


class FeedStates:
    """One writer; a state that is saved is on disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS feeds (asked TEXT PRIMARY KEY, state TEXT NOT NULL)")

    def of(self, asked: str) -> FeedState:
        """The state of the feed listed as `asked`; a fresh one where it was never asked."""
        row = self._db.execute("SELECT state FROM feeds WHERE asked = ?", (asked,)).fetchone()
        return _state(orjson.loads(row[0])) if row else FeedState(asked, asked)

    def save(self, state: FeedState) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?)", (state.asked, orjson.dumps(asdict(state)).decode()))

    def close(self) -> None:
        self._db.close()


def _state(row: dict[str, Any]) -> FeedState:
    moments = {name: datetime.fromisoformat(row[name]) for name in MOMENTS if row[name]}
    return FeedState(**row | moments | {"seen": tuple(row["seen"])})
