"""Stories, online: an article joins the story whose articles share its rare terms and its time, or opens one.

A story's score is the mean chance of one event over its members, averaged with the best of them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import numpy as np

from streams.models.stories import chances
from streams.steps.dedupe.arrays import Arrays, packed, part, under, unpacked
from streams.steps.dedupe.dormant import Dormant
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.terms import CANDIDATES, Terms
from streams.steps.dedupe.thread import Thread
from streams.steps.dedupe.vectors import PARTS

BEST = 0.15
"""What the likeliest member counts beside the mean of all."""
LOOSE, STRICT, QUIET, BUSY = 0.05, 0.1, 25, 750
"""The score that joins, with so many articles in the window: the more there are, the more of them are alike by chance."""
SURE = 0.6
"""The score from which an article tells of a story beyond doubt."""
AKIN, NEWEST = 0.3, 6
"""How likely their newest articles must tell the same event for two stories to be one: a review of the day tells of many."""


class Found(NamedTuple):
    """A story, how near the article comes to its nearest article (0 to 1), and every story that it tells of beyond doubt."""

    story: str
    nearness: float
    sure: tuple[str, ...]


@dataclass
class Stories:
    """Threads of the window, and the terms that lead to their articles."""

    threads: dict[str, Thread] = field(default_factory=dict)
    thread_of: dict[str, str] = field(default_factory=dict)
    dormant: Dormant = field(default_factory=Dormant)
    moved: dict[str, str] = field(default_factory=dict)
    """Stories that became part of others."""
    terms: Terms = field(default_factory=Terms)

    def find(self, sketch: Sketch, now: datetime) -> Found | None:
        """The story an article belongs to; None where it opens one."""
        numbers, pairs = self.terms.compared(sketch, now)
        if not numbers:
            return None
        threads = [self.thread_of[self.terms.members.article(number)] for number in numbers]
        scores: dict[str, list[float]] = {}
        for thread, chance in zip(threads, chances(pairs).tolist(), strict=True):
            scores.setdefault(thread, []).append(chance)
        agreed = sorted(((self._agreed(thread, found), thread) for thread, found in scores.items()), reverse=True)
        score, likeliest = agreed[0]
        if score < self._threshold:
            return None
        near = np.array([thread == likeliest for thread in threads])
        nearness = float(np.max((PARTS[0] * pairs.body + PARTS[1] * pairs.names + PARTS[2] * pairs.title)[near]))
        return Found(likeliest, nearness, tuple(thread for score, thread in agreed if score >= SURE))

    @property
    def _threshold(self) -> float:
        busy = math.log(max(len(self.terms.members), QUIET) / QUIET) / math.log(BUSY / QUIET)
        return LOOSE + (STRICT - LOOSE) * min(busy, 1.0)

    def _agreed(self, thread: str, found: list[float]) -> float:
        size = max(1, min(len(self.threads[thread].members), CANDIDATES))
        return BEST * max(found) + (1 - BEST) * sum(found) / size

    def add(self, article: str, sketch: Sketch, thread: Thread, now: datetime) -> int:
        """Make an article that is none a member; its number."""
        self.threads[thread.id] = thread
        self.dormant.drop(thread.id)
        self.thread_of[article] = thread.id
        return self.terms.add(article, sketch, now)

    def akin(self, one: Thread, other: Thread) -> float:
        """How likely it is, in the mean over their newest articles, that one of either tells the event of one of the other."""
        return self.terms.akin(one.members[-NEWEST:], other.members[-NEWEST:])

    def merge(self, thread: Thread, part: str, by: str) -> None:
        """Make a story part of `thread`; its members go with it. One that is not open changes nothing."""
        other = self.threads.pop(part, None)
        if other:
            thread.take_in(other, by, self.place)
            self.thread_of.update(dict.fromkeys(other.members, thread.id))
            self.moved[part] = thread.id

    def split(self, parts: Sequence[str]) -> None:
        """Let parts of one story stand for themselves again; those that are no parts of an open one change nothing."""
        thread = self.threads.get(self.moved.get(parts[0], "")) if parts else None
        for each in parts if thread else ():
            if thread and each in thread.parts:
                other = thread.let_out(each)
                del self.moved[each]
                self.threads[each] = other
                self.thread_of.update(dict.fromkeys(other.members, each))
        if thread:
            thread.revision += 1

    def parts_by(self, article: str, leaving: Iterable[str]) -> tuple[Thread, list[str]] | None:
        """The story an article is of, and the parts that it made part of it; only such as leave both with articles that stay."""
        thread = self.threads.get(self.thread_of.get(article, ""))
        if thread is None:
            return None
        staying = set(thread.members).difference(leaving)
        held = {part: staying.intersection(Thread.of(row).members) for part, (by, row) in thread.parts.items() if by == article}
        found = [part for part, articles in held.items() if articles]
        return (thread, found) if found and staying.difference(*held.values()) else None

    def place(self, article: str) -> int:
        """Where a member stands in the order of arrival; one that is none yet comes last."""
        number = self.terms.members.number(article)
        return len(self.thread_of) + self.terms.members.following if number is None else number

    def settled(self, story: str) -> str:
        """What a story is part of by now."""
        while story in self.moved:
            story = self.moved[story]
        return story

    def members(self, numbers: Iterable[int]) -> list[str]:
        """The articles of those numbers that are members still."""
        return [self.terms.members.article(number) for number in numbers if number in self.terms.members]

    def remove(self, article: str, at: datetime | None = None) -> None:
        """Let an article go; the last of a story closes it. One that is no member changes nothing."""
        thread = self.threads.get(self.thread_of.pop(article, ""))
        if thread and article in thread.members:
            thread.members.remove(article)
            if not thread.members:
                thread.close()
                self.dormant.put(thread, at or thread.last_seen)
                del self.threads[thread.id]
        self.terms.remove(article)

    def to_arrays(self) -> Arrays:
        """What `of` makes the same stories from; later changes do not touch it."""
        threads = [thread.row() for thread in self.threads.values()]
        parts = {**under("dormant", self.dormant.to_arrays()), **under("terms", self.terms.to_arrays())}
        return {"threads": packed(threads), "moved": packed(self.moved), **parts}

    @classmethod
    def of(cls, arrays: Arrays) -> "Stories":
        """The stories that gave these arrays."""
        threads = {thread.id: thread for thread in map(Thread.of, unpacked(arrays["threads"]))}
        thread_of = {article: thread.id for thread in threads.values() for article in thread.members}
        dormant, terms = Dormant.of(part("dormant", arrays)), Terms.of(part("terms", arrays))
        return cls(threads, thread_of, dormant, unpacked(arrays["moved"]), terms)
