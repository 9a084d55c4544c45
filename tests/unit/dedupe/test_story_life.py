"""A story is created, updated, closed and reopened, each with its reason; what is told of it is what is remembered of it."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import DedupedArticle, Story, StoryEvent
from streams.steps.dedupe import Fact, Memory, stories, telling
from streams.steps.dedupe.thread import Thread
from tests.unit.dedupe.test_decide import NOW, OTHER, TEXT, article, feed
from tests.unit.dedupe.test_memory import arrivals
from tests.unit.dedupe.test_stories import EVENTS, told

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def happened(memory: Memory, id: str, body: list[str], at: datetime, **changes: object) -> tuple[list[StoryEvent], list[Story]]:
    given = article(id, body, received_at=at, **changes)
    decision = feed(memory, given, f"t:{id}:{at.isoformat()}", at)
    return list(decision.events), list(decision.stories)


def kinds(events: list[StoryEvent]) -> list[str]:
    return [event.kind for event in events]


def test_a_story_that_nobody_told_of_for_a_week_is_closed_with_whatever_comes_next() -> None:
    memory = Memory()
    happened(memory, "a", TEXT, NOW)
    events, (_, left) = happened(memory, "pears", OTHER, NOW + 8 * DAY, title="Pears")
    assert kinds(events) == ["created", "closed"]
    assert events[1].reason == "no article for 7 days"
    assert (left.state, left.revision, left.articles, left.size) == ("closed", 2, [], 1)


def test_a_copy_reopens_the_story_of_its_original() -> None:
    memory = Memory()
    _, (first,) = happened(memory, "a", TEXT, NOW)
    happened(memory, "b", TEXT[:5], NOW + HOUR, source="Gazette")
    happened(memory, "pears", OTHER, NOW + 8 * DAY, title="Pears")
    events, (story,) = happened(memory, "c", TEXT[1:], NOW + 9 * DAY, source="Herald")
    assert (kinds(events), events[0].reason) == (["reopened"], "near copy")
    assert (story.id, story.state, story.revision, story.size, story.independent) == (first.id, "open", 4, 3, 1)
    assert story.sources == ["Gazette", "Harbour Post", "Herald"]
    assert (story.first_seen, story.last_seen) == (NOW, NOW + 9 * DAY)


def test_a_copy_that_comes_much_later_opens_a_story_of_its_own() -> None:
    memory = Memory()
    _, (first,) = happened(memory, "a", TEXT, NOW)
    happened(memory, "pears", OTHER, NOW + 8 * DAY, title="Pears")
    events, (story, _) = happened(memory, "c", TEXT[1:], NOW + 16 * DAY, source="Herald")
    assert (kinds(events), story.id == first.id) == (["created", "closed"], False)


def test_a_new_version_reopens_its_story_and_counts_once() -> None:
    memory = Memory()
    happened(memory, "a", TEXT, NOW)
    happened(memory, "pears", OTHER, NOW + 8 * DAY, title="Pears")
    events, (story,) = happened(memory, "a", [*TEXT, "A line was added."], NOW + 9 * DAY, version=2)
    assert (kinds(events), events[0].reason) == (["reopened"], "new version of one of its articles")
    assert (story.revision, story.size, story.articles) == (3, 1, ["a"])
    again, _ = happened(memory, "a", [*TEXT, "Two lines were added."], NOW + 10 * DAY, version=3)
    assert again == []


def test_an_article_that_comes_again_after_the_window_opens_another_story() -> None:
    memory = Memory()
    _, (first,) = happened(memory, "a", TEXT, NOW)
    happened(memory, "pears", OTHER, NOW + 31 * DAY, title="Pears")
    events, (again,) = happened(memory, "a", TEXT, NOW + 32 * DAY)
    assert (kinds(events), again.revision, again.id == first.id) == (["created"], 1, False)


def both(memory: Memory) -> tuple[list[StoryEvent], list[Story]]:
    """Two stories of two articles each, which an article tells of both."""
    draw = random.Random(3)
    ((place, names, what), (_, others, more)) = EVENTS[:2]
    for number, (who, things) in enumerate([(names, what), (others, more), (names, what), (others, more)]):
        id, body, title = told(number, place if who is names else "Tolvaby", who, things, draw)
        happened(memory, id, body, NOW + number * HOUR, title=title, content_hash=id)
    bodies = [told(9, "Westmark", names, what, draw)[1], told(9, "Tolvaby", others, more, draw)[1]]
    return happened(memory, "both", [*bodies[0], *bodies[1]], NOW + 5 * HOUR, title="Westmark and Tolvaby", content_hash="both")


def test_a_review_of_the_day_makes_no_stories_one() -> None:
    events, _ = both(Memory())
    assert kinds(events) == ["updated"]


def test_an_article_that_tells_of_two_stories_that_are_akin_makes_them_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AKIN", 0.0)
    memory = Memory()
    events, (one, part) = both(memory)
    assert kinds(events) == ["merged", "merged"]
    assert (one.state, one.size, one.articles[-1], len(one.articles)) == ("open", 5, "both", 5)
    assert (part.state, part.into, part.articles) == ("merged", one.id, [])
    assert {memory.stories.thread_of[article] for article in one.articles} == {one.id}


def test_killing_the_article_that_told_of_both_lets_them_stand_apart_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "AKIN", 0.0)
    memory = Memory()
    _, (one, part) = both(memory)
    events, (apart, rest) = happened(memory, "both", [], NOW + 6 * HOUR, version=2, status="canceled")
    assert kinds(events) == ["split", "split"]
    assert (apart.id, apart.state, apart.out_of, apart.revision, apart.size) == (part.id, "open", one.id, part.revision + 1, 2)
    assert (rest.id, rest.revision, rest.size) == (one.id, one.revision + 1, 3)
    assert {memory.stories.thread_of[article] for article in apart.articles} == {part.id}
    assert set(rest.articles).isdisjoint(apart.articles)


def test_a_drop_that_moves_time_closes_stories_too() -> None:
    memory = Memory()
    happened(memory, "a", TEXT, NOW)
    happened(memory, "pears", OTHER, NOW + 5 * DAY, title="Pears")
    events, _ = happened(memory, "pears", OTHER, NOW + 8 * DAY, title="Pears", version=2)
    assert kinds(events) == ["closed"]


def test_a_burst_is_measured_against_the_storys_own_past() -> None:
    thread = Thread("s", "Title", NOW, NOW)
    fact = lambda number, at: Fact(article=f"a{number}", rank=1, origin="o", change="new", at=at)  # noqa: E731
    for day in range(5):
        thread.join(fact(day, NOW + day * DAY))
        assert thread.burst <= 0.0  # one a day is as ever
    for number in range(9):
        thread.join(fact(10 + number, NOW + 4 * DAY + HOUR))
    assert thread.burst > 5
    assert Thread.of(thread.row()).burst == thread.burst
    young = Thread("t", "Title", NOW, NOW)
    for number in range(9):
        young.join(fact(number, NOW + number * HOUR))
    assert young.burst == 0.0


def test_the_headline_is_that_of_the_article_nearest_to_all() -> None:
    memory = Memory()
    happened(memory, "odd", [*TEXT[:3], *OTHER], NOW, title="Pears and votes")
    titled = {"title": "Council votes on the bridge"}
    given = [happened(memory, f"x{number}", TEXT[: 4 + number], NOW + number * HOUR, **titled) for number in range(3)]
    assert given[-1][1][0].title == "Council votes on the bridge"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.sampled_from([0.05, 0.6]))
def test_what_is_told_of_a_story_is_what_is_remembered_of_it(seed: int, count: int, sure: float) -> None:
    """With stories that are merged at the least sign, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "SURE", sure)
        patch.setattr(telling, "AKIN", 0.0)
        _told_and_remembered(seed, count)


def _told_and_remembered(seed: int, count: int) -> None:
    memory, revisions, facts = Memory(days=100, story_days=4), defaultdict[str, list[Story]](list), list[Fact]()
    events = list[StoryEvent]()
    for number, each in enumerate(arrivals(seed, count)):
        decision = feed(memory, each, f"t:0:{number}", each.received_at)
        facts += decision.facts
        events += decision.events
        assert [(event.story, event.revision) for event in decision.events] == [(story.id, story.revision) for story in decision.stories]
        for story in decision.stories:
            revisions[story.id].append(story)
            thread = memory.stories.threads.get(story.id)
            assert (thread is None) == (story.state != "open")
            if thread:
                assert (thread.revision, thread.title, thread.size, thread.independent) == (
                    story.revision, story.title, story.size, story.independent,
                )  # fmt: skip
                left = [article for article in story.articles if article in thread.members]
                assert left == thread.members  # some leave the window with this very fact
        if isinstance(decision.outcome, DedupedArticle) and decision.outcome.story:
            assert each.id in memory.stories.thread_of or decision.outcome.id in memory.stories.thread_of
    for id, each_revision in revisions.items():
        assert [story.revision for story in each_revision] == list(range(1, len(each_revision) + 1))
        grew = [story.size for story in each_revision]
        assert grew == sorted(grew) or any(event.kind == "split" for event in events if event.story == id)
    again = Memory(days=100, story_days=4)
    for fact in facts:
        for _ in range(2):
            again.fold(fact)
    assert again.stories.threads == memory.stories.threads
    assert again.stories.dormant == memory.stories.dormant
    assert (again.stories.thread_of, again.stories.moved) == (memory.stories.thread_of, memory.stories.moved)
