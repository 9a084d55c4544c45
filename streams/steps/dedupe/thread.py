"""One story as the memory knows it."""

import hashlib
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from streams.steps.dedupe.fact import Fact

Key = TypeVar("Key", str, int)

RECENT, PAST = 24, 7 * 24
"""Hours of a burst, and of the past it is measured against."""


@dataclass(slots=True)
class Thread:
    """`members` are its articles of the window; the counts are of all there ever were, and of all versions of one once."""

    id: str
    title: str
    first_seen: datetime
    last_seen: datetime
    members: list[str] = field(default_factory=list)
    independent: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    revision: int = 0
    size: int = 0
    closed: bool = False
    hours: dict[int, int] = field(default_factory=dict)
    """Articles by the hour since 1970 they came in, as far back as a burst is measured."""
    parts: dict[str, tuple[str, list[Any]]] = field(default_factory=dict)
    """Stories that became part of it: the article that told of both, and what they were before."""

    def join(self, fact: Fact) -> None:
        """An article more, or one that was counted before it came back."""
        self.members.append(fact.article)
        self.revision += 1
        self.closed = False
        self.title = fact.headline or self.title
        self.last_seen = max(self.last_seen, fact.at)
        self.first_seen = min(self.first_seen, fact.at)
        if not fact.counted:
            self._count(fact)

    def _count(self, fact: Fact) -> None:
        self.size += 1
        self.independent += fact.duplicate is None
        self.sources[fact.source or "unknown"] += 1
        self.languages[fact.language] += 1
        hour, newest = _hour(fact.at), _hour(self.last_seen)
        self.hours[hour] = self.hours.get(hour, 0) + 1
        self.hours = {each: number for each, number in sorted(self.hours.items()) if each > newest - PAST - RECENT}

    def take_in(self, other: "Thread", by: str, order: Callable[[str], int]) -> None:
        """Make another story part of it; members stand in the `order` they came in."""
        self.parts[other.id] = (by, other.row())
        self.members = sorted([*self.members, *other.members], key=order)
        self._add(other, 1)

    def let_out(self, part: str) -> "Thread":
        """The reverse; what the other was, and the articles it still has. Raises KeyError for no part of it."""
        other = Thread.of(self.parts.pop(part)[1])
        gone = set(self.members).intersection(other.members)
        other.members = [each for each in other.members if each in gone]
        self.members = [each for each in self.members if each not in gone]
        self._add(other, -1)
        other.revision += 2  # it was told that it became part
        return other

    def _add(self, other: "Thread", times: int) -> None:
        self.size += times * other.size
        self.independent += times * other.independent
        _add(self.sources, other.sources, times)
        _add(self.languages, other.languages, times)
        _add(self.hours, other.hours, times)
        self.first_seen, self.last_seen = min(self.first_seen, other.first_seen), max(self.last_seen, other.last_seen)

    def close(self) -> None:
        self.revision += 1
        self.closed = True

    def copy(self) -> "Thread":
        """One that may be changed without this one."""
        copied = replace(self, members=[*self.members], hours=self.hours.copy(), parts=self.parts.copy())
        copied.sources, copied.languages = self.sources.copy(), self.languages.copy()
        return copied

    @property
    def burst(self) -> float:
        """How far the last day's articles lie above what the days before let expect, in standard deviations (Poisson).

        0 where there is no day before; what is expected is at least one article.
        """
        newest, oldest = _hour(self.last_seen), _hour(self.first_seen)
        past = min(newest - RECENT - oldest + 1, PAST)
        if past < RECENT:
            return 0.0
        recent = sum(number for hour, number in self.hours.items() if hour > newest - RECENT)
        before = sum(number for hour, number in self.hours.items() if newest - RECENT - PAST < hour <= newest - RECENT)
        expected = max(before * RECENT / past, 1.0)
        return round((recent - expected) / math.sqrt(expected), 2)

    def row(self) -> list[Any]:
        """For JSON, in the order of the fields."""
        seen = [self.first_seen.timestamp(), self.last_seen.timestamp()]
        counts = [
            self.independent,
            self.sources,
            self.languages,
            self.revision,
            self.size,
            self.closed,
            list(self.hours.items()),
            self.parts,
        ]
        return [self.id, self.title, *seen, self.members, *counts]

    @classmethod
    def of(cls, row: list[Any]) -> "Thread":
        """The thread that gave this row."""
        id, title, first, last, members, independent, sources, languages, revision, size, closed, hours, parts = row
        seen = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
        told = {part: (by, before) for part, (by, before) in parts.items()}
        thread = cls(id, title, *seen, list(members), independent, Counter(sources), Counter(languages), revision, size, closed)
        thread.hours, thread.parts = dict(hours), told
        return thread

    @classmethod
    def opened(cls, id: str, fact: Fact) -> "Thread":
        """A story before its first article."""
        return cls(id, fact.title, fact.at, fact.at)

    @classmethod
    def alone(cls, id: str, fact: Fact) -> "Thread":
        """A closed story of this article only: such are made from the article again, and need not be kept."""
        thread = cls.opened(id, fact)
        thread.join(fact)
        thread.close()
        thread.members = []
        return thread


def _add(own: dict[Key, int], theirs: dict[Key, int], times: int) -> None:
    for key, number in theirs.items():
        own[key] = own.get(key, 0) + times * number
        if own[key] <= 0:
            del own[key]


def _hour(at: datetime) -> int:
    return int(at.timestamp() // timedelta(hours=1).total_seconds())


def story_id(article: str, at: datetime) -> str:
    """A story is named after its first member and when that came: an article that comes again after a season opens another."""
    return "s" + hashlib.blake2b(f"{article}@{at.isoformat()}".encode(), digest_size=6).hexdigest()
