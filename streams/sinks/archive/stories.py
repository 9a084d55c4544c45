"""Stories, their articles, and what happened to them."""

import orjson

from schemas import Story, StoryEvent
from streams.errors import Misused
from streams.sinks.archive.connected import Connected, Row
from streams.sinks.archive.tables import PARTS, SHOWN


class Stories(Connected):
    """An older revision never replaces a newer one."""

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
