"""C2, C3, C4: one slow, one failing, one that cannot even be given up; and the control that shows the suite can see loss."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from schemas import headers as names
from streams.delivery.clients import admin
from streams.delivery.worker import FAILED
from streams.pipeline import CLEAN, DEAD, RAW
from streams.settings import Settings
from tests.chaos.harness import Fleet, article, committed, naive, records, refs, scripted, send, wait

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(240)]

Seen = Callable[[str, str], None]
FAST = [f"fast-{number}" for number in range(12)]


def arrived(settings: Settings, topic: str = CLEAN.name) -> list[str]:
    return refs(asyncio.run(records(settings, topic)))


def slow_among_fast(fleet: Fleet, command: list[str], marks: Path) -> list[str]:
    """The slow one first, its neighbours behind it; SIGKILL while it works; what came out after a restart."""
    values = [article("slow", "sleep 10"), *map(article, FAST)]
    asyncio.run(send(fleet.settings, RAW.name, values, partition=0))
    fleet.start("worker", command)
    wait((marks / "sleeping").exists, 60)
    time.sleep(5)
    fleet.kill("worker")
    fleet.start("worker")
    time.sleep(35)
    return arrived(fleet.settings)


def test_c2_a_slow_item_survives_the_death_of_its_worker(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    found = slow_among_fast(fleet, scripted(tmp_path), tmp_path)
    assert set(found) == {"slow", *FAST}
    seen("C2", f"slow item processed after the restart, {len(found)} records out of {1 + len(FAST)}")


def test_c2_sees_the_naive_agent_lose_the_slow_item(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    found = slow_among_fast(fleet, naive(tmp_path), tmp_path)
    assert set(FAST) <= set(found)
    assert "slow" not in found
    seen("C2-", "control: the agent of Faust's guide lost the slow item")


def failing(fleet: Fleet, command: list[str]) -> list[str]:
    orders = {3: "raise once", 7: "raise always"}
    values = [article(f"item-{number}", orders.get(number, "")) for number in range(12)]
    asyncio.run(send(fleet.settings, RAW.name, values, partition=0))
    fleet.start("worker", command)
    wait(lambda: "item-11" in arrived(fleet.settings), 90)
    time.sleep(2)
    return arrived(fleet.settings)


def test_c3_once_is_retried_always_is_a_dead_letter(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    found = failing(fleet, scripted(tmp_path))
    assert sorted(found) == sorted(f"item-{number}" for number in range(12) if number != 7)
    (letter,) = asyncio.run(records(fleet.settings, DEAD.name))
    headers = dict(letter.headers)
    assert letter.value == article("item-7", "raise always")
    assert headers[names.DEAD_STEP] == b"clean"
    assert headers[names.DEAD_MESSAGE] == b"told to raise always"
    assert (headers[names.DEAD_PARTITION], headers[names.DEAD_OFFSET]) == (b"0", b"7")
    assert asyncio.run(committed(fleet.settings, "newsloom-clean"))[TopicPartition(RAW.name, 0)] == 12
    seen("C3", "raised once: retried; raised always: one dead letter, offset moved to 12")


def test_c3_sees_the_naive_agent_lose_what_raised(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    found = failing(fleet, naive(tmp_path))
    assert "item-3" not in found
    assert "item-7" not in found
    seen("C3-", "control: the agent of Faust's guide lost both items that raised")


async def _dead_topic_takes(settings: Settings, limit: str) -> None:
    client = admin(settings)
    await client.start()
    configs = {**DEAD.config, "max.message.bytes": limit}
    await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, DEAD.name, configs=configs)])
    await client.close()


def test_c4_without_a_dead_letter_the_worker_stops_unacked(fleet: Fleet, tmp_path: Path, seen: Seen) -> None:
    settings = fleet.settings
    asyncio.run(_dead_topic_takes(settings, "1"))
    values = [article("poison", "raise always"), *map(article, FAST)]
    asyncio.run(send(settings, RAW.name, values, partition=0))
    worker = fleet.start("worker", scripted(tmp_path))
    assert worker.wait(90) == FAILED
    assert asyncio.run(committed(settings, "newsloom-clean")).get(TopicPartition(RAW.name, 0), 0) == 0
    asyncio.run(_dead_topic_takes(settings, DEAD.config["max.message.bytes"]))
    fleet.start("worker")
    took = wait(lambda: set(FAST) <= set(arrived(settings)), 60)
    assert set(arrived(settings, DEAD.name)) == {"poison"}
    seen("C4", f"exit {FAILED}, offset unmoved; all {len(values)} accounted for {took:.0f} s after the broker took letters again")
