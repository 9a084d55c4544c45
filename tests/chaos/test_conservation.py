"""C1: workers are killed in mid-stream; every article ends in one state, and the archive is what one thread would have made."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from schemas import ClassifiedArticle, DedupedArticle, TrailEntry
from schemas import headers as names
from streams.pipeline import CLASSIFIED, RAW, TRAIL
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.steps.dedupe import Memory, decide
from streams.steps.enrich import enrich
from tests.chaos.harness import ROLES, Fleet, records, send

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(1200)]

ARTICLES = int(os.environ.get("NEWSLOOM_CHAOS_ARTICLES", "600"))
SEEDS = [int(seed) for seed in os.environ.get("NEWSLOOM_CHAOS_SEEDS", "1").split(",")]
KILLS_EVERY = (5.0, 15.0) if ARTICLES > 5000 else (3.0, 6.0)
ROUNDS = 3
"""Parts that the articles are sent in; workers die in each."""


def raw(number: int, version: int = 1, **more: Any) -> bytes:
    words = ["apples", "bridges", "clocks", "drums", "engines", "ferries"]
    text = [f"Item {number} of {word} was counted {number * 31 + place} times in {word}{number}." for place, word in enumerate(words)]
    if version > 1:
        text.append(f"The count was taken again on day {version}.")
    fields = {"uri": f"id-{number}", "title": f"Report {number}", "source": "Count Desk", "version": version, "ref": f"{number}@{version}"}
    return orjson.dumps({**fields, "content": "\n\n".join(text), **more})


def mixed(seed: int) -> tuple[list[bytes], dict[str, int]]:
    """Unique articles with repeats, updates, kills and poison, in a seeded order; how many of each there are."""
    chance = random.Random(seed)
    values: list[tuple[float, bytes]] = []
    counts = dict.fromkeys(("unique", "repeats", "updates", "kills", "poison"), 0)
    for number in range(ARTICLES):
        at, kind = float(number), chance.random()
        if kind < 0.1:
            values.append((at, b'{"content": "cut off ' + str(number).encode()))
            counts["poison"] += 1
            continue
        counts["unique"] += 1
        values.append((at, raw(number)))
        later = at + chance.uniform(1, 100)
        if kind < 0.2:
            values.append((later, raw(number)))
            counts["repeats"] += 1
        elif kind < 0.3:
            values.append((later, raw(number, version=2)))
            counts["updates"] += 1
        elif kind < 0.35:
            values.append((later, raw(number, version=3, status="canceled")))
            counts["kills"] += 1
    return [value for _, value in sorted(values)], counts


def reference(messages: list[Any]) -> dict[str, dict[str, Any]]:
    """What one thread makes of the same `news.classified`, in its order: the newest record of each article."""
    memory, found = Memory(), {}
    for message in sorted(messages, key=lambda each: each.offset):
        article = ClassifiedArticle.from_json(message.value)
        headers = dict(message.headers)
        decision = decide(memory, article, headers[names.SKETCH], headers[names.ORIGIN].decode(), datetime.now(UTC))
        for fact in decision.facts:
            memory.fold(fact)
        if isinstance(decision.outcome, DedupedArticle):
            record = orjson.loads(enrich(DedupedArticle.from_json(decision.outcome.to_json())).to_json())
            if record["id"] not in found or record["rank"] >= found[record["id"]]["rank"]:
                found[record["id"]] = record
    return found


def ended(archive: Archive, number: int, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    until = time.monotonic() + seconds
    while archive.origins_ended() < number and time.monotonic() < until:
        meanwhile()
        time.sleep(0.2)


class Killer:
    """Kills a worker at random every few seconds, and starts it again."""

    def __init__(self, fleet: Fleet, chance: random.Random) -> None:
        self.fleet, self.chance, self.kills, self.due = fleet, chance, 0, time.monotonic() + 1

    def __call__(self) -> None:
        if time.monotonic() < self.due:
            return
        victim = self.chance.choice(sorted(ROLES))
        self.fleet.kill(victim)
        self.fleet.start(victim)
        self.kills += 1
        self.due = time.monotonic() + self.chance.uniform(*KILLS_EVERY)


def in_one_state(settings: Settings, archive: Archive, sent: int, counts: dict[str, int]) -> int:
    """Checks the ledger; how many records were processed again after a kill."""
    states = archive.account()
    assert sum(states.values()) == sent
    assert states["dead: unreadable"] == counts["poison"]
    shown = archive.shown()
    assert len(shown) == counts["unique"] - counts["kills"]
    entries = [TrailEntry.from_json(message.value) for message in asyncio.run(records(settings, TRAIL.name))]
    return len(entries) - len({(entry.origin, entry.step) for entry in entries})


@pytest.mark.parametrize("seed", SEEDS)
def test_c1_conservation(fleet: Fleet, seen: Callable[[str, str], None], seed: int) -> None:
    settings = fleet.settings
    archive = Archive.writer(settings.data / "archive")
    for name, command in ROLES.items():
        fleet.start(name, command)
    values, counts = mixed(seed)
    killer = Killer(fleet, random.Random(seed))
    part = -(-len(values) // ROUNDS)
    began = time.monotonic()
    for start in range(0, len(values), part):
        asyncio.run(send(settings, RAW.name, values[start : start + part]))
        ended(archive, start + 20, 120)
        for _ in range(2):
            killer.due = 0
            killer()
        ended(archive, start + len(values[start : start + part]) * 2 // 3, 240, killer)
    last = time.monotonic()
    ended(archive, len(values), 240)
    recovered = time.monotonic() - last
    assert archive.origins_ended() == len(values)
    again = in_one_state(settings, archive, len(values), counts)
    assert again > 0  # not vacuous: the kills made records come again
    expected = reference(asyncio.run(records(settings, CLASSIFIED.name)))
    for id, record in expected.items():
        row = archive.article(id)
        assert row is not None
        assert {key: row[key] for key in record} == record, id
    assert set(archive.shown()) == {id for id, record in expected.items() if record["status"] == "usable"}
    seen(
        "C1",
        f"seed {seed}: {len(values)} sent, {killer.kills} SIGKILLs, {again} steps done again, unaccounted 0, "
        f"{len(expected)} articles as one thread makes them; {time.monotonic() - began:.0f} s, "
        f"quiet {recovered:.0f} s after the last kill",
    )
