"""The archive through a step again: what an older version left is made anew, and nothing else changes."""

import asyncio
import os
import subprocess
import sys

import orjson
import pytest

from streams.pipeline import RAW
from streams.sinks.archive import Archive
from tests.chaos.harness import ROLES, Fleet, article, send, wait

pytestmark = [pytest.mark.broker, pytest.mark.timeout(240)]
NUMBER = 6
TEXT = "The parliament in Warsaw voted on the budget on Monday. “We will not raise taxes,” said Ann Lee, the finance minister of Poland."


def aged(archive: Archive, **fields: object) -> None:
    """As an older version would have left one article."""
    row = next(archive.records())
    record = orjson.dumps({**row, **fields})
    archive._db.execute("UPDATE articles SET record = ? WHERE id = ?", (record, row["id"]))


def reprocess(fleet: Fleet, *arguments: str) -> str:
    env = {**os.environ, "NEWSLOOM_BROKER": fleet.settings.broker or "", "NEWSLOOM_DATA": str(fleet.settings.data)}
    command = [sys.executable, "-m", "streams.cli", "reprocess", *arguments]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def test_only_what_an_older_version_annotated_is_made_anew(fleet: Fleet) -> None:
    archive = Archive.writer(fleet.settings.data / "archive")
    for name, command in ROLES.items():
        fleet.start(name, command)
    asyncio.run(send(fleet.settings, RAW.name, [article(f"vote-{number}", content=f"{number}. {TEXT}") for number in range(NUMBER)]))
    wait(lambda: archive.origins_ended() == NUMBER, 90)
    before, states = list(archive.records()), archive.account()

    aged(archive, annotators=[], entities=[])
    assert reprocess(fleet, "--only-if-older-than", "names@1").startswith("reprocessing 1\n")
    wait(lambda: _but_for_time(archive.records()) == _but_for_time(before), 60)

    aged(archive, topics=[])
    assert reprocess(fleet, "--step", "classify").startswith(f"reprocessing {NUMBER}\n")
    wait(lambda: _but_for_time(archive.records()) == _but_for_time(before), 60)
    assert archive.account() == states


def _but_for_time(rows):  # type: ignore[no-untyped-def]
    return [{name: value for name, value in row.items() if name != "indexed_at"} for row in rows]
