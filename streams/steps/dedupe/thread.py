"""One story as the memory knows it."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from streams.steps.dedupe.fact import Fact


@dataclass(slots=True)
class Thread:
    """Its articles of the window, and what they have in common."""

    id: str
    title: str
    first_seen: datetime
    last_seen: datetime
    members: list[str] = field(default_factory=list)
    independent: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    revision: int = 0

    def join(self, fact: Fact) -> None:
        """One article more."""
        self.members.append(fact.article)
        self.independent += fact.duplicate is None
        self.sources[fact.source or "unknown"] += 1
        self.languages[fact.language] += 1
        self.last_seen = max(self.last_seen, fact.at)
        self.first_seen = min(self.first_seen, fact.at)
        self.revision += 1

    def row(self) -> list[Any]:
        """For JSON, in the order of the fields."""
        seen = [self.first_seen.timestamp(), self.last_seen.timestamp()]
        return [self.id, self.title, *seen, self.members, self.independent, self.sources, self.languages, self.revision]

    @classmethod
    def of(cls, row: list[Any]) -> "Thread":
        """The thread that gave this row."""
        id, title, first, last, members, independent, sources, languages, revision = row
        seen = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
        return cls(id, title, *seen, members, independent, Counter(sources), Counter(languages), revision)


def story_id(article: str) -> str:
    """A story is named after its first member."""
    return "s" + hashlib.blake2b(article.encode(), digest_size=6).hexdigest()
