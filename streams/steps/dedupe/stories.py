"""Stories, online: an article joins the story whose articles share its rare terms and its time, or opens one.

Candidates come from an inverted index over each article's strongest terms; a small model says of each how likely it tells
the same event; a story's score is the mean over its members, averaged with the best of them.
"""

import hashlib
import math
from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from streams.models.stories import Pairs, chances
from streams.steps.dedupe.shelf import U32
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.vectors import F64, PARTS, TOP_NAMES, TOP_TERMS, Rarity, Scale, Vector, rarity, scale

CANDIDATES, HOLDERS = 40, 64
BEST = 0.15
"""What the likeliest member counts beside the mean of all."""
LOOSE, STRICT, QUIET, BUSY = 0.05, 0.1, 25, 750
"""The score that joins, with so many articles in the window: the more there are, the more of them are alike by chance."""
UNSEEN = 0.1
"""What a term that is none of the body's counts for a candidate."""


@dataclass
class Thread:
    """One story as the memory knows it."""

    id: str
    title: str
    first_seen: datetime
    last_seen: datetime
    members: list[str] = field(default_factory=list)
    independent: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, and when it arrived in days."""

    article: str
    vector: Vector
    day: float
    figures: U32
    words: int


@dataclass
class Stories:
    """Threads of the window, and the terms that lead to their members."""

    threads: dict[str, Thread] = field(default_factory=dict)
    thread_of: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _members: dict[int, Member] = field(default_factory=dict)
    _next: int = 0
    _holders: dict[int, "array[int]"] = field(default_factory=dict)
    _rarity: Rarity = field(default_factory=rarity)
    _scale: Scale = field(default_factory=scale)

    def find(self, sketch: Sketch, now: datetime) -> tuple[str, float] | None:
        """The story an article belongs to, and how near it comes to its nearest article (0 to 1); None where it opens one."""
        numbers, pairs = self.compared(sketch, now)
        if not numbers:
            return None
        scores: dict[str, list[float]] = {}
        for number, chance in zip(numbers, chances(pairs).tolist(), strict=True):
            scores.setdefault(self._thread(number), []).append(chance)
        score, thread = max((self._agreed(thread, found), thread) for thread, found in scores.items())
        if score < self._threshold:
            return None
        near = np.array([self._thread(number) == thread for number in numbers])
        return thread, float(np.max((PARTS[0] * pairs.body + PARTS[1] * pairs.names + PARTS[2] * pairs.title)[near]))

    @property
    def _threshold(self) -> float:
        busy = math.log(max(len(self._members), QUIET) / QUIET) / math.log(BUSY / QUIET)
        return LOOSE + (STRICT - LOOSE) * min(busy, 1.0)

    def article(self, number: int) -> str:
        """The id of a member by its number in `compared`."""
        return self._members[number].article

    def _thread(self, number: int) -> str:
        return self.thread_of[self.article(number)]

    def _agreed(self, thread: str, found: list[float]) -> float:
        size = max(1, min(len(self.threads[thread].members), CANDIDATES))
        return BEST * max(found) + (1 - BEST) * sum(found) / size

    def compared(self, sketch: Sketch, now: datetime) -> tuple[list[int], Pairs]:
        """The members that share most of the heaviest terms, and what each has in common with the article."""
        vector = self._rarity.vector(sketch)
        numbers, terms = self._candidates(vector)
        if not numbers:
            return [], Pairs(*[np.zeros(0)] * 9)
        members = [self._members[number] for number in numbers]
        alike = self._scale.likeness(vector, [member.vector for member in members])
        shared, figures = _figures_shared(sketch, members)
        days = np.abs(now.timestamp() / 86400 - np.array([member.day for member in members]))
        words = np.minimum(sketch.words, np.array([member.words for member in members]))
        return numbers, Pairs(*alike, shared, figures, terms / (TOP_TERMS + TOP_NAMES), days, words.astype(np.float64))

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

    def add(self, article: str, sketch: Sketch, thread: Thread, now: datetime) -> None:
        """Make the article a member; a second time changes nothing."""
        if article in self._numbers:
            return
        self.threads[thread.id] = thread
        self.thread_of[article] = thread.id
        self._rarity.count(sketch)
        vector = self._rarity.vector(sketch).stored()
        number, self._next = self._next, self._next + 1
        self._numbers[article] = number
        self._members[number] = Member(article, vector, now.timestamp() / 86400, _figures(sketch), sketch.words)
        for term in vector.tops:
            holders = self._holders.setdefault(term, array("I"))
            holders.append(number)
            if len(holders) > HOLDERS:
                del holders[0]

    def remove(self, article: str) -> None:
        thread = self.threads.get(self.thread_of.pop(article, ""))
        if thread and article in thread.members:
            thread.members.remove(article)
            if not thread.members:
                del self.threads[thread.id]
        number = self._numbers.pop(article, None)
        if number is not None:
            for term in self._members.pop(number).vector.tops:
                self._let_go(term, number)

    def _let_go(self, term: int, number: int) -> None:
        holders = self._holders.get(term)
        if holders and number in holders:
            holders.remove(number)
            if not holders:
                del self._holders[term]


def _figures(sketch: Sketch) -> U32:
    return np.sort(np.fromiter(sketch.numbers, np.uint32, len(sketch.numbers)))


def _figures_shared(sketch: Sketch, members: list[Member]) -> tuple[F64, F64]:
    """How many figures the article has in common with each, and the smaller number of figures."""
    ours, theirs = _figures(sketch), np.concatenate([member.figures for member in members])
    sizes = np.array([len(member.figures) for member in members])
    ends = np.cumsum(sizes)
    sums = np.concatenate([[0], np.cumsum(np.isin(theirs, ours))])
    return (sums[ends] - sums[ends - sizes]).astype(np.float64), np.minimum(sizes, len(ours)).astype(np.float64)


def story_id(article: str) -> str:
    """A story is named after its first member."""
    return "s" + hashlib.blake2b(article.encode(), digest_size=6).hexdigest()
