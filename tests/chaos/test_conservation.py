"""Workers are killed in mid-stream; every article still ends in exactly one state."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from schemas import TrailEntry
from streams.delivery.clients import producer, reader
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.embedded.topics import ensure_topics
from streams.pipeline import RAW, TRAIL
from streams.settings import Settings
from streams.sinks.archive import Archive

pytestmark = [pytest.mark.chaos, pytest.mark.broker]

ARTICLES = int(os.environ.get("NEWSLOOM_CHAOS_ARTICLES", "600"))
KILLS = 3
"""Rounds; each kills three workers."""
ROLES = {
    "clean": ["worker", "--steps", "clean"],
    "classify": ["worker", "--steps", "classify"],
    "dedupe": ["worker", "--steps", "dedupe"],
    "enrich": ["worker", "--steps", "enrich"],
    "index": ["sink", "index"],
}


class Workers:
    """The roles as processes that may be killed."""

    def __init__(self, settings: Settings, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.env = {**os.environ, "NEWSLOOM_BROKER": settings.broker or "", "NEWSLOOM_DATA": str(settings.data), "NEWSLOOM_WORKERS": "1"}
        self.logs = logs
        self.running = {name: self.start(name) for name in ROLES}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("ab") as out:
            command = [sys.executable, "-m", "streams.cli", *ROLES[name]]
            return subprocess.Popen(command, env=self.env, stdout=out, stderr=out, start_new_session=True)

    def kill(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()
        self.running[name] = self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def workers(broker: str, tmp_path: Path) -> Iterator[tuple[Workers, Settings]]:
    settings = Settings(broker=broker, data=tmp_path / "data")
    asyncio.run(ensure_topics(settings))
    Archive.writer(settings.data / "archive").close()
    found = Workers(settings, tmp_path / "logs")
    yield found, settings
    found.stop()


def raw(number: int) -> bytes:
    """Unique articles; every tenth is poison, every seventh comes twice."""
    if number % 10 == 9:
        return b'{"content": "cut off'
    text = [
        f"Item {number} of {word} was counted {number * 31 + place} times in the town of {word}{number}."
        for place, word in enumerate(WORDS)
    ]
    return orjson.dumps(
        {"uri": f"id-{number}", "title": f"Report {number}", "content": "\n\n".join(text), "source": "Count Desk", "version": 1}
    )


WORDS = ["apples", "bridges", "clocks", "drums", "engines", "ferries"]


async def send(settings: Settings, numbers: list[int]) -> int:
    records = [raw(number) for number in numbers for _ in range(2 if number % 7 == 0 else 1)]
    client = producer(settings)
    await client.start()
    await publish(client, [Output(RAW.name, None, record) for record in records])
    await client.stop()
    return len(records)


def wait_for(archive: Archive, number: int) -> None:
    """Until that many origins have ended, for at most four minutes."""
    until = time.monotonic() + 240
    while archive.origins_ended() < number and time.monotonic() < until:
        time.sleep(0.05)


async def trail(settings: Settings) -> list[TrailEntry]:
    consumer = reader(settings, TRAIL.name)
    await consumer.start()
    found: list[TrailEntry] = []
    while batch := await consumer.getmany(timeout_ms=2000):
        found += [TrailEntry.from_json(message.value) for messages in batch.values() for message in messages]
    await consumer.stop()
    return found


@pytest.mark.timeout(420)
def test_kills_in_mid_stream_lose_nothing(workers: tuple[Workers, Settings]) -> None:
    """Every origin ends in one state; poison as dead letters, repeats as redeliveries, the rest in the archive once."""
    processes, settings = workers
    archive = Archive.reader(settings.data / "archive")
    sent = before = 0
    for part in range(KILLS):
        sent += asyncio.run(send(settings, list(range(part * ARTICLES // KILLS, (part + 1) * ARTICLES // KILLS))))
        wait_for(archive, before + 20)
        for name in ("clean", "dedupe", "enrich"):
            processes.kill(name)  # while records are between publication and commit
        before = sent
    wait_for(archive, sent)
    assert archive.origins_ended() == sent
    states = archive.account()
    poison = sum(1 for number in range(ARTICLES) if number % 10 == 9)
    doubled_poison = sum(1 for number in range(ARTICLES) if number % 10 == 9 and number % 7 == 0)
    good = ARTICLES - poison
    assert states["dead: unreadable"] == poison + doubled_poison
    assert states["indexed as new"] == good
    assert sum(states.values()) == sent
    entries = asyncio.run(trail(settings))
    # not vacuous: the kills made at least one record come again
    assert len(entries) > len({(entry.origin, entry.step) for entry in entries})
