"""The newest version of each article, and what earlier ones were called."""

import time
from collections.abc import Iterator, Sequence

from schemas import EnrichedArticle
from streams.sinks.archive.connected import Connected, Row
from streams.sinks.archive.tables import SHOWN
from streams.sinks.sqlite import marks


class Articles(Connected):
    """An older version never replaces a newer one."""

    _last_stamp = 0

    def put(self, article: EnrichedArticle, record: bytes) -> int | None:
        """Keep a version. Its `indexed_at` (microseconds, never twice) where it is now the newest, else None."""
        duplicate = article.duplicate.of if article.duplicate else None
        stamp = self._stamp()
        told = self._db.execute(
            "INSERT OR IGNORE INTO versions VALUES (?,?,?,?,?,?)",
            (article.id, article.rank, str(article.version), article.title, article.change, stamp),
        )
        if article.source:
            self._db.execute(
                "INSERT INTO sources VALUES (?,?,?) ON CONFLICT (source) DO UPDATE SET "
                "last_seen=MAX(last_seen, excluded.last_seen), versions=versions + excluded.versions",
                (article.source, article.received_at.timestamp(), told.rowcount),
            )
        changed = self._db.execute(
            "INSERT INTO articles VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET rank=excluded.rank, "
            "indexed_at=excluded.indexed_at, of=excluded.of, story=excluded.story, source=excluded.source, "
            "status=excluded.status, record=excluded.record WHERE excluded.rank >= articles.rank",
            (article.id, article.rank, stamp, duplicate, article.story.id if article.story else None, article.source,
             article.status, record),
        )  # fmt: skip
        return stamp if changed.rowcount else None

    def is_forgotten(self, article: EnrichedArticle) -> bool:
        names = [f"id:{article.id}", *article.aliases]
        found = self._db.execute(f"SELECT 1 FROM forgotten WHERE name IN ({marks(names)}) LIMIT 1", names)  # noqa: S608
        return found.fetchone() is not None

    def _stamp(self) -> int:
        if not self._last_stamp:
            self._last_stamp = self._db.execute("SELECT COALESCE(MAX(indexed_at), 0) FROM articles").fetchone()[0]
        self._last_stamp = max(self._last_stamp + 1, time.time_ns() // 1000)
        return self._last_stamp

    def article(self, id: str) -> Row | None:
        rows = self._records(SHOWN + "id = ?", id)
        return rows[0] if rows else None

    def by_url(self, url: str) -> Row | None:
        """The newest article whose URL, own or canonical, this is."""
        rows = self._records(
            "SELECT record, indexed_at FROM articles WHERE json_extract(record, '$.url') = ?1 "
            "OR json_extract(record, '$.canonical_url') = ?1 ORDER BY indexed_at DESC LIMIT 1",
            url,
        )
        return rows[0] if rows else None

    def articles(self, ids: Sequence[str]) -> list[Row]:
        """The articles that are there, in the order of `ids`."""
        rows = self._records(f"{SHOWN} id IN ({marks(ids)})", *ids)
        known = {row["id"]: row for row in rows}
        return [known[id] for id in ids if id in known]

    def versions(self, id: str) -> list[Row]:
        return self._rows("SELECT * FROM versions WHERE id = ? ORDER BY rank DESC", id)

    def copies(self, id: str, limit: int = 200, after: int = 0) -> list[Row]:
        """What holds the text of an article, whole or in part, in the order it came, from after a moment (microseconds) on."""
        return self._records(SHOWN + "of = ? AND indexed_at > ? ORDER BY indexed_at LIMIT ?", id, after, limit)

    def newest_article_place(self) -> int:
        return int(self._db.execute("SELECT COALESCE(MAX(indexed_at), 0) FROM articles").fetchone()[0])

    def articles_after(self, place: int, limit: int = 200) -> list[Row]:
        """The articles indexed after `place` (microseconds), in that order; killed and withheld ones among them."""
        return self._records(f"{SHOWN} indexed_at > ? ORDER BY indexed_at LIMIT ?", place, limit)

    def size(self, since: int = 0) -> int:
        """Articles indexed at `since` (microseconds) or later."""
        return int(self._db.execute("SELECT COUNT(*) FROM articles WHERE indexed_at >= ?", (since,)).fetchone()[0])

    def records(self, since: int = 0) -> Iterator[Row]:
        """Every article indexed at `since` (microseconds) or later, by id; what comes in meanwhile may be among them."""
        id = ""
        while page := self._records(f"{SHOWN} indexed_at >= ? AND id > ? ORDER BY id LIMIT 200", since, id):
            yield from page
            id = page[-1]["id"]

    def shown(self) -> list[str]:
        """Ids of the articles that a search may find."""
        return [row["id"] for row in self._db.execute("SELECT id FROM articles WHERE status = 'usable' ORDER BY id")]
