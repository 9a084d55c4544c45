"""What bursts: two days against the fourteen before, by the Pearson residual of a 2x2 table."""

import math
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from streams.console.desk import Desk
from streams.console.found import iso, narrowed
from streams.sinks.facets import MARK

RECENT, PAST = 2, 14
"""Days."""
CANDIDATES = 300
"""Values of a field, the most told of lately, that are looked at."""
LEAST = 3
"""Recent articles of what may be a trend."""
ORIGINAL = "is:original"
"""A wire story on fifty sites is one article here."""

KINDS = {"entities": "entity", "topics": "topic", "places": "place", "stories": "story"}


def residual(recent: int, past: int, all_recent: int, all_past: int) -> float:
    """How many standard deviations `recent` lies above what the share of all articles lets expect.

    (observed - expected) / sqrt(expected), expected under independence of value and time (Agresti, Categorical Data
    Analysis, 3.3); 0 where nothing was told at all.
    """
    total = all_recent + all_past
    expected = (recent + past) * all_recent / total if total else 0.0
    return (recent - expected) / math.sqrt(expected) if expected else 0.0


def trending(desk: Desk, query: str, now: datetime, limit: int) -> dict[str, Any]:
    """The strongest trends of each kind. Raises QueryError."""
    days = [int(f"{now - timedelta(days=back):%Y%m%d}") for back in range(RECENT + PAST - 1, -1, -1)]
    asked = f"({query}) AND {ORIGINAL}" if query.strip() else ORIGINAL
    totals = desk.index.by_day(asked, (days[0], days[-1]))
    found = {kind: _trends(desk, field, asked, query, days, totals)[:limit] for kind, field in KINDS.items()}
    return {
        "days": [iso(day) for day in days],
        "articles": [totals.get(day, 0) for day in days],
        **found,
        "stories": [each | {"name": _headline(desk, each["value"])} for each in found["stories"]],
    }


def _trends(desk: Desk, field: str, asked: str, query: str, days: list[int], totals: dict[int, int]) -> list[dict[str, Any]]:
    span, lately = (days[0], days[-1]), (days[-RECENT], days[-1])
    counted = _by_value(desk.index.daily(field, desk.index.commonest(field, asked, CANDIDATES, lately), asked, span))
    all_recent, all_past = _split(totals, days)
    trends = []
    for (value, name), by_day in counted.items():
        recent, past = _split(by_day, days)
        score = residual(recent, past, all_recent, all_past)
        if recent >= LEAST and score > 0:
            line = [by_day.get(day, 0) for day in days]
            told = {"value": value, "name": name, "recent": recent, "past": past, "score": round(score, 2), "days": line}
            trends.append(told | {"query": narrowed(query, field, value)})
    return sorted(trends, key=lambda each: (-each["score"], each["value"]))


def _by_value(counted: dict[str, dict[int, int]]) -> dict[tuple[str, str], dict[int, int]]:
    """The names of one value together, under the commonest of them."""
    named: dict[str, tuple[int, str]] = {}
    days: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for marked, by_day in counted.items():
        value, _, name = marked.partition(MARK)
        named[value] = max(named.get(value, (0, name)), (sum(by_day.values()), name))
        for day, number in by_day.items():
            days[value][day] += number
    return {(value, named[value][1]): dict(by_day) for value, by_day in days.items()}


def _split(by_day: dict[int, int], days: list[int]) -> tuple[int, int]:
    """Articles of the recent days, and of those before."""
    recent = sum(by_day.get(day, 0) for day in days[-RECENT:])
    return recent, sum(by_day.get(day, 0) for day in days[:-RECENT])


def _headline(desk: Desk, story: str) -> str:
    known = desk.archive.story(story)
    return str(known["title"]) if known else story
