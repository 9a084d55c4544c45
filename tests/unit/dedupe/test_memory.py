"""A memory that was written down and read again decides as one that never stopped; its parts answer as plain ones would."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import ClassifiedArticle
from streams.steps.dedupe import Fact, Memory, names, shelf, sieve, stories, telling
from streams.steps.dedupe.ages import Ages
from streams.steps.dedupe.names import Names
from tests.unit.dedupe.test_decide import NOW, article, feed
from tests.unit.dedupe.test_stories import EVENTS, told

NAMES = st.integers(0, 30).map(str)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of four articles, so that a handful of them is sealed, merged and purged."""
    monkeypatch.setattr(shelf, "OPEN", 4)
    monkeypatch.setattr(shelf, "FAN", 2)
    monkeypatch.setattr(sieve, "FEW", 1)
    monkeypatch.setattr(stories, "SURE", 0.1)
    monkeypatch.setattr(telling, "AKIN", 0.0)  # merged at the least sign


def arrivals(seed: int, count: int) -> list[ClassifiedArticle]:
    """Events told by several, copies, updates, kills, reused addresses and late old articles, days apart."""
    draw, found = random.Random(seed), list[ClassifiedArticle]()
    for number in range(count):
        at, how = NOW + timedelta(hours=9 * number), draw.random()
        id, body, title = told(number, *draw.choice(EVENTS), draw)
        given = article(id, body, title=title, content_hash=f"{number:016x}", received_at=at, source=draw.choice(["Post", "Wire"]))
        before = draw.choice(found) if found else given
        if how < 0.15:
            given = given.model_copy(update={"body": before.body, "content_hash": before.content_hash})
        elif how < 0.35:
            given = before.model_copy(update={"version": number, "rank": before.rank + number, "content_hash": f"{number:016x}"})
        elif how < 0.45:
            given = before.model_copy(update={"body": [], "status": "canceled", "rank": before.rank + 2**62})
        elif how < 0.55:
            given = given.model_copy(update={"aliases": [*given.aliases, *before.aliases]})
        elif how < 0.65:
            given = given.model_copy(update={"received_at": at - timedelta(days=draw.randint(1, 40))})
        elif how < 0.7:
            given = before
        found.append(given)
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(0, 60), st.sampled_from([8, 2_000_000]))
def test_a_memory_that_was_read_again_decides_as_one_that_never_stopped(seed: int, count: int, stop: int, most: int) -> None:
    lasting, read = Memory(days=10, story_days=4, most=most), Memory(days=10, story_days=4, most=most)
    for number, each in enumerate(arrivals(seed, count)):
        if number == stop:
            read = Memory(days=10, story_days=4, most=most).holding(read.to_arrays())
        assert feed(lasting, each, f"t:0:{number}", each.received_at) == feed(read, each, f"t:0:{number}", each.received_at)
    assert len(read) == len(lasting) <= most


def test_arrays_that_were_taken_do_not_change_with_the_memory() -> None:
    memory, given = Memory(), arrivals(5, 40)
    for number, each in enumerate(given[:20]):
        feed(memory, each, f"t:0:{number}", each.received_at)
    taken = memory.to_arrays()
    before = {name: array.tobytes() for name, array in taken.items()}
    for number, each in enumerate(given[20:], 20):
        feed(memory, each, f"t:0:{number}", each.received_at)
    memory.forget(given[0].id)
    assert {name: array.tobytes() for name, array in taken.items()} == before


def test_what_was_forgotten_leaves_no_name() -> None:
    memory, facts = Memory(), list[Fact]()
    for number, each in enumerate(arrivals(3, 30)):
        facts += feed(memory, each, f"t:0:{number}", NOW).facts
    for fact in facts:
        memory.forget(fact.article)
        assert not any(fact.article == known.id for known in memory.named(fact.aliases))
    assert len(memory) == len(memory._names._entries()) == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(0, 3), st.booleans()), max_size=120), st.booleans())
def test_names_answer_as_a_dictionary_would(steps: list[tuple[str, int, bool]], alike: bool) -> None:
    """With hashes that collide as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "LEAST", 4)
        patch.setattr(names, "SPARE", 2)
        if alike:
            patch.setattr(names, "_hash", lambda name: int(name) % 5)
        kept, model = Names.of({"entries": Names()._entries()}), set[tuple[str, int]]()
        for name, number, there in steps:
            if (name, number) not in model and there:
                kept.add(name, number)
                model.add((name, number))
            elif (name, number) in model and not there:
                kept.remove(name, number)
                model.remove((name, number))
        for each in (kept, Names.of(kept.to_arrays())):
            assert len(each._entries()) == len(model)
            for name in map(str, range(31)):
                assert {number for owner, number in model if owner == name} <= set(each.find(name))


def test_a_name_that_was_not_given_is_not_removed() -> None:
    with pytest.raises(KeyError):
        Names().remove("uri:a", 1)


def test_whole_hours_expire_the_oldest_first() -> None:
    ages = Ages()
    for number, hours in enumerate((5, 1, 1, 3)):
        ages.add(NOW + timedelta(hours=hours), number)
    for each in (Ages.of(ages.to_arrays()), ages):
        assert list(each.before(NOW + timedelta(hours=1, minutes=59))) == []
        assert each.oldest() == 1
        assert list(each.before(NOW + timedelta(hours=4))) == [2, 3]
        assert each.oldest() == 0
        with pytest.raises(IndexError):
            each.oldest()
