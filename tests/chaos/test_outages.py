"""C5, C6, C8: a frozen worker that wakes up, a broker that goes and comes, a sink far slower than what flows in."""

import asyncio
import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka import TopicPartition

from streams.embedded.kafka import Kafka
from streams.embedded.supervisor import Role, Supervisor
from streams.embedded.topics import ensure_topics
from streams.pipeline import CLEAN, ENRICHED, RAW
from streams.settings import Settings
from tests.chaos.harness import HERE, Fleet, article, committed, records, refs, resident_mb, scripted, send, wait

Seen = Callable[[str, str], None]
MINUTES = float(os.environ.get("NEWSLOOM_CHAOS_MINUTES", "0.75"))
"""How long C8 feeds its slow sink."""
FETCHED_MB = 64
"""What a fetch of all partitions may hold for a moment: 8 MB each."""
pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(420 + 60 * MINUTES)]


def arrived(settings: Settings) -> list[str]:
    return refs(asyncio.run(records(settings, CLEAN.name)))


def test_c5_a_frozen_worker_is_replaced_and_does_no_harm_when_it_wakes(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    sent = [f"item-{number}" for number in range(200)]
    fleet.start("first", scripted(tmp_path))
    asyncio.run(send(fleet.settings, RAW.name, [article(ref, "sleep 0.1") for ref in sent]))
    wait(lambda: len(arrived(fleet.settings)) > 20, 60)
    fleet.freeze("first")
    fleet.start("second", scripted(tmp_path))
    took = wait(lambda: set(arrived(fleet.settings)) == set(sent), 120)
    before = asyncio.run(committed(fleet.settings, "newsloom-clean"))
    fleet.thaw("first")
    time.sleep(12)
    after = asyncio.run(committed(fleet.settings, "newsloom-clean"))
    assert all(after[place] >= offset for place, offset in before.items())
    more = [f"late-{number}" for number in range(40)]
    asyncio.run(send(fleet.settings, RAW.name, map(article, more)))
    wait(lambda: {*sent, *more} == set(arrived(fleet.settings)), 90)
    found = arrived(fleet.settings)
    again = len(found) - len(set(found))
    assert again > 0  # the replacement did again what the frozen one had in flight
    seen("C5", f"200 of 200 {took:.0f} s after the freeze, {again} done twice, offsets never moved back, 40 of 40 after the thaw")


def test_c6_the_broker_goes_and_comes_five_times(tmp_path: Path, seen: Seen) -> None:
    kafka = Kafka(tmp_path / "kafka")
    settings = Settings(broker=kafka.address, data=tmp_path / "data")
    said: list[str] = []
    env = {"NEWSLOOM_BROKER": kafka.address, "NEWSLOOM_DATA": str(settings.data), "PYTHONPATH": str(HERE.parents[1])}
    command = [os.sys.executable, *scripted(tmp_path)]  # type: ignore[attr-defined]
    supervisor, over = Supervisor(tmp_path, [Role("clean", command, env)], said.append), threading.Event()
    supervisor.start_all()  # the broker is down
    tending = threading.Thread(target=supervisor.watch, args=(over.is_set,))
    tending.start()
    try:
        time.sleep(5)
        sent: list[str] = []
        for bounce in range(6):
            kafka.start()
            asyncio.run(ensure_topics(settings))
            batch = [f"item-{bounce}-{number}" for number in range(100)]
            asyncio.run(send(settings, RAW.name, [article(ref, "sleep 0.02") for ref in batch]))
            sent += batch
            if bounce < 5:
                time.sleep(1)
                kafka.stop()
        took = wait(lambda: set(arrived(settings)) == set(sent), 90)
    finally:
        over.set()
        tending.join()
        supervisor.stop()
        kafka.stop()
    restarts = sum("ended with" in line for line in said)
    assert took < 60
    seen("C6", f"started without a broker, 5 bounces: 600 of 600 {took:.0f} s after the last, {restarts} restarts of the worker")


def test_c8_a_slow_sink_holds_the_flow_and_not_the_memory(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    """At 5 documents a second against 200: the lag grows on the broker, memory and membership stay as they are."""
    settings = fleet.settings
    sink = fleet.start("sink", scripted(tmp_path, "sink"))
    text = "word " * 1200
    until = time.monotonic() + MINUTES * 60
    sent, sizes = 0, []
    while time.monotonic() < until:
        began = time.monotonic()
        asyncio.run(send(settings, ENRICHED.name, [article(f"item-{sent + number}", text=text) for number in range(200)]))
        sent += 200
        sizes.append(resident_mb(sink))
        time.sleep(max(0.0, 1 - (time.monotonic() - began)))
    done = asyncio.run(committed(settings, "newsloom-index"))
    read = sum(offset for place, offset in done.items() if place.topic == ENRICHED.name)
    assert sink.poll() is None
    assert 0 < read < sent / 4  # it worked, and it was far behind
    half = sizes[len(sizes) // 2 :]
    early, late = (statistics.median(part) for part in (half[: len(half) // 2], half[len(half) // 2 :]))
    assert abs(late - early) < 10  # no slope
    assert max(half) < early + FETCHED_MB  # and no more at any moment than what one fetch may bring
    assert "ebalanc" not in fleet.log("sink")
    seen("C8", f"{sent} sent, {read} read; resident {early:.0f} then {late:.0f} MB (at most {max(half):.0f}), no rebalance")


def test_c4b_a_blocked_partition_does_not_block_its_neighbours(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    """More than a lane holds waits behind one slow article; the partition beside it flows on."""
    fleet.start("worker", scripted(tmp_path))
    blocked = [article("slow", "sleep 25"), *(article(f"behind-{number}") for number in range(400))]
    asyncio.run(send(fleet.settings, RAW.name, blocked, partition=0))
    wait((tmp_path / "sleeping").exists, 60)
    beside = [f"beside-{number}" for number in range(400)]
    asyncio.run(send(fleet.settings, RAW.name, map(article, beside), partition=1))
    took = wait(lambda: set(beside) <= set(arrived(fleet.settings)), 20)
    assert "slow" not in arrived(fleet.settings)
    wait(lambda: len(set(arrived(fleet.settings))) == 801, 60)
    done = asyncio.run(committed(fleet.settings, "newsloom-clean"))
    wait(lambda: asyncio.run(committed(fleet.settings, "newsloom-clean"))[TopicPartition(RAW.name, 0)] == 401, 10)
    assert done
    seen("C2b", f"400 articles of the next partition passed in {took:.0f} s while one held up its own; 801 of 801 in the end")
