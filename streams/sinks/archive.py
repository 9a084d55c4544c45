"""Everything known about each article, in SQLite: one writer (the index role), any number of readers.

Every write is idempotent: a record that comes again changes nothing, an older version never replaces a newer one.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

import orjson

from schemas import Alert, EnrichedArticle, Story, StoryEvent, Takedown, TrailEntry
from streams.errors import Misused
from streams.sinks.archive_tables import ENDED, PARTS, SCHEMA, SHOWN, VERSION
from streams.sinks.sqlite import all_or_nothing, for_reading, for_writing

Row = dict[str, Any]


class Archive:
    """`Archive.writer(folder)` for the one that writes, `Archive.reader(folder)` for everybody else."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """`path` makes a reader of it: one that opens the file again when another takes its place."""
        self._path, self._file = path, path.stat().st_ino if path else 0
        self._connection = connection
        self._connection.row_factory = sqlite3.Row
        self._last_stamp = 0

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

    @property
    def follows_topics(self) -> bool:
        """Whether this archive holds what the topics held when it was made, so that it may go on where its group stands."""
        return self._db.execute("SELECT 1 FROM marks WHERE name = 'follows topics'").fetchone() is not None

    def follow_topics(self) -> None:
        """From now on it does: its group was set to the start."""
        self._db.execute("INSERT OR IGNORE INTO marks VALUES ('follows topics')")

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

    def is_forgotten(self, article: EnrichedArticle) -> bool:
        names = [f"id:{article.id}", *article.aliases]
        marks = ",".join("?" * len(names))
        found = self._db.execute(f"SELECT 1 FROM forgotten WHERE name IN ({marks}) LIMIT 1", names)  # noqa: S608
        return found.fetchone() is not None

    def _stamp(self) -> int:
        if not self._last_stamp:
            self._last_stamp = self._db.execute("SELECT COALESCE(MAX(indexed_at), 0) FROM articles").fetchone()[0]
        self._last_stamp = max(self._last_stamp + 1, time.time_ns() // 1000)
        return self._last_stamp

    def put_story(self, story: Story, record: bytes) -> None:
        self._db.execute(
            "INSERT INTO stories VALUES (?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET revision=excluded.revision, "
            "last_seen=excluded.last_seen, size=excluded.size, record=excluded.record, part_of=excluded.part_of "
            "WHERE excluded.revision >= revision",
            (story.id, story.revision, story.last_seen.isoformat(), story.size, record, story.into),
        )

    def put_story_event(self, event: StoryEvent, _: bytes) -> None:
        """A second word on the same revision is the first one come again."""
        values = (event.story, event.revision, event.kind, event.reason, event.article, event.at.isoformat())
        self._db.execute("INSERT OR IGNORE INTO story_events VALUES (?,?,?,?,?,?)", values)

    def put_trail(self, entry: TrailEntry, record: bytes) -> None:
        """A later word of the same step on the same origin replaces the earlier one."""
        self._db.execute(
            "INSERT OR REPLACE INTO trail VALUES (?,?,?,?,?,?,?,?,?)",
            (entry.origin, entry.step, entry.outcome, entry.reason, entry.detail, entry.article, entry.at.isoformat(),
             entry.cpu_ms, record),
        )  # fmt: skip

    def put_alert(self, alert: Alert, record: bytes) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO alerts (id, search, article, raised_at, record) VALUES (?,?,?,?,?)",
            (alert.id, f"{alert.tenant}/{alert.search}", alert.article.id, alert.raised_at.isoformat(), record),
        )

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
        marks = ",".join("?" * len(ids))
        rows = self._records(f"{SHOWN} id IN ({marks})", *ids)
        known = {row["id"]: row for row in rows}
        return [known[id] for id in ids if id in known]

    def versions(self, id: str) -> list[Row]:
        return self._rows("SELECT * FROM versions WHERE id = ? ORDER BY rank DESC", id)

    def copies(self, id: str, limit: int = 200, after: int = 0) -> list[Row]:
        """What holds the text of an article, whole or in part, in the order it came, from after a moment (microseconds) on."""
        return self._records(SHOWN + "of = ? AND indexed_at > ? ORDER BY indexed_at LIMIT ?", id, after, limit)

    def trail(self, id: str) -> list[Row]:
        return self._rows(
            "SELECT origin, step, outcome, reason, detail, at, cpu_ms FROM trail WHERE origin IN "
            "(SELECT origin FROM trail WHERE article = ?) ORDER BY origin, at",
            id,
        )

    def stories(self, limit: int = 50, cursor: str | None = None, least: int = 1) -> tuple[list[Row], str | None]:
        """Stories of at least `least` articles, the most recently told first, and the cursor of the next page.

        Pages neither skip nor repeat a story that does not change meanwhile. Raises Misused for what is no cursor.
        """
        last_seen, mark, id = (cursor or "9~").partition("~")
        if not mark:
            raise Misused("cursor: not one that a page of stories gave")
        rows = self._db.execute(
            "SELECT id, last_seen, record FROM stories WHERE (last_seen, id) < (?, ?) AND size >= ? AND part_of IS NULL "
            "ORDER BY last_seen DESC, id DESC LIMIT ?",
            (last_seen, id, least, limit + 1),
        ).fetchall()
        following = f"{rows[limit - 1]['last_seen']}~{rows[limit - 1]['id']}" if len(rows) > limit else None
        return [orjson.loads(row["record"]) for row in rows[:limit]], following

    def story(self, id: str) -> Row | None:
        rows = self._records("SELECT record FROM stories WHERE id = ?", id)
        return rows[0] if rows else None

    def whole_story(self, id: str) -> Row | None:
        """The story, or the one that it is part of by now."""
        found, steps = self.story(id), 0
        while found and found.get("into") and steps < 16:  # a revision that is still under way may close a circle
            found, steps = self.story(found["into"]) or found, steps + 1
        return found

    def story_events(self, id: str, limit: int = 500) -> list[Row]:
        """What happened to a story, the newest `limit` in the order of its revisions."""
        return self._rows("SELECT * FROM story_events WHERE story = ? ORDER BY revision DESC LIMIT ?", id, limit)[::-1]

    def changes(self, story: str, limit: int = 100) -> list[Row]:
        """The newest versions after the first of a story's articles, killed ones too, in the order they came."""
        articles = "SELECT id FROM articles WHERE story IN parts UNION SELECT article FROM story_events WHERE story IN parts"
        title = "(SELECT title FROM versions AS told WHERE told.id = versions.id AND title != '' ORDER BY rank DESC LIMIT 1)"
        source = "(SELECT source FROM articles WHERE articles.id = versions.id)"
        shown = f"id, version, change, seen_at, COALESCE(NULLIF(title, ''), {title}) AS title, {source} AS source"
        chosen = f"id IN ({articles}) AND change != 'new' ORDER BY seen_at DESC LIMIT ?"
        return self._rows(f"{PARTS} SELECT {shown} FROM versions WHERE {chosen}", story, limit)[::-1]  # noqa: S608  # words of our own

    def members(self, story: str) -> list[Row]:
        """The articles of a story and of those that became part of it, in the order they came."""
        return self._records(f"{PARTS} {SHOWN} story IN parts ORDER BY indexed_at LIMIT 500", story)

    def alerts(self, search: str | None = None, limit: int = 100, before: int | None = None) -> list[Row]:
        """The newest alerts, of one search (`tenant/id`) or of all; with `before`, those kept before that place."""
        last = "place < ? ORDER BY place DESC LIMIT ?"
        bounds = (2**62 if before is None else before, limit)
        if search:
            return self._records(f"SELECT record FROM alerts WHERE search = ? AND {last}", search, *bounds)  # noqa: S608  # words of our own
        return self._records(f"SELECT record FROM alerts WHERE {last}", *bounds)  # noqa: S608

    def alerted(self, article: str) -> list[Row]:
        return self._records("SELECT record FROM alerts WHERE article = ? ORDER BY raised_at", article)

    def alert_place(self, id: str) -> int | None:
        """Where an alert stands in the order in which they were kept; None: it is not known."""
        row = self._db.execute("SELECT place FROM alerts WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else None

    def newest_alert_place(self) -> int:
        return int(self._db.execute("SELECT COALESCE(MAX(place), 0) FROM alerts").fetchone()[0])

    def alerts_after(self, place: int, limit: int = 200) -> list[tuple[int, Row]]:
        """The alerts kept after `place`, in that order, each with its own place."""
        rows = self._db.execute("SELECT place, record FROM alerts WHERE place > ? ORDER BY place LIMIT ?", (place, limit))
        return [(row["place"], orjson.loads(row["record"])) for row in rows]

    def newest_article_place(self) -> int:
        return int(self._db.execute("SELECT COALESCE(MAX(indexed_at), 0) FROM articles").fetchone()[0])

    def articles_after(self, place: int, limit: int = 200) -> list[Row]:
        """The articles indexed after `place` (microseconds), in that order; killed and withheld ones among them."""
        return self._records(f"{SHOWN} indexed_at > ? ORDER BY indexed_at LIMIT ?", place, limit)

    def account(self) -> dict[str, int]:
        """How many origins ended in each state."""
        return {row["state"]: row["number"] for row in self._db.execute(ENDED)}

    def origins_ended(self) -> int:
        """Raw records that ended: articles of one feed count once."""
        (total,) = self._db.execute(
            "SELECT COUNT(DISTINCT origin) FROM trail WHERE (LENGTH(origin) - LENGTH(REPLACE(origin, ':', ''))) = 2 "
            "AND (outcome != 'record' OR step = 'index')"
        ).fetchone()
        return int(total)

    def ended(self) -> set[str]:
        """Every raw record that ended, as topic:partition:offset."""
        rows = self._db.execute("SELECT DISTINCT origin FROM trail WHERE outcome != 'record' OR step = 'index'")
        return {":".join(row["origin"].split(":")[:3]) for row in rows}

    def size(self, since: int = 0) -> int:
        """Articles indexed at `since` (microseconds) or later."""
        return int(self._db.execute("SELECT COUNT(*) FROM articles WHERE indexed_at >= ?", (since,)).fetchone()[0])

    def records(self, since: int = 0) -> Iterator[Row]:
        """Every article indexed at `since` (microseconds) or later, by id; what comes in meanwhile may be among them."""
        id = ""
        while page := self._records(f"{SHOWN} indexed_at >= ? AND id > ? ORDER BY id LIMIT 200", since, id):
            yield from page
            id = page[-1]["id"]

    def origin(self, id: str, version: int | str) -> str | None:
        """Where a version of an article came in, as long as the trail tells."""
        row = self._db.execute(
            "SELECT origin FROM trail WHERE article = ? AND step = 'index' AND json_extract(record, '$.version') = ? "
            "ORDER BY at DESC LIMIT 1",
            (id, version),
        ).fetchone()
        return row["origin"] if row else None

    def shown(self) -> list[str]:
        """Ids of the articles that a search may find."""
        return [row["id"] for row in self._db.execute("SELECT id FROM articles WHERE status = 'usable' ORDER BY id")]

    def sources(self, limit: int) -> dict[str, float]:
        """When the sources that sent most were last heard of (seconds), the `limit` with the most versions."""
        query = "SELECT source, last_seen FROM sources ORDER BY versions DESC, source LIMIT ?"
        return {row["source"]: row["last_seen"] for row in self._db.execute(query, (limit,))}

    def step_costs(self) -> list[Row]:
        """Articles and mean CPU milliseconds per step."""
        return self._rows("SELECT step, COUNT(*) AS number, AVG(cpu_ms) AS cpu_ms FROM trail GROUP BY step")

    def _rows(self, query: str, *values: object) -> list[Row]:
        return [dict(row) for row in self._db.execute(query, values)]

    def _records(self, query: str, *values: object) -> list[Row]:
        return [
            orjson.loads(row["record"]) | {key: row[key] for key in row.keys() if key != "record"}  # noqa: SIM118
            for row in self._db.execute(query, values)
        ]
