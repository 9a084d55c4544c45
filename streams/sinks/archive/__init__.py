"""Everything known about each article, in SQLite: one writer (the index role), any number of readers.

Every write is idempotent: a record that comes again changes nothing, an older version never replaces a newer one.
"""

from pathlib import Path
from typing import Self

from schemas import Takedown
from streams.sinks.archive.account import Account
from streams.sinks.archive.alerts import Alerts
from streams.sinks.archive.articles import Articles
from streams.sinks.archive.stories import Stories
from streams.sinks.archive.tables import SCHEMA, VERSION
from streams.sinks.sqlite import for_reading, for_writing

__all__ = ["Archive"]


class Archive(Articles, Stories, Alerts, Account):
    """`Archive.writer(folder)` for the one that writes, `Archive.reader(folder)` for everybody else."""

    @classmethod
    def writer(cls, folder: Path) -> Self:
        db = for_writing(folder / "archive.sqlite")
        if db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None:
            db.execute(f"PRAGMA user_version={VERSION}")
        db.executescript(SCHEMA)
        return cls(db)

    @classmethod
    def reader(cls, folder: Path) -> Self:
        """Makes the file where it is not there yet, so that a page can be shown before the first article."""
        cls.writer(folder).close()
        path = folder.resolve() / "archive.sqlite"
        return cls(for_reading(path), path)

    @property
    def follows_topics(self) -> bool:
        """Whether this archive holds what the topics held when it was made, so that it may go on where its group stands."""
        return self._db.execute("SELECT 1 FROM marks WHERE name = 'follows topics'").fetchone() is not None

    def follow_topics(self) -> None:
        """From now on it does: its group was set to the start."""
        self._db.execute("INSERT OR IGNORE INTO marks VALUES ('follows topics')")

    def forget(self, takedown: Takedown) -> None:
        """Erase everything of an article but that it was forgotten; what comes of it later is refused."""
        article = takedown.article
        names = {f"id:{article}", *takedown.aliases}
        self._db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?,?)", [(name, article) for name in sorted(names)])
        self._db.execute("DELETE FROM stories WHERE size = 1 AND id = (SELECT story FROM articles WHERE id = ?)", (article,))
        for table in ("articles", "versions"):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (article,))  # noqa: S608  # two names of our own
        self._db.execute("DELETE FROM alerts WHERE article = ?", (article,))
        self._db.execute("UPDATE story_events SET article = NULL WHERE article = ?", (article,))
        self._db.execute("UPDATE articles SET of = NULL WHERE of = ?", (article,))
        self._db.execute(
            "UPDATE trail SET record = NULL, detail = NULL, reason = CASE step WHEN 'index' THEN 'forgotten' ELSE reason END "
            "WHERE article = ?",
            (article,),
        )
