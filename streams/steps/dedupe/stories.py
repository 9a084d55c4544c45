"""Stories, online: an article joins the story whose articles share its rare terms and its time, or opens one.

Candidates come from an inverted index over each article's strongest terms; the score is the nearness of their vectors,
decayed by the days between, averaged with the best member.
"""

import hashlib
import math
from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.vectors import Rarity, Scale, Vector, rarity, scale

THRESHOLD, SPREAD_DAYS, CANDIDATES, HOLDERS = 0.19, 3.0, 40, 64
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
        """The story an article belongs to and its score; None where it opens one."""
        vector = self._rarity.vector(sketch)
        day = now.timestamp() / 86400
        scores: dict[str, list[float]] = {}
        for member, score in self._scored(vector, day):
            if score > 0:
                scores.setdefault(self.thread_of[member.article], []).append(score)
        ranked = [(self._agreed(thread, found), thread) for thread, found in scores.items()]
        score, thread = max(ranked, default=(0.0, ""))
        return (thread, score) if score >= THRESHOLD else None

    def _agreed(self, thread: str, found: list[float]) -> float:
        size = max(1, min(len(self.threads[thread].members), CANDIDATES))
        return 0.5 * max(found) + 0.5 * sum(found) / size

    def _scored(self, vector: Vector, day: float) -> list[tuple[Member, float]]:
        members = [self._members[number] for number in self._candidates(vector)]
        if not members:
            return []
        decays = [math.exp(-((day - member.day) ** 2) / (2 * SPREAD_DAYS**2)) for member in members]
        near = self._scale.nearness(vector, [member.vector for member in members])
        return [(member, decay * each) for member, decay, each in zip(members, decays, near, strict=True) if decay >= 0.05]

    def _candidates(self, vector: Vector) -> list[int]:
        """The members that share most of the heaviest terms; of equals the first that arrived."""
        length = math.sqrt(0.5)  # the body's share, which its weights carry
        weights = dict(zip(vector.keys[: vector.body].tolist(), (vector.weights[: vector.body] / length).tolist(), strict=True))
        held = [(self._holders[term], weights.get(term, UNSEEN)) for term in vector.tops if term in self._holders]
        if not held:
            return []
        numbers, places = np.unique(np.concatenate([np.frombuffer(each, np.uint32) for each, _ in held]), return_inverse=True)
        totals = np.bincount(places, np.repeat([weight for _, weight in held], [len(each) for each, _ in held]))
        found: list[int] = numbers[np.lexsort((numbers, -totals))[:CANDIDATES]].tolist()
        return found

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
        self._members[number] = Member(article, vector, now.timestamp() / 86400)
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


def story_id(article: str) -> str:
    """A story is named after its first member."""
    return "s" + hashlib.blake2b(article.encode(), digest_size=6).hexdigest()
