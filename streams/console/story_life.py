"""A story as its page tells it: who and what it is about, how often it was told each day, and its life in order of time."""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from streams.console.desk import Desk
from streams.console.found import briefly, counted, named_in
from streams.console.sightings import embeds, moment, sighting

Row = dict[str, Any]

DAYS = 14
"""Of the newest, that are counted one by one."""
TOLD = ("created", "updated")
"""Events that the articles tell of themselves."""


def story_life(desk: Desk, id: str) -> Row | None:
    """The story, its articles as they came, what happened to it, and what its articles say most; None where it is not known."""
    archive = desk.archive
    record = archive.story(id)
    if record is None:
        return None
    rows = archive.members(id)
    return record | {
        "members": [briefly(row) for row in rows],
        "events": archive.story_events(id),
        "entities": counted([pair for row in rows if not _is_copy(row) for pair in named_in(row)]),
        "days": _days(rows),
        "changes": archive.changes(id),
        "copies": _copies(rows),
    }


def _days(rows: list[Row]) -> list[Row]:
    """Articles a day, up to the last that had one."""
    by_day = Counter(moment(row["received_at"]).date() for row in rows)
    if not by_day:
        return []
    last = max(by_day)
    span = min((last - min(by_day)).days + 1, DAYS)
    days = [last - timedelta(days=back) for back in range(span - 1, -1, -1)]
    return [{"date": day.isoformat(), "matches": by_day.get(day, 0)} for day in days]


def _copies(rows: list[Row]) -> dict[str, list[Row]]:
    """Those of each article, by its id."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if _is_copy(row):
            found[row["duplicate"]["of"]].append(sighting(row))
    return dict(found)


def _is_copy(row: Row) -> bool:
    return bool(row.get("duplicate")) and not embeds(row)


def in_order(story: Row) -> list[Row]:
    """Articles with their copies, new versions, and turns of the story, the first first. A copy alone stands for itself."""
    known = {row["id"] for row in story["members"]}
    own = [row for row in story["members"] if not _is_copy(row) or row["duplicate"]["of"] not in known]
    joined = {event["article"]: event["at"] for event in reversed(story["events"]) if event["article"]}
    lines = [
        {"at": moment(joined.get(row["id"], row["indexed_at"])), "article": row, "copies": story["copies"].get(row["id"], [])}
        for row in own
    ]
    lines += [{"at": moment(event["at"]), "event": event} for event in story["events"] if event["kind"] not in TOLD]
    lines += [{"at": moment(each["seen_at"]), "change": each} for each in story["changes"]]
    return sorted(lines, key=lambda line: line["at"])
