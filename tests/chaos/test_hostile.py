"""Bad input through the whole pipeline: nothing dies, nothing is lost, each has one end with words to it."""

import asyncio
import contextlib
from collections.abc import Callable

import pytest
from aiokafka.errors import KafkaError

from streams.delivery.clients import producer
from streams.pipeline import DEAD, RAW
from streams.settings import Settings
from streams.sinks.archive import Archive
from tests.chaos.harness import ROLES, Fleet, article, records, send, wait
from tests.chaos.hostile import hostile
from tests.chaos.test_takedown import call, report

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(420)]


async def publish(settings: Settings, values: list[bytes]) -> int:
    """Each by itself; those the broker refuses for their size are the publisher's to hear of. Number taken."""
    client, taken = producer(settings), 0
    await client.start()
    try:
        for value in values:
            with contextlib.suppress(KafkaError):
                await client.send_and_wait(RAW.name, value)
                taken += 1
    finally:
        await client.stop()
    return taken


def test_bad_input_ends_as_a_letter_or_a_flagged_article(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    settings, bad = fleet.settings, hostile()
    processes = {name: fleet.start(name, command) for name, command in ROLES.items()}
    good = [article(f"good {number}", content=f"The {number} geese of farm {number} flew over hill {number}.") for number in range(60)]
    asyncio.run(send(settings, RAW.name, good[:30]))
    taken = asyncio.run(publish(settings, list(bad.values())))
    asyncio.run(send(settings, RAW.name, good[30:]))
    archive = Archive.writer(settings.data / "archive")
    took = wait(lambda: archive.origins_ended() >= 60 + taken, 240)
    code, ledger = report(settings)
    assert (code, ledger["unaccounted"]) == (0, [])
    assert {name for name, process in processes.items() if process.poll() is not None} == set()
    letters = asyncio.run(records(settings, DEAD.name))
    assert all(dict(message.headers)["x-dead-message"] for message in letters)
    assert {message.value for message in letters} <= set(bad.values())
    assert len(letters) >= 15
    told = call(settings, "dead", "redrive", "--all")
    assert told.exit_code == 0, told.output
    wait(lambda: len(asyncio.run(records(settings, DEAD.name))) == 2 * len(letters), 120)
    again = asyncio.run(records(settings, DEAD.name))[len(letters) :]
    assert sorted(message.value for message in again) == sorted(message.value for message in letters)
    wait(lambda: report(settings)[0] == 0, 60)
    seen("H1", f"{taken} bad records among 60 good: {len(letters)} letters, the rest articles, in {took:.0f} s; redriven byte for byte")
