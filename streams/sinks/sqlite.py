"""What all our SQLite files have in common: one writer, readers beside it, nothing left of what was deleted."""

import sqlite3
from collections.abc import Iterator, Sized
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self


def for_writing(path: Path) -> sqlite3.Connection:
    """Made where it is not there yet. A crash of the machine may lose the newest commits, which come again from the topics."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("PRAGMA secure_delete=ON")
    return db


def for_reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)


@contextmanager
def all_or_nothing(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction, undone by whatever is raised in it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def marks(values: Sized) -> str:
    """As many question marks as there are values, for IN (…)."""
    return ",".join("?" * len(values))


class Opened:
    """A file that is open, with rows by name; closed by `close` or at the end of a `with`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._hold(connection)

    def _hold(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._connection.row_factory = sqlite3.Row

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connection

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing; never held over an await."""
        return all_or_nothing(self._db)
