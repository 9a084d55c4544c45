"""C13: an even load for long: memory, open files and latency stay where they are."""

import asyncio
import gzip
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.delivery.clients import producer
from streams.pipeline import RAW
from streams.sinks.archive import Archive
from tests.chaos.harness import ROLES, Fleet, Weight, send, tree_of, wait

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(7200)]

MINUTES = float(os.environ.get("NEWSLOOM_SOAK_MINUTES", "1"))
RATE = int(os.environ.get("NEWSLOOM_SOAK_RATE", "15"))
"""Articles a second; the full test has 50 for an hour."""
LONG = 10.0
"""Minutes from which memory and latency are held to: a shorter run is still warming up."""
LOOK = min(5.0, MINUTES * 2)
"""Seconds between two looks at memory, files and CPU."""
ALL = "all"
STATE_BYTES = 6000
"""What dedupe may remember of an article; all else may not grow at all."""


def stories(shared: Path) -> Iterator[bytes]:
    """Articles that nobody wrote before: each a dozen sentences drawn from real ones."""
    with gzip.open(shared / "data/articles/background.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 400)]
    sentences = [sentence + "." for row in rows for sentence in (row["body"] or "").split(". ") if 40 < len(sentence) < 300]
    chance, number = random.Random(13), 0
    while True:
        number += 1
        text = [" ".join(chance.sample(sentences, 3)) for _ in range(5)]
        title = f"{chance.choice(sentences)[:60]} {number}"
        yield orjson.dumps({"uri": f"soak-{number}", "title": title, "content": "\n\n".join(text), "source": "Soak Desk"})


def weight(fleet: Fleet) -> dict[str, Weight]:
    """Of each role with its children, and of all that this test started, itself among them."""
    return {name: tree_of(process.pid) for name, process in fleet.running.items()} | {ALL: tree_of(os.getpid())}


async def feed(fleet: Fleet, source: Iterator[bytes]) -> tuple[int, list[dict[str, Weight]]]:
    """Send evenly; what was sent, and the weights every few seconds."""
    client, sent, weights = producer(fleet.settings), 0, []
    await client.start()
    try:
        began = looked = time.monotonic()
        while time.monotonic() - began < MINUTES * 60:
            while sent < (time.monotonic() - began) * RATE:
                await client.send(RAW.name, next(source))
                sent += 1
            if time.monotonic() - looked > LOOK:
                weights.append(weight(fleet))
                looked += LOOK
            await asyncio.sleep(0.02)
    finally:
        await client.stop()
    return sent, weights


def spent(weights: list[dict[str, Weight]]) -> str:
    """CPU milliseconds an article by role, from the first look to the last; the rest is the broker's and this test's."""
    (first, last), articles = (weights[0], weights[-1]), RATE * LOOK * (len(weights) - 1)
    cost = {name: 1000 * (last[name].cpu - first[name].cpu) / articles for name in first}
    everything = cost.pop(ALL)
    each = ", ".join(f"{name} {ms:.1f}" for name, ms in cost.items())
    return f"CPU an article: {sum(cost.values()):.1f} ms ({each}), broker and sender {everything - sum(cost.values()):.1f}"


def latencies(archive: Archive) -> list[float]:
    """Seconds from arrival to searchable, in the order of arrival."""
    rows: list[dict[str, Any]] = archive._rows("SELECT indexed_at, json_extract(record, '$.received_at') AS at FROM articles")
    pairs = sorted((_seconds(row["at"]), row["indexed_at"] / 1e6) for row in rows)
    return [indexed - arrived for arrived, indexed in pairs]


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def test_c13_soak(fleet: Fleet, shared: Path, seen: Callable[[str, str], None]) -> None:
    archive = Archive.writer(fleet.settings.data / "archive")
    for name, command in ROLES.items():
        fleet.start(name, command)
    source = stories(shared)
    warm = 20
    asyncio.run(send(fleet.settings, RAW.name, [next(source) for _ in range(warm)]))
    wait(lambda: archive.origins_ended() >= warm, 120)
    sent, weights = asyncio.run(feed(fleet, source))
    wait(lambda: archive.origins_ended() == sent + warm, 240)
    assert all(process.poll() is None for process in fleet.running.values())
    half, told = weights[len(weights) // 2 :], []
    for name in ROLES:
        sizes, files = [each[name].mb for each in half], [each[name].files for each in half]
        quarter = max(1, len(half) // 4)
        grown = statistics.median(sizes[-quarter:]) - statistics.median(sizes[:quarter])
        assert max(files) - min(files) < 25, (name, files)
        if MINUTES >= LONG:
            state = sent / 2 * STATE_BYTES / 1e6 if name == "dedupe" else 0
            assert grown < state + max(20, sizes[0] * 0.05), (name, sizes)
        told.append(f"{name} {sizes[0]:.0f} to {sizes[-1]:.0f} MB")
    waits = latencies(archive)[warm:]
    early, late = (_p99(part) for part in (waits[len(waits) // 10 : len(waits) // 2], waits[len(waits) // 2 :]))
    if MINUTES >= LONG:
        assert late < 1.1 * early, (early, late)
    assert len(archive.shown()) > 0.9 * sent
    seen(
        "C13",
        f"{sent} articles, {RATE} a second for {MINUTES:g} min, unaccounted 0; second half: {', '.join(told)}; "
        f"p99 {early:.2f} then {late:.2f} s; {spent(weights)}",
    )


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
