"""Real processes on a real broker that may be killed, frozen and started again; what they left on the topics."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError

from streams.delivery.clients import admin, producer, reader
from streams.pipeline import ENRICHED
from streams.settings import Settings

HERE = Path(__file__).parent
ROLES = {
    "clean": ["-m", "streams.cli", "worker", "--steps", "clean"],
    "classify": ["-m", "streams.cli", "worker", "--steps", "classify"],
    "dedupe": ["-m", "streams.cli", "worker", "--steps", "dedupe"],
    "enrich": ["-m", "streams.cli", "worker", "--steps", "enrich"],
    "index": ["-m", "streams.cli", "sink", "index"],
}


def scripted(folder: Path, mode: str = "step") -> list[str]:
    """A worker of ours around a step that does what its articles say."""
    return [str(HERE / "scripted.py"), mode, str(folder)]


def naive(folder: Path) -> list[str]:
    """The same step in an agent written the way Faust's guide shows."""
    return [str(HERE / "naive.py"), str(folder)]


@dataclass
class Fleet:
    """Processes by name. `stop` ends whatever is left."""

    settings: Settings
    logs: Path
    env: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _commands: dict[str, list[str]] = field(default_factory=dict)

    def start(self, name: str, command: list[str] | None = None) -> subprocess.Popen[bytes]:
        """Start, or start again, what is called `name`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        self._commands[name] = command or self._commands[name]
        env = {
            **os.environ,
            "NEWSLOOM_BROKER": self.settings.broker or "",
            "NEWSLOOM_DATA": str(self.settings.data),
            "NEWSLOOM_WORKERS": "1",
            "PYTHONPATH": str(HERE.parents[1]),
            **self.env,
        }
        with (self.logs / f"{name}.log").open("ab") as out:
            arguments = [sys.executable, *self._commands[name]]
            self.running[name] = subprocess.Popen(arguments, env=env, stdout=out, stderr=out, start_new_session=True)
        return self.running[name]

    def kill(self, name: str) -> None:
        """SIGKILL, the worker alone: its children must notice by themselves."""
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()

    def freeze(self, name: str) -> None:
        os.killpg(self.running[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.killpg(self.running[name].pid, signal.SIGCONT)

    def log(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text(errors="replace")

    def stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGCONT)
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def article(ref: str, order: str = "", **more: Any) -> bytes:
    """A raw article; `order` is what the scripted step does with it: `sleep 10`, `raise once`, `raise always`."""
    text = f"The council of {ref} met on Monday and talked about the bridge over the river for two hours."
    return orjson.dumps({"ref": ref, "uri": ref, "title": order or f"Council {ref}", "content": text, "source": "Desk", **more})


async def send(settings: Settings, topic: str, values: Iterable[bytes], partition: int | None = None) -> None:
    """Acknowledged by the broker, in order."""
    client = producer(settings)
    await client.start()
    try:
        keyed = topic == ENRICHED.name  # a compacted topic refuses records without a key
        pending = [
            await client.send(topic, value, key=orjson.loads(value)["ref"].encode() if keyed else None, partition=partition)
            for value in values
        ]
        await asyncio.gather(*pending)
    finally:
        await client.stop()


async def records(settings: Settings, topic: str) -> list[Any]:
    """Every committed record of a topic, in the order of time."""
    consumer = reader(settings, isolation_level="read_committed")
    await consumer.start()
    found: list[Any] = []
    try:
        await consumer._client.add_topic(topic)
        places = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)
        while any([await consumer.position(place) < ends[place] for place in places]):
            for messages in (await consumer.getmany(timeout_ms=500)).values():
                found += messages
    finally:
        await consumer.stop()
    return sorted(found, key=lambda message: (message.timestamp, message.partition, message.offset))


async def committed(settings: Settings, group: str) -> dict[TopicPartition, int]:
    """Of a group by partition; a broker that has had no group yet knows of none."""
    client = admin(settings)
    await client.start()
    try:
        return {place: at.offset for place, at in (await client.list_consumer_group_offsets(group)).items()}
    except GroupCoordinatorNotAvailableError:
        return {}
    finally:
        await client.close()


def refs(messages: Iterable[Any]) -> list[str]:
    return [orjson.loads(message.value)["ref"] for message in messages]


def wait(until: Callable[[], bool], seconds: float, pause: float = 0.25) -> float:
    """Seconds it took; fails the test where it did not happen in time."""
    began = time.monotonic()
    while not until():
        assert time.monotonic() - began < seconds, f"did not happen within {seconds} s"
        time.sleep(pause)
    return time.monotonic() - began


class Weight(NamedTuple):
    """What a process and all its children hold and have spent."""

    mb: float
    files: int
    cpu: float


def tree_of(pid: int) -> Weight:
    """Resident MB, open files and CPU seconds."""
    stats = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            stats[int(status.parent.name)] = status.read_text().rsplit(")", 1)[1].split()
    found, size, files = {pid}, 0, 0
    while more := {child for child, stat in stats.items() if int(stat[1]) in found} - found:
        found |= more
    for each in found:
        with suppress(OSError, IndexError):
            size += int(Path(f"/proc/{each}/status").read_text().split("VmRSS:")[1].split()[0])
            files += len(list(Path(f"/proc/{each}/fd").iterdir()))
    ticks = sum(int(stats[each][11]) + int(stats[each][12]) for each in found & stats.keys())
    return Weight(size / 1024, files, ticks / os.sysconf("SC_CLK_TCK"))


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of a process, without its children."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
