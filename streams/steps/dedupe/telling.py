"""What an article does to its story, and what time does to stories: their next revisions, and why there are some."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from schemas import ClassifiedArticle, Duplicate, Story, StoryEvent, StoryRef
from streams.steps.dedupe.fact import TITLE, Fact
from streams.steps.dedupe.known import Known
from streams.steps.dedupe.memory import Memory
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.stories import AKIN, Found, Stories
from streams.steps.dedupe.thread import Thread, story_id

TURNS = frozenset(size for power in range(1, 20) for size in (2**power, 3 * 2 ** (power - 1)) if size > 2)
"""Sizes at which a story's headline is chosen again: ever more rarely, so that it costs nothing."""
ASKED = 40
"""The newest members that a headline is chosen from."""

LATE = 2
"""Times the days that close a story, after which a copy of one of its articles opens another: it is reprinted for a reason of today."""

Kind = Literal["created", "updated", "merged", "split", "closed", "reopened"]
Told = tuple[tuple[Story, ...], tuple[StoryEvent, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """The story an article is of; `joins` where it is no member yet, `counted` where it was one before the story closed."""

    thread: Thread
    ref: StoryRef
    kind: Kind
    joins: bool
    counted: bool
    headline: str | None
    merges: tuple[Thread, ...] = ()
    """The stories that the article makes part of this one."""


def placed(memory: Memory, article: ClassifiedArticle, seen: Sketch, known: Known | None, duplicate: Duplicate | None) -> Place:
    """Its own story, or that of what it copies, open or closed; else the one that it tells of; else one that it opens."""
    stories = memory.stories
    original = memory.get(duplicate.of) if duplicate else None
    own = stories.thread_of.get(article.id) or (stories.settled(known.story) if known and known.story else None)
    copied = stories.thread_of.get(duplicate.of) or (original.story if original else None) if duplicate else None
    thread = memory.thread(own or copied or "", known, original)
    if thread and thread.closed and not own and article.received_at - thread.last_seen > LATE * timedelta(days=memory.story_days):
        thread = None
    near = None if thread else stories.find(seen, article.received_at)
    merges: list[Thread] = []
    if near:
        thread, *merges = _likeliest(stories, near)
    if thread is None:
        opened = Thread(story_id(article.id, article.received_at), article.title[:TITLE], article.received_at, article.received_at)
        return Place(opened, _ref(opened, article, 1.0, more=1), "created", True, False, None)
    joins = article.id not in thread.members
    counted = joins and own == thread.id
    novelty = 1 - _known_share(duplicate) if duplicate else max(0.0, 1 - (near.nearness if near else 0.0))
    headline = _headline(memory, thread, article, seen) if joins and not counted else None
    more = (joins and not counted) + sum(other.size for other in merges)
    ref = _ref(thread, article, round(novelty, 3), more, [source for other in merges for source in other.sources])
    kind: Kind = "merged" if merges else "reopened" if thread.closed else "updated"
    return Place(thread, ref, kind, joins, counted, headline, tuple(merges))


def _likeliest(stories: Stories, found: Found) -> list[Thread]:
    """The story of an article, and those that it shows to be the same: the largest of them first, of equals the oldest."""
    if found.story not in found.sure:
        return [stories.threads[found.story]]
    likeliest, *others = (stories.threads[story] for story in found.sure)
    akin = [other for other in others if stories.akin(likeliest, other) >= AKIN]
    return sorted([likeliest, *akin], key=lambda thread: (-thread.size, thread.first_seen, thread.id))


def _known_share(duplicate: Duplicate) -> float:
    """How much of a copy was told before: a longer piece around it is news."""
    return duplicate.containment if duplicate.inside is None else duplicate.inside


def _ref(thread: Thread, article: ClassifiedArticle, novelty: float, more: int, others: Iterable[str] = ()) -> StoryRef:
    sources = {*thread.sources, *others, article.source or "unknown"}
    return StoryRef(id=thread.id, size=thread.size + more, sources=len(sources), novelty=novelty)


def _headline(memory: Memory, thread: Thread, article: ClassifiedArticle, seen: Sketch) -> str | None:
    """That of the article which has most in common with the others; None where it stays what it is."""
    if thread.size + 1 not in TURNS or not thread.members:
        return None
    medoid = memory.stories.terms.medoid(seen, thread.members[-ASKED:])
    known = memory.get(medoid) if medoid else None
    title = known.newest.title if known else article.title[:TITLE] if medoid is None else thread.title
    return title if title and title != thread.title else None


def announced(place: Place, fact: Fact, now: datetime, order: Callable[[str], int]) -> Told:
    """The story's next revision and why there is one; nothing for a version of a member."""
    if not place.joins:
        return (), ()
    after = place.thread.copy()
    after.join(fact)
    gone = []
    for other in place.merges:
        after.take_in(other, fact.article, order)
        part = other.copy()
        part.revision, part.members = part.revision + 1, []
        reason = f"became part of {after.id}: an article tells of both"
        gone.append(_told(part, "merged", reason, now, None, fact.article, state="merged", into=after.id))
    return _all([_told(after, place.kind, _reason(place, fact), now, fact, fact.article), *gone])


def _reason(place: Place, fact: Fact) -> str:
    if place.merges:
        return f"an article tells of this and of {', '.join(other.id for other in place.merges)}"
    if place.kind == "created":
        return "first article"
    if place.counted:
        return "new version of one of its articles"
    return f"{fact.duplicate.kind} copy" if fact.duplicate else "article on the same event"


def apart(memory: Memory, fact: Fact, now: datetime) -> Told:
    """Stories that were one by an article only, which a fact kills."""
    if not fact.splits:
        return (), ()
    after = memory.stories.threads[memory.stories.moved[fact.splits[0]]].copy()
    reason = "the article that told of both was killed"
    others = [after.let_out(part) for part in fact.splits]
    after.revision += 1
    told = [_told(other, "split", reason, now, None, fact.article, out_of=after.id) for other in others]
    return _all([*told, _told(after, "split", f"without {', '.join(fact.splits)}: {reason}", now, None, fact.article)])


def _all(told: list[Told]) -> Told:
    return tuple(story for stories, _ in told for story in stories), tuple(event for _, events in told for event in events)


def closed(memory: Memory, at: datetime, spared: set[str], now: datetime) -> Told:
    """The stories whose last article leaves the window when a fact of time `at` that changes those `spared` is folded."""
    due = memory.due(at)
    leaving, told = set(due), list[Told]()
    for id in dict.fromkeys(memory.stories.thread_of[article] for article in due):
        thread = memory.stories.threads[id]
        if id not in spared and leaving.issuperset(thread.members):
            after = thread.copy()
            after.close()
            after.members = []
            told.append(_told(after, "closed", f"no article for {memory.story_days:g} days", now))
    return _all(told)


def _told(
    thread: Thread, kind: Kind, reason: str, now: datetime, fact: Fact | None = None, article: str | None = None, **more: str
) -> Told:
    story = Story(
        id=thread.id,
        revision=thread.revision,
        title=thread.title,
        articles=thread.members[-500:],
        size=thread.size,
        independent=thread.independent,
        sources=sorted(thread.sources),
        languages=sorted(thread.languages),
        first_seen=thread.first_seen,
        last_seen=thread.last_seen,
        newest=article if fact else None,
        novelty=fact.story.novelty if fact and fact.story else 0.0,
        burst=thread.burst if fact else 0.0,
        **{"state": "closed" if thread.closed else "open", **more},
    )
    event = StoryEvent(story=thread.id, revision=thread.revision, kind=kind, reason=reason, article=article, at=now)
    return (story,), (event,)
