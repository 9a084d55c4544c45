"""Stories, online: an article joins the story whose articles share its rare terms and its time, or opens one.

Candidates come from an inverted index over each article's strongest terms; the score is .2 title, .5 body, .3 names
(cosines of term weights by rarity), decayed by the days between, averaged with the best member.
"""

import hashlib
import math
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime

from streams.steps.dedupe.sketch import Sketch

THRESHOLD, SPREAD_DAYS, CANDIDATES, HOLDERS = 0.19, 3.0, 40, 64
TOP_TERMS, TOP_NAMES = 16, 6
Vector = dict[int, float]


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


@dataclass
class Stories:
    """Threads of the window, and the terms that lead to their members."""

    threads: dict[str, Thread] = field(default_factory=dict)
    thread_of: dict[str, str] = field(default_factory=dict)
    _vectors: dict[str, tuple[Vector, Vector, Vector, float]] = field(default_factory=dict)
    _holders: dict[int, deque[str]] = field(default_factory=dict)
    _documents: int = 0
    _frequency: Counter[int] = field(default_factory=Counter)

    def find(self, sketch: Sketch, now: datetime) -> tuple[str, float] | None:
        """The story an article belongs to and its score; None where it opens one."""
        vectors = self._weighted(sketch)
        day = now.timestamp() / 86400
        scores: dict[str, list[float]] = {}
        for member in self._candidates(vectors):
            thread = self.thread_of.get(member)
            score = self._score(vectors, member, day)
            if thread and score > 0:
                scores.setdefault(thread, []).append(score)
        ranked = [(self._agreed(thread, found), thread) for thread, found in scores.items()]
        score, thread = max(ranked, default=(0.0, ""))
        return (thread, score) if score >= THRESHOLD else None

    def _agreed(self, thread: str, found: list[float]) -> float:
        size = max(1, min(len(self.threads[thread].members), CANDIDATES))
        return 0.5 * max(found) + 0.5 * sum(found) / size

    def _candidates(self, vectors: tuple[Vector, Vector, Vector]) -> list[str]:
        counts: dict[str, float] = {}
        for term in self._keys(vectors):
            weight = vectors[1].get(term, 0.1)
            for member in self._holders.get(term, ()):
                counts[member] = counts.get(member, 0.0) + weight
        return sorted(counts, key=lambda member: -counts[member])[:CANDIDATES]

    def _score(self, vectors: tuple[Vector, Vector, Vector], member: str, day: float) -> float:
        *theirs, when = self._vectors[member]
        decay = math.exp(-((day - when) ** 2) / (2 * SPREAD_DAYS**2))
        if decay < 0.05:
            return 0.0
        parts = zip((0.2, 0.5, 0.3), vectors, theirs, strict=True)
        return decay * sum(weight * _dot(ours, other) for weight, ours, other in parts)

    def add(self, article: str, sketch: Sketch, thread: Thread, now: datetime) -> None:
        """Make the article a member; a second time changes nothing."""
        if article in self._vectors:
            return
        self.threads[thread.id] = thread
        self.thread_of[article] = thread.id
        self._documents += 1
        self._frequency.update(sketch.body.keys() | sketch.names.keys())
        vectors = self._weighted(sketch)
        self._vectors[article] = (*vectors, now.timestamp() / 86400)
        for term in self._keys(vectors):
            self._holders.setdefault(term, deque(maxlen=HOLDERS)).append(article)

    def remove(self, article: str) -> None:
        vectors = self._vectors.pop(article, None)
        thread = self.threads.get(self.thread_of.pop(article, ""))
        if thread and article in thread.members:
            thread.members.remove(article)
            if not thread.members:
                del self.threads[thread.id]
        for term in self._keys(vectors[:3]) if vectors else ():
            holders = self._holders.get(term)
            if holders and article in holders:
                holders.remove(article)
                if not holders:
                    del self._holders[term]

    def _keys(self, vectors: tuple[Vector, Vector, Vector]) -> set[int]:
        return {*list(vectors[1])[:TOP_TERMS], *list(vectors[2])[:TOP_NAMES]}

    def _weighted(self, sketch: Sketch) -> tuple[Vector, Vector, Vector]:
        return self._rare(sketch.title), self._rare(sketch.body), self._rare(sketch.names)

    def _rare(self, terms: Vector) -> Vector:
        """Weights by rarity among the articles seen, normalised, heaviest first."""
        total = self._documents + 50
        found = {term: weight * math.log(total / (self._frequency[term] + 0.5)) for term, weight in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {term: weight / length for term, weight in sorted(found.items(), key=lambda pair: -pair[1])}


def story_id(article: str) -> str:
    """A story is named after its first member."""
    return "s" + hashlib.blake2b(article.encode(), digest_size=6).hexdigest()


def _dot(ours: Vector, theirs: Vector) -> float:
    if len(ours) > len(theirs):
        ours, theirs = theirs, ours
    return sum(weight * theirs.get(term, 0.0) for term, weight in ours.items())
