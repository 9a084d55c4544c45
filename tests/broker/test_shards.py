"""Alerts roles that share the saved searches, killed and started in other numbers: each alert reaches its receiver once in effect."""

import asyncio
from datetime import UTC, datetime

import pytest

from schemas import Channel, SavedSearch
from streams.pipeline import ENRICHED
from tests.chaos.harness import Fleet, send, wait
from tests.chaos.test_alerts import enriched, receiving
from tests.chaos.test_kill import ALERTING, keep

pytestmark = [pytest.mark.broker, pytest.mark.timeout(600)]
SEARCHES = 6


def start(fleet: Fleet, number: int) -> None:
    for index in range(number):
        fleet.env |= {"NEWSLOOM_ALERT_SHARDS": str(number), "NEWSLOOM_ALERT_SHARD": str(index)}
        fleet.start(f"alerts-{index}-of-{number}", ALERTING)


def test_with_another_number_of_shards_no_alert_is_lost_or_doubled(fleet: Fleet) -> None:
    fleet.env = {"NEWSLOOM_ALLOW_PRIVATE_WEBHOOKS": "true", "NEWSLOOM_INSTANCE": "one"}
    now, ids = datetime.now(UTC), [f"a{number}" for number in range(30)]
    with receiving(wrong=0.03) as receiver:
        hook = Channel(kind="webhook", to=f"http://127.0.0.1:{receiver.port}/")
        for number in range(SEARCHES):
            search = SavedSearch(id=f"s{number}", name="S", query="council", channels=[hook], created_at=now, updated_at=now)
            asyncio.run(keep(fleet.settings, search))
        for turn, number in enumerate((2, 3, 1)):
            start(fleet, number)
            part = ids[turn * 10 : turn * 10 + 10]
            asyncio.run(send(fleet.settings, ENRICHED.name, [enriched(id) for id in part]))
            before = len(receiver.taken)
            wait(lambda before=before: len(receiver.taken) > before + SEARCHES, 120, pause=0.02)
            if number > 1:
                for index in range(number):
                    fleet.kill(f"alerts-{index}-of-{number}")
        wait(lambda: len(receiver.taken) == SEARCHES * len(ids), 120)
        asyncio.run(send(fleet.settings, ENRICHED.name, [enriched(id, rank=2, version=2, change="kill") for id in ids]))
        wait(lambda: len(receiver.taken) >= 2 * SEARCHES * len(ids), 180)
        wait(lambda: receiver.told("match") == receiver.told("retraction") == {*ids}, 30)
    for told in receiver.taken.values():
        assert len(set(told)) == 1, "one key stands for one alert"
    assert len(receiver.taken) == 2 * SEARCHES * len(ids)
