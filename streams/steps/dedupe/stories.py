"""Stories, online: an article joins the story whose articles share its rare terms and its time, or opens one.

Candidates come from an inverted index over each article's strongest terms; a small model says of each how likely it tells
the same event; a story's score is the mean over its members, averaged with the best of them.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.stories import Pairs, chances
from streams.steps.dedupe.arrays import U32, Arrays, joined, packed, part, parted, under, unpacked
from streams.steps.dedupe.dormant import Dormant
from streams.steps.dedupe.members import Members, figures_of
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.thread import Thread
from streams.steps.dedupe.vectors import F64, PARTS, TOP_NAMES, TOP_TERMS, Rarity, Scale, Vector, rarity, scale

CANDIDATES, HOLDERS = 40, 64
BEST = 0.15
"""What the likeliest member counts beside the mean of all."""
LOOSE, STRICT, QUIET, BUSY = 0.05, 0.1, 25, 750
"""The score that joins, with so many articles in the window: the more there are, the more of them are alike by chance."""
UNSEEN = 0.1
"""What a term that is none of the body's counts for a candidate."""

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
    """Threads of the window, and the terms that lead to their members."""

    threads: dict[str, Thread] = field(default_factory=dict)
    thread_of: dict[str, str] = field(default_factory=dict)
    dormant: Dormant = field(default_factory=Dormant)
    moved: dict[str, str] = field(default_factory=dict)
    """Stories that became part of others."""
    _members: Members = field(default_factory=Members)
    _holders: dict[int, "array[int]"] = field(default_factory=dict)
    _rarity: Rarity = field(default_factory=rarity)
    _scale: Scale = field(default_factory=scale)

    def find(self, sketch: Sketch, now: datetime) -> Found | None:
        """The story an article belongs to; None where it opens one."""
        numbers, pairs = self.compared(sketch, now)
        if not numbers:
            return None
        threads = [self.thread_of[self._members.article(number)] for number in numbers]
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
        busy = math.log(max(len(self._members), QUIET) / QUIET) / math.log(BUSY / QUIET)
        return LOOSE + (STRICT - LOOSE) * min(busy, 1.0)

    def article(self, number: int) -> str:
        """The id of a member by its number in `compared`."""
        return self._members.article(number)

    def _agreed(self, thread: str, found: list[float]) -> float:
        size = max(1, min(len(self.threads[thread].members), CANDIDATES))
        return BEST * max(found) + (1 - BEST) * sum(found) / size

    def compared(self, sketch: Sketch, now: datetime) -> tuple[list[int], Pairs]:
        """The members that share most of the heaviest terms, and what each has in common with the article."""
        vector = self._rarity.vector(sketch)
        numbers, terms = self._candidates(vector)
        if not numbers:
            return [], Pairs(*[np.zeros(0)] * 9)
        return numbers, self._pairs(vector, figures_of(sketch), sketch.words, now.timestamp() / 86400, numbers, terms)

    def _pairs(self, one: Vector, held: U32, words: int, day: float, numbers: list[int], terms: F64) -> Pairs:
        """A text beside each of these members."""
        members = self._members.pick(numbers)
        alike = self._scale.likeness(one, members.vectors)
        shared, smaller = _figures_shared(held, members.figures, members.figures_held)
        less = np.minimum(words, members.words).astype(np.float64)
        return Pairs(*alike, shared, smaller, terms / (TOP_TERMS + TOP_NAMES), np.abs(day - members.days), less)

    def akin(self, one: Thread, other: Thread) -> float:
        """How likely it is, in the mean over their newest articles, that one of either tells the event of one of the other."""
        ours, theirs = (self._numbers_of(thread.members[-NEWEST:]) for thread in (one, other))
        tops = [set(self._members.vector(number).tops) for number in theirs]
        found = []
        for number in ours:
            vector, own = self._members.vector(number), self._members.pick([number])
            terms = np.array([len(each.intersection(vector.tops)) for each in tops], np.float64)
            found.append(chances(self._pairs(vector, own.figures, int(own.words[0]), float(own.days[0]), theirs, terms)))
        return float(np.mean(found))

    def _numbers_of(self, articles: Sequence[str]) -> list[int]:
        return [number for article in articles if (number := self._members.number(article)) is not None]

    def _candidates(self, vector: Vector) -> tuple[list[int], F64]:
        """By the weight of the terms in common, of equals the first that arrived; how many terms each has in common."""
        length = math.sqrt(0.5)  # the body's share, which its weights carry
        weights = dict(zip(vector.keys[: vector.body].tolist(), (vector.weights[: vector.body] / length).tolist(), strict=True))
        held = [(self._holders[term], weights.get(term, UNSEEN)) for term in vector.tops if term in self._holders]
        if not held:
            return [], np.zeros(0)
        numbers, places = np.unique(np.concatenate([np.frombuffer(each, np.uint32) for each, _ in held]), return_inverse=True)
        totals = np.bincount(places, np.repeat([weight for _, weight in held], [len(each) for each, _ in held]))
        best = np.lexsort((numbers, -totals))[:CANDIDATES]
        found: list[int] = numbers[best].tolist()
        return found, np.bincount(places)[best].astype(np.float64)

    def add(self, article: str, sketch: Sketch, thread: Thread, now: datetime) -> int:
        """Make an article that is none a member; its number."""
        self.threads[thread.id] = thread
        self.dormant.drop(thread.id)
        self.thread_of[article] = thread.id
        self._rarity.count(sketch)
        vector = self._rarity.vector(sketch)
        number = self._members.add(article, vector, now.timestamp() / 86400, figures_of(sketch), sketch.words)
        for term in vector.tops:
            holders = self._holders.setdefault(term, array("I"))
            holders.append(number)
            if len(holders) > HOLDERS:
                del holders[0]
        return number

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
        number = self._members.number(article)
        return len(self.thread_of) + self._members.following if number is None else number

    def settled(self, story: str) -> str:
        """What a story is part of by now."""
        while story in self.moved:
            story = self.moved[story]
        return story

    def members(self, numbers: Iterable[int]) -> list[str]:
        """The articles of those numbers that are members still."""
        return [self.article(number) for number in numbers if number in self._members]

    def remove(self, article: str, at: datetime | None = None) -> None:
        """Let an article go; the last of a story closes it. One that is no member changes nothing."""
        thread = self.threads.get(self.thread_of.pop(article, ""))
        if thread and article in thread.members:
            thread.members.remove(article)
            if not thread.members:
                thread.close()
                self.dormant.put(thread, at or thread.last_seen)
                del self.threads[thread.id]
        number = self._members.number(article)
        if number is not None:
            for term in self._members.vector(number).tops:
                self._let_go(term, number)
            self._members.remove(number)

    def medoid(self, sketch: Sketch, articles: Sequence[str]) -> str | None:
        """The one of these members that has most in common with all of them and with the text; None: the text itself."""
        numbers = self._numbers_of(articles)
        own = self._rarity.vector(sketch)
        best = self._scale.central(self._members.pick(numbers).vectors.beside(own)) if numbers else len(numbers)
        return self.article(numbers[best]) if best < len(numbers) else None

    def _let_go(self, term: int, number: int) -> None:
        holders = self._holders.get(term)
        if holders and number in holders:
            holders.remove(number)
            if not holders:
                del self._holders[term]

    def to_arrays(self) -> Arrays:
        """What `of` makes the same stories from; later changes do not touch it."""
        terms, held = np.flatnonzero(self._rarity.seen), np.fromiter(self._holders, np.int64, len(self._holders))
        return {
            "threads": packed([thread.row() for thread in self.threads.values()]),
            **under("dormant", self.dormant.to_arrays()),
            "moved": packed(self.moved),
            **under("members", self._members.to_arrays()),
            **under("holders", {"terms": held, **joined(self._holders.values(), np.uint32)}),
            **under("rarity", {"terms": terms, "seen": self._rarity.seen[terms]}),
            "rarity.articles": np.array(self._rarity.articles),
        }

    @classmethod
    def of(cls, arrays: Arrays) -> "Stories":
        """The stories that gave these arrays."""
        threads = {thread.id: thread for thread in map(Thread.of, unpacked(arrays["threads"]))}
        thread_of = {article: thread.id for thread in threads.values() for article in thread.members}
        holders, seen = part("holders", arrays), part("rarity", arrays)
        held = zip(holders["terms"].tolist(), (array("I", piece.tobytes()) for piece in parted(holders)), strict=True)
        members, articles = Members.of(part("members", arrays)), int(seen["articles"])
        dormant = Dormant.of(part("dormant", arrays))
        stories = cls(threads, thread_of, dormant, unpacked(arrays["moved"]), members, dict(held), Rarity(rarity().seen, articles))
        stories._rarity.seen[seen["terms"]] = seen["seen"]
        return stories


def _figures_shared(ours: U32, theirs: U32, sizes: NDArray[np.int64]) -> tuple[F64, F64]:
    """How many figures the article has in common with each, and the smaller number of figures."""
    if not len(ours):
        return np.zeros(len(sizes)), np.zeros(len(sizes))
    ends = np.cumsum(sizes)
    held = ours[np.minimum(np.searchsorted(ours, theirs), len(ours) - 1)] == theirs
    sums = np.concatenate([[0], np.cumsum(held)])
    return (sums[ends] - sums[ends - sizes]).astype(np.float64), np.minimum(sizes, len(ours)).astype(np.float64)
