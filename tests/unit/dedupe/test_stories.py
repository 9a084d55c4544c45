"""One event is one story, told by two or by two hundred; another event is another."""

import random
from datetime import timedelta

import pytest

from schemas import DedupedArticle
from streams.steps.dedupe import Memory
from tests.unit.dedupe.test_decide import NOW, article, feed

FILLER = (
    "officials residents morning evening council ministry report statement crews roads schools market weather traffic "
    "support budget families centre spokesman witnesses local national regional monday tuesday plan meeting visit"
).split()


def told(number: int, place: str, names: list[str], what: list[str], draw: random.Random) -> tuple[str, list[str], str]:
    """An article in words of its own on one event: its names and its things recur, in no order that a copy would have."""
    body = []
    for _ in range(6):
        words = draw.sample(what, 5) + draw.sample(FILLER, 9)
        draw.shuffle(words)
        body.append(f"In {place} {draw.choice(names)} said {' '.join(words)}, and {draw.choice(names)} {' '.join(draw.sample(what, 4))}.")
    return f"e{number}-{place}", body, f"{place} {' '.join(draw.sample(what, 3))}"


EVENTS = [
    ("Westmark", ["Harlow", "Ostrander"], "bridge collapse river divers lorry beam barrier ferry inspectors steel".split()),
    ("Tolvaby", ["Quintero", "Abernathy"], "election recount ballots tribunal coalition mandate turnout petition observers seats".split()),
    ("Kestrelin", ["Marchetti", "Oyelaran"], "volcano ash evacuation lava crater seismograph airport eruption villages shelter".split()),
]


def stories_of(counts: list[int]) -> list[list[str]]:
    """The story of each article, by event; the events' articles come mixed."""
    draw, memory, found = random.Random(3), Memory(), [list[str]() for _ in EVENTS]
    order = [event for event, count in enumerate(counts) for _ in range(count)]
    draw.shuffle(order)
    for number, event in enumerate(order):
        id, body, title = told(number, *EVENTS[event], draw)
        given = article(id, body, title=title, content_hash=id, received_at=NOW + timedelta(minutes=number))
        outcome = feed(memory, given, f"t:0:{number}", now=given.received_at).outcome
        assert isinstance(outcome, DedupedArticle)
        assert outcome.story
        found[event].append(outcome.story.id)
    return found


@pytest.mark.parametrize("counts", [[2, 2, 2], [200, 20, 2]], ids=["pairs", "two hundred, twenty and two"])
def test_each_event_is_one_story(counts: list[int]) -> None:
    found = stories_of(counts)
    assert [len(set(stories)) for stories in found] == [1, 1, 1]
    assert len({stories[0] for stories in found}) == 3
