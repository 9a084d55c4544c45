"""What dedupe remembers: a fold of facts, bounded by time and number."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from streams.steps.dedupe.copies import Copies
from streams.steps.dedupe.fact import Fact
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.stories import Stories, Thread


@dataclass(slots=True)
class Known:
    """One article: its versions by rank, and the source of the first that was no kill.

    Versions are kept as bytes and read when they are asked for: most articles never are.
    """

    id: str
    source: str | None = None
    aliases: tuple[str, ...] = ()
    _packed: dict[int, bytes] = field(default_factory=dict)

    def __contains__(self, rank: int) -> bool:
        return rank in self._packed

    def version(self, rank: int) -> Fact:
        """What was decided of it, without its sketch. Raises KeyError for a rank that is not known."""
        return Fact.from_json(self._packed[rank])

    def add(self, fact: Fact) -> None:
        """Keep a version, and the names it came under; its source is the article's where there was none."""
        if fact.status != "canceled":
            self.source = self.source or fact.source
        self._packed[fact.rank] = fact.packed()
        self.aliases = tuple(dict.fromkeys([*self.aliases, *fact.aliases]))

    @property
    def newest(self) -> Fact:
        """The version with the highest rank; a kill counts only from the article's own source."""
        found = self.newest_for(self.source) if len(self._packed) > 1 else None
        return found or self.version(max(self._packed))

    def newest_for(self, source: str | None) -> Fact | None:
        """The same, were the article `source`'s; None where only others' kills are known."""
        own = self.source or source
        for rank in sorted(self._packed, reverse=True):
            fact = self.version(rank)
            if fact.status != "canceled" or own is None or fact.source == own:
                return fact
        return None


@dataclass
class Memory:
    """Articles of the window, their copies and their stories. `fold` is the only way in."""

    days: float = 30.0
    story_days: float = 7.0
    most: int = 2_000_000
    articles: dict[str, Known] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    copies: Copies = field(default_factory=Copies)
    stories: Stories = field(default_factory=Stories)
    _ages: list[tuple[datetime, str]] = field(default_factory=list)
    _story_ages: list[tuple[datetime, str]] = field(default_factory=list)
    """Heaps: what a backfill brings late is old all the same."""

    def named(self, names: list[str]) -> list[Known]:
        """The articles that these aliases name, each once, in the order of the aliases."""
        found = dict.fromkeys(self.aliases[name] for name in names if name in self.aliases)
        return [self.articles[article] for article in found if article in self.articles]

    def fold(self, fact: Fact) -> None:
        """Take a decision in; a second time changes nothing."""
        known = self.articles.get(fact.article)
        if known is None:
            known = self.articles[fact.article] = Known(fact.article)
            heapq.heappush(self._ages, (fact.at, fact.article))
        elif fact.rank in known:
            return
        known.add(fact)
        self.aliases.update(dict.fromkeys(fact.aliases, fact.article))
        newest = known.newest
        if newest.status == "canceled":
            self.copies.remove(fact.article)  # what copied it is an original now, for those that come
        elif fact.sketch and newest.rank == fact.rank:
            self._compare_with(fact, Sketch.from_bytes(fact.unpacked))
        self._expire(fact.at)

    def _compare_with(self, fact: Fact, sketch: Sketch) -> None:
        self.copies.add(fact.article, sketch)
        if fact.story:
            thread = self.stories.threads.get(fact.story.id) or Thread(fact.story.id, fact.title, fact.at, fact.at)
            if fact.article not in self.stories.thread_of:
                _join(thread, fact)
                heapq.heappush(self._story_ages, (fact.at, fact.article))
            self.stories.add(fact.article, sketch, thread, fact.at)

    def _expire(self, now: datetime) -> None:
        """The oldest go first; nothing grows without bound."""
        while self._story_ages and now - self._story_ages[0][0] > timedelta(days=self.story_days):
            self.stories.remove(heapq.heappop(self._story_ages)[1])
        while self._ages and (len(self._ages) > self.most or now - self._ages[0][0] > timedelta(days=self.days)):
            self.forget(heapq.heappop(self._ages)[1])

    def forget(self, article: str) -> None:
        """Drop an article and everything that leads to it; one that is not known changes nothing."""
        known = self.articles.pop(article, None)
        self.copies.remove(article)
        self.stories.remove(article)
        for name in known.aliases if known else ():
            if self.aliases.get(name) == article:
                del self.aliases[name]


def _join(thread: Thread, fact: Fact) -> None:
    copied = fact.duplicate is not None
    thread.members.append(fact.article)
    thread.independent += not copied
    thread.sources[fact.source or "unknown"] += 1
    thread.languages[fact.language] += 1
    thread.last_seen = max(thread.last_seen, fact.at)
    thread.first_seen = min(thread.first_seen, fact.at)
    thread.revision += 1
