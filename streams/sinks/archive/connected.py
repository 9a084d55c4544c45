"""The archive's connection, and how its rows are read."""

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

import orjson

from streams.sinks.sqlite import all_or_nothing, for_reading

Row = dict[str, Any]


class Connected:
    """A writer's connection stays; a reader's follows the file."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """`path` makes a reader of it: one that opens the file again when another takes its place."""
        self._path, self._file = path, path.stat().st_ino if path else 0
        self._connection = connection
        self._connection.row_factory = sqlite3.Row

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection; a reader's follows the file, which is another once a damaged one was set aside."""
        if self._path and self._path.exists() and self._path.stat().st_ino != self._file:
            self._file = self._path.stat().st_ino
            self._connection = for_reading(self._path)
            self._connection.row_factory = sqlite3.Row
        return self._connection

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing."""
        return all_or_nothing(self._db)

    def _rows(self, query: str, *values: object) -> list[Row]:
        return [dict(row) for row in self._db.execute(query, values)]

    def _records(self, query: str, *values: object) -> list[Row]:
        return [
            orjson.loads(row["record"]) | {key: row[key] for key in row.keys() if key != "record"}  # noqa: SIM118
            for row in self._db.execute(query, values)
        ]
