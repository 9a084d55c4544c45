"""What dedupe remembers: a fold of facts, bounded by time and number; all of it as arrays, for whoever keeps it on disk."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from streams.steps.dedupe.ages import MINUTE, Ages
from streams.steps.dedupe.arrays import Arrays, part, under
from streams.steps.dedupe.copies import Copies, row_of
from streams.steps.dedupe.fact import Fact
from streams.steps.dedupe.known import Known
from streams.steps.dedupe.names import Names
from streams.steps.dedupe.shelf import Row
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.stories import Stories
from streams.steps.dedupe.thread import Thread

FORMAT = 4
"""Of the arrays a memory gives; raised by whoever changes what they mean."""


@dataclass
class Memory:
    """Articles of the window, their copies and their stories. `fold` is the only way in.

    An article is kept under a number; what changes of it is kept under a new one, so that what was written never changes.
    """

    days: float = 30.0
    story_days: float = 7.0
    most: int = 2_000_000
    copies: Copies = field(default_factory=Copies)
    stories: Stories = field(default_factory=Stories)
    _names: Names = field(default_factory=Names)
    _ages: Ages = field(default_factory=Ages)
    _story_ages: Ages = field(default_factory=lambda: Ages(MINUTE))

    def __len__(self) -> int:
        """How many articles are known."""
        return len(self.copies)

    def known(self, number: int) -> Known | None:
        """The article that is kept under a number."""
        row = self.copies.get(number)
        return Known.of(number, row) if row else None

    def get(self, article: str) -> Known | None:
        """An article by its id."""
        return next((known for known in self.named([f"id:{article}"]) if known.id == article), None)

    def named(self, names: Iterable[str]) -> list[Known]:
        """The articles that these names lead to, each once, in the order of the names."""
        found: dict[int, Known] = {}
        for name in names:
            for number in self._names.find(name):
                known = found.get(number) or self.known(number)
                if known and name in known.aliases:
                    found[number] = known
        return list(found.values())

    def fold(self, fact: Fact) -> None:
        """Take a decision in; a second time changes nothing."""
        owners = self.named([f"id:{fact.article}", *fact.aliases])
        known = next((each for each in owners if each.id == fact.article), None) or Known(fact.article, fact.at)
        if fact.rank in known:
            return
        for other in owners:
            if other.id != fact.article:
                self._rename(other, fact.aliases)
        thread = self._told(fact, known)
        known.add(fact)
        self._let_tell(known, fact, thread)
        self._keep(known)
        self._expire(fact.at)

    def _told(self, fact: Fact, known: Known) -> Thread | None:
        """The story that an article comes into: none where it is in one already."""
        if fact.story is None or fact.article in self.stories.thread_of:
            return None
        original = self.get(fact.duplicate.of) if fact.duplicate else None
        return self.thread(fact.story.id, known, original) or Thread.opened(fact.story.id, fact)

    def thread(self, story: str, *articles: Known | None) -> Thread | None:
        """A story, open or closed. One that is not kept was of a single article, and is made from that where it is among these."""
        story = self.stories.settled(story)
        kept = self.stories.threads.get(story) or self.stories.dormant.get(story)
        opened = (each.opening(story) for each in articles if each and not kept)
        return kept or next((Thread.alone(story, fact) for fact in opened if fact), None)

    def due(self, at: datetime) -> list[str]:
        """The articles that leave their stories when a fact of that time is folded."""
        return self.stories.members(self._story_ages.due(at - timedelta(days=self.story_days)))

    def _rename(self, other: Known, names: list[str]) -> None:
        """A name leads to the article that used it last."""
        other.aliases = tuple(name for name in other.aliases if name not in names)
        self._keep(other)

    def _let_tell(self, known: Known, fact: Fact, thread: Thread | None) -> None:
        """What later articles are compared with: the newest text, and nothing of what was killed."""
        rank, status = known.stands
        if status == "canceled":
            known.text = Row()  # what copied it is an original now, for those that come
            self.stories.split(fact.splits)
        elif fact.sketch and rank == fact.rank:
            sketch = Sketch.from_bytes(fact.unpacked)
            known.text = row_of(sketch)
            if thread:
                thread.join(fact)
                self._story_ages.add(fact.at, self.stories.add(fact.article, sketch, thread, fact.at))
                for other in fact.merges:
                    self.stories.merge(thread, other, fact.article)

    def _keep(self, known: Known) -> None:
        if known.number is not None:
            self._drop(known.number)
        known.number = self.copies.add(known.kept())
        for name in known.aliases:
            self._names.add(name, known.number)
        self._ages.add(known.at, known.number)

    def _drop(self, number: int) -> Known | None:
        known = self.known(number)
        if known:
            self.copies.remove(number)
            for name in known.aliases:
                self._names.remove(name, number)
        return known

    def _expire(self, now: datetime) -> None:
        """The oldest go first; nothing grows without bound."""
        for article in self.stories.members(self._story_ages.before(now - timedelta(days=self.story_days))):
            self.stories.remove(article, now)
        for merged in self.stories.dormant.expire(now - timedelta(days=self.days)):
            self.stories.moved.pop(merged, None)
        for number in self._ages.before(now - timedelta(days=self.days)):
            self._outlive(number)
        while len(self) > self.most:
            self._outlive(self._ages.oldest())

    def _outlive(self, number: int) -> None:
        known = self._drop(number)
        if known:
            self.stories.remove(known.id)

    def forget(self, article: str) -> bool:
        """Drop an article and everything that leads to it; whether it was known."""
        known = self.get(article)
        if known and known.number is not None:
            self._outlive(known.number)
        return known is not None

    def to_arrays(self) -> Arrays:
        """What `holding` makes the same memory from, which decides the same of all that comes; later folds do not touch it."""
        return {
            **under("copies", self.copies.to_arrays()),
            **under("stories", self.stories.to_arrays()),
            **under("names", self._names.to_arrays()),
            **under("ages", self._ages.to_arrays()),
            **under("story_ages", self._story_ages.to_arrays()),
        }

    def holding(self, arrays: Arrays) -> "Memory":
        """The memory that gave these arrays, in the bounds of this one. Raises KeyError or ValueError where none did."""
        return replace(
            self,
            copies=Copies.of(part("copies", arrays)),
            stories=Stories.of(part("stories", arrays)),
            _names=Names.of(part("names", arrays)),
            _ages=Ages.of(part("ages", arrays)),
            _story_ages=Ages.of(part("story_ages", arrays)),
        )
