"""Deciding twice changes nothing, and the order of versions does not matter."""

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest

from schemas import ClassifiedArticle, DedupedArticle, Language
from streams.errors import Unreadable
from streams.outcome import Drop
from streams.steps.clean.identity import digest, rank
from streams.steps.clean.text import plain
from streams.steps.dedupe import Decision, Fact, Memory, decide, sketch

NOW = datetime(2026, 3, 14, tzinfo=UTC)
TEXT = [
    f"Paragraph {n} tells how the council of Westmark met on day {n} and counted {n * 7 + 3} votes for the bridge over the river."
    for n in range(1, 8)
]


def article(id: str = "a", body: list[str] | None = None, version: int = 1, **changes: object) -> ClassifiedArticle:
    body = TEXT if body is None else body
    content = digest(plain("Council votes"), *map(plain, body))
    fields: dict[str, object] = {
        "id": id,
        "aliases": [f"uri:{id}"],
        "version": version,
        "rank": rank(changes.get("status") == "canceled", version, None, content),
        "title": "Council votes",
        "source": "Harbour Post",
        "received_at": NOW,
        "language": Language(code="en", confidence=1),
        "body": body,
        "content_hash": content,
    }
    return ClassifiedArticle.model_validate(fields | changes)


def feed(memory: Memory, given: ClassifiedArticle, origin: str, now: datetime = NOW) -> Decision:
    decision = decide(memory, given, sketch(given), origin, now)
    for fact in decision.facts:
        memory.fold(Fact.from_json(fact.to_json()))
    return decision


def outcome(decision: Decision) -> str:
    return decision.outcome.reason if isinstance(decision.outcome, Drop) else decision.outcome.change


def newest(memory: Memory) -> Fact:
    known = memory.get("a")
    assert known
    return known.newest


def test_the_same_origin_gets_the_same_decision_again() -> None:
    memory = Memory()
    first, again = feed(memory, article(), "t:0:1"), feed(memory, article(), "t:0:1")
    assert first.outcome == again.outcome
    assert again.facts == ()


def test_another_origin_with_the_same_version_is_a_redelivery() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    assert outcome(feed(memory, article(), "t:0:2")) == "redelivery"


def test_a_copy_elsewhere_points_to_the_first() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    copy = feed(memory, article("b", [*TEXT[:6], "This site uses cookies, and you may accept them here if you like."]), "t:0:2").outcome
    assert isinstance(copy, DedupedArticle)
    assert copy.duplicate is not None
    assert copy.duplicate.of == "a"
    assert copy.story is not None
    assert copy.story.size == 2


def test_a_template_with_other_numbers_is_no_copy() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    other = [paragraph.translate(str.maketrans("0123456789", "9876501234")) for paragraph in TEXT]
    found = feed(memory, article("b", other), "t:0:2").outcome
    assert isinstance(found, DedupedArticle)
    assert found.duplicate is None


VERSIONS = {
    "v1": article(version=1),
    "v2": article(version=2, body=[*TEXT, "A line was added."]),
    "v3": article(version=3, body=["Correction: the council met on Monday.", *TEXT]),
    "kill": article(version=3, body=[], status="canceled"),
}


@pytest.mark.parametrize("order", list(itertools.permutations(VERSIONS)))
def test_any_order_of_versions_and_a_kill_ends_killed(order: tuple[str, ...]) -> None:
    memory = Memory()
    for number, name in enumerate(order * 2):
        feed(memory, VERSIONS[name], f"t:0:{number}")
    assert newest(memory).status == "canceled"


@pytest.mark.parametrize("order", list(itertools.permutations(["v1", "v2", "v3"])))
def test_any_order_of_versions_ends_with_the_newest(order: tuple[str, ...]) -> None:
    memory = Memory()
    for number, name in enumerate(order):
        feed(memory, VERSIONS[name], f"t:0:{number}")
    assert newest(memory).rank == VERSIONS["v3"].rank


def test_only_the_articles_own_source_may_kill_it() -> None:
    memory = Memory()
    feed(memory, VERSIONS["v1"], "t:0:1")
    stranger = VERSIONS["kill"].model_copy(update={"source": "Somebody Else"})
    assert outcome(feed(memory, stranger, "t:0:2")) == "not_own_source"


def test_a_strangers_kill_that_comes_first_kills_nothing() -> None:
    memory = Memory()
    stranger = VERSIONS["kill"].model_copy(update={"source": "Somebody Else"})
    assert outcome(feed(memory, stranger, "t:0:1")) == "early_kill"
    assert outcome(feed(memory, VERSIONS["v1"], "t:0:2")) != "older_version"
    assert newest(memory).status == "usable"
    assert outcome(feed(memory, stranger, "t:0:1")) == "early_kill"


@pytest.mark.parametrize("order", list(itertools.permutations([1, 2, 3])))
def test_a_return_to_an_earlier_text_wins_in_any_order(order: tuple[int, ...]) -> None:
    texts = {1: TEXT, 2: [*TEXT, "A line was added."], 3: TEXT}
    memory = Memory()
    for version in order:
        feed(memory, article(version=version, body=texts[version]), f"t:0:{version}")
    assert newest(memory).content_hash == article().content_hash


def test_a_date_in_the_future_does_not_empty_the_window() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    feed(memory, article("b", TEXT[:2], received_at=NOW.replace(year=9000)), "t:0:2")
    assert all(memory.get(id) for id in ("a", "b"))


def test_an_embargoed_article_waits_and_is_decided_when_due() -> None:
    memory, due = Memory(), NOW + timedelta(hours=1)
    waiting = article(embargoed_until=due)
    assert outcome(feed(memory, waiting, "t:0:1")) == "embargoed"
    assert outcome(feed(memory, waiting, "t:0:1", now=due)) == "new"


def test_a_memory_rebuilt_from_its_facts_decides_the_same() -> None:
    first, second, facts = Memory(), Memory(), list[Fact]()
    for number, given in enumerate([*VERSIONS.values(), article("b"), article("c", TEXT[:3])]):
        facts += feed(first, given, f"t:0:{number}").facts
    for fact in facts * 2:
        second.fold(fact)
    probe = article("d", TEXT[2:])
    assert feed(first, probe, "t:0:99").outcome == feed(second, probe, "t:0:99").outcome


def test_the_window_is_bounded() -> None:
    memory = Memory(most=5)
    for number in range(20):
        feed(memory, article(f"x{number}", [f"{number} {word}" for word in TEXT]), f"t:0:{number}")
    assert len(memory) == 5
    assert [number for number in range(20) if memory.get(f"x{number}")] == [15, 16, 17, 18, 19]


OTHER = [
    f"The harvest of valley {n} brought {n * 13 + 5} carts of pears to the market before the first frost of autumn." for n in range(1, 9)
]


def test_a_reused_url_opens_one_new_article_whose_versions_find_it() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    again = feed(memory, article(body=OTHER, version=2, title="Pears"), "t:0:2").outcome
    assert isinstance(again, DedupedArticle)
    assert (again.id != "a", again.change) == (True, "new")
    update = feed(memory, article(body=[*OTHER, "The pears were sold by noon."], version=3, title="Pears sold"), "t:0:3").outcome
    assert isinstance(update, DedupedArticle)
    assert (update.id, update.change) == (again.id, "update")
    assert outcome(feed(memory, article(), "t:0:4")) == "redelivery"  # the first article is still known


def test_what_copies_a_killed_article_stands_for_itself() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    feed(memory, article(status="canceled", version=2), "t:0:2")
    found = feed(memory, article("b"), "t:0:3").outcome
    assert isinstance(found, DedupedArticle)
    assert found.duplicate is None


def test_a_backfill_of_old_articles_leaves_the_live_window_alone() -> None:
    memory = Memory(most=3)
    for number in range(3):
        feed(memory, article(f"live-{number}", [f"{line} In {number}." for line in TEXT]), f"t:0:{number}")
    feed(memory, article("old", OTHER, received_at=NOW - timedelta(days=20)), "t:0:9")
    assert len(memory) == 3
    assert memory.get("old") is None


@pytest.mark.parametrize("data", [b"", b"[]", b"[1,2,3]", b"[1,5,[],[[],[]],[[],[]],[[],[]],3]", b'[1,["x"],[],[[],[]],[[],[]],[[],[]],3]'])
def test_a_broken_sketch_is_named_as_such(data: bytes) -> None:
    with pytest.raises(Unreadable, match="sketch"):
        decide(Memory(), article(), data, "t:0:1", NOW)


def test_one_shared_passage_makes_no_copy_of_a_long_text() -> None:
    """A long text is sampled thinly: where it meets a short one there may be one fingerprint of each, and that proves nothing."""
    memory, words = Memory(), [f"word{number}" for number in range(4000)]
    passage = " ".join(words[:12])
    feed(memory, article("long", body=[" ".join(words)]), "1")
    short = [passage, " ".join(f"other{number}" for number in range(60))]
    found = feed(memory, article("short", body=short), "2").outcome
    assert isinstance(found, DedupedArticle)
    assert found.duplicate is None
    whole = feed(memory, article("cut", body=[" ".join(words[:2000])]), "3").outcome
    assert isinstance(whole, DedupedArticle)
    assert whole.duplicate
    assert whole.duplicate.of == "long"


OURS = {number for line in TEXT for number in re.findall(r"\d+", line)}
ORCHARDS = [
    f"Orchard {n} of the lower hills keeps {n * 31} trees, which gave {n * 17} baskets of plums to the {n * 3} presses by the mill."
    for n in range(11, 23)
]


def test_a_copy_says_how_much_of_which_text_it_is() -> None:
    """A longer piece around a copy: all of the original is in it, most of it is its own, and that is news."""
    memory = Memory()
    feed(memory, article(), "t:0:1")
    cut = feed(memory, article("b", TEXT[:4]), "t:0:2").outcome
    around = feed(memory, article("c", [*TEXT, *OTHER, *ORCHARDS], title="Pears"), "t:0:3").outcome
    for found, whole in ((cut, "inside"), (around, "covers")):
        assert isinstance(found, DedupedArticle)
        assert found.duplicate
        assert found.duplicate.of == "a"
        assert getattr(found.duplicate, whole) > 0.85
    assert isinstance(cut, DedupedArticle)
    assert cut.duplicate
    assert cut.duplicate.covers is not None
    assert (cut.duplicate.covers < 0.8, cut.duplicate.added, cut.duplicate.numbers) == (True, 0, 0)
    assert isinstance(around, DedupedArticle)
    assert around.duplicate
    assert (around.duplicate.kind, around.duplicate.added) == ("contained", 20)
    assert around.duplicate.numbers == len({number for line in (*OTHER, *ORCHARDS) for number in re.findall(r"\d+", line)} - OURS)
    assert around.story
    assert around.story.novelty > 0.5


def test_a_new_version_of_a_copy_is_measured_again() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    feed(memory, article("b", TEXT[:4]), "t:0:2")
    longer = feed(memory, article("b", [*TEXT[:4], *OTHER], version=2), "t:0:3").outcome
    assert isinstance(longer, DedupedArticle)
    assert longer.duplicate
    assert (longer.duplicate.of, longer.duplicate.added) == ("a", len(OTHER))
    assert longer.duplicate.inside is not None
    assert longer.duplicate.inside < 0.6


def test_a_new_version_of_an_original_is_no_copy_of_its_copies() -> None:
    memory = Memory()
    feed(memory, article(), "t:0:1")
    feed(memory, article("b"), "t:0:2")
    found = feed(memory, article(body=[*TEXT, "A line was added."], version=2), "t:0:3").outcome
    assert isinstance(found, DedupedArticle)
    assert (found.change, found.duplicate) == ("update", None)
