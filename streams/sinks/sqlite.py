"""What all our SQLite files have in common: one writer, readers beside it, nothing left of what was deleted."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
