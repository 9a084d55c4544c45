"""An import does not keep live articles waiting, and loses nothing by it."""

import asyncio

import pytest

from streams.pipeline import BACKFILL, RAW
from streams.sinks.archive import Archive
from tests.chaos.harness import ROLES, Fleet, article, send, wait

pytestmark = [pytest.mark.broker, pytest.mark.timeout(240)]
OLD, LIVE = 1500, 20


def told(ref: str) -> bytes:
    """Long enough that what comes after clean takes longer than clean."""
    lines = [f"On day {day} of {ref} Ann Lee of Aarhus told the council that “the bridge over the river is closed”." for day in range(40)]
    return article(ref, content="\n\n".join(lines))


def done(archive: Archive, topic: str) -> int:
    return sum(origin.startswith(f"{topic}:") for origin in archive.ended())


def test_live_articles_overtake_an_import(fleet: Fleet) -> None:
    archive = Archive.writer(fleet.settings.data / "archive")
    for name, command in ROLES.items():
        fleet.start(name, command)
    asyncio.run(send(fleet.settings, BACKFILL.name, [told(f"old-{number}") for number in range(OLD)]))
    wait(lambda: "old articles wait for live ones" in fleet.log("clean"), 60)
    asyncio.run(send(fleet.settings, RAW.name, [told(f"live-{number}") for number in range(LIVE)]))
    wait(lambda: done(archive, RAW.name) == LIVE, 120)
    assert done(archive, BACKFILL.name) < OLD
    wait(lambda: done(archive, BACKFILL.name) == OLD, 120)
    assert "old articles go on" in fleet.log("clean")
