"""The archive's connection, and how its rows are read."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson

from streams.sinks.sqlite import Opened, for_reading

Row = dict[str, Any]


class Connected(Opened):
    """A writer's connection stays; a reader's follows the file."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """`path` makes a reader of it: one that opens the file again when another takes its place."""
        super().__init__(connection)
        self._path, self._file = path, path.stat().st_ino if path else 0

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection; a reader's follows the file, which is another once a damaged one was set aside."""
        if self._path and self._path.exists() and self._path.stat().st_ino != self._file:
            self._file = self._path.stat().st_ino
            self._hold(for_reading(self._path))
        return self._connection

    def _rows(self, query: str, *values: object) -> list[Row]:
        return [dict(row) for row in self._db.execute(query, values)]

    def _records(self, query: str, *values: object) -> list[Row]:
        return [
            orjson.loads(row["record"]) | {key: row[key] for key in row.keys() if key != "record"}  # noqa: SIM118
            for row in self._db.execute(query, values)
        ]
