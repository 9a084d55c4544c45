"""C12 and the release queue: stores and snapshots deleted, cut and flipped; an embargo that outlives its worker."""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from streams.pipeline import DEDUPED, RAW, TRAIL
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from tests.chaos.harness import ROLES, Fleet, article, records, send, wait
from tests.chaos.test_takeover import classified, feed

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(400)]

Seen = Callable[[str, str], None]
TOWNS = ("oslo", "porto", "izmir", "turku", "lagos", "quito")


def flip(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(bytes(byte ^ 0x55 for byte in file.read(64)) if path.stat().st_size < 64 else b"\x55" * 64)


def largest(folder: Path) -> Path:
    return max((path for path in folder.iterdir() if path.suffix not in (".json", ".lock")), key=lambda path: path.stat().st_size)


HARMS: list[tuple[str, Callable[[Path], None]]] = [
    ("archive deleted", lambda data: [path.unlink() for path in (data / "archive").iterdir()]),  # type: ignore[dict-item, return-value, list-item]
    ("archive flipped", lambda data: flip(data / "archive" / "archive.sqlite")),
    ("index deleted", lambda data: [path.unlink() for path in (data / "index").iterdir()]),  # type: ignore[dict-item, return-value, list-item]
    ("index cut", lambda data: os.truncate(largest(data / "index"), 30)),
    ("index flipped", lambda data: flip(largest(data / "index"))),
]


def found(data: Path) -> set[str]:
    index = Index.reader(data / "index")
    with Archive.reader(data / "archive") as archive:
        return {town for town in TOWNS for hit in index.search(town).hits if archive.article(hit)}


def test_c12_damaged_stores_are_built_anew(fleet: Fleet, seen: Seen) -> None:
    data = fleet.settings.data
    for name, command in ROLES.items():
        fleet.start(name, command)
    sent = [article(town, content=f"The harbour of {town} was closed for {town} days after the storm of {town}.") for town in TOWNS]
    asyncio.run(send(fleet.settings, RAW.name, sent))
    wait(lambda: found(data) == set(TOWNS), 90)
    took = []
    for _, harm in HARMS:
        fleet.running["index"].terminate()
        fleet.running["index"].wait(15)
        for left in (data / "archive").glob("*-wal"):
            left.unlink()
        harm(data)
        fleet.start("index")
        took.append(wait(lambda: _sound(data), 60))
    log = fleet.log("index")
    assert log.count("damaged") >= 3
    told = ", ".join(f"{name} {seconds:.0f} s" for (name, _), seconds in zip(HARMS, took, strict=True))
    seen("C12", f"found whole again after: {told}")


def _sound(data: Path) -> bool:
    try:
        return found(data) == set(TOWNS)
    except Exception:
        return False


SNAPSHOT_HARMS: list[tuple[str, Callable[[Path], object]]] = [
    ("left alone", lambda path: None),
    ("deleted", Path.unlink),
    ("cut", lambda path: os.truncate(path, path.stat().st_size // 2)),
    ("flipped", flip),
]


def test_c12b_a_damaged_snapshot_of_dedupe_is_folded_anew(fleet: Fleet, seen: Seen) -> None:
    """Everything comes again from other origins: dedupe knows each article, whatever was done to its file meanwhile."""
    items, file = classified(range(40)), fleet.settings.data / "dedupe" / "memory.npz"
    fleet.start("dedupe", ROLES["dedupe"])
    asyncio.run(feed(fleet.settings, items))
    wait(lambda: len(asyncio.run(records(fleet.settings, DEDUPED.name))) == 40, 90, pause=1)
    took = []
    for turn, (_, harm) in enumerate(SNAPSHOT_HARMS, 1):
        fleet.running["dedupe"].terminate()
        fleet.running["dedupe"].wait(30)
        assert file.exists()
        harm(file)
        fleet.start("dedupe")
        asyncio.run(feed(fleet.settings, items, 1000 * turn))
        took.append(wait(lambda turn=turn: _redelivered(fleet) == 40 * turn, 90, pause=1))
    assert len(asyncio.run(records(fleet.settings, DEDUPED.name))) == 40
    log = fleet.log("dedupe")
    assert (log.count("took up its snapshot"), log.count("snapshot is not used")) == (1, 2)
    told = ", ".join(f"{name} {seconds:.0f} s" for (name, _), seconds in zip(SNAPSHOT_HARMS, took, strict=True))
    seen("C12b", f"dedupe's snapshot {told}: 40 of 40 known again each time, none decided anew")


def _redelivered(fleet: Fleet) -> int:
    entries = [orjson.loads(message.value) for message in asyncio.run(records(fleet.settings, TRAIL.name))]
    return sum(entry["step"] == "dedupe" and entry.get("reason") == "redelivery" for entry in entries)


def test_c9b_an_embargo_outlives_its_worker_and_ends_on_time(fleet: Fleet, seen: Seen) -> None:
    """Nothing else arrives after the restart: the release must not wait for company."""
    data = fleet.settings.data
    for name, command in ROLES.items():
        fleet.start(name, command)
    due = datetime.now(UTC) + timedelta(seconds=45)
    held = article("oslo", content="The harbour of oslo opens again tomorrow at noon.", embargoed_until=due.isoformat())
    asyncio.run(send(fleet.settings, RAW.name, [held]))
    with Archive.writer(data / "archive") as archive:
        wait(lambda: archive.account().get("embargoed") == 1, 40)
        for name in ("dedupe", "enrich", "index"):
            fleet.kill(name)
            fleet.start(name)
        assert found(data) == set()
        wait(lambda: found(data) == {"oslo"}, 60)
        late = (datetime.now(UTC) - due).total_seconds()
        assert -0.5 < late < 20
        time.sleep(1)
        wait(lambda: archive.account() == {"indexed as new": 1}, 10)
    seen("C9b", f"embargoed article released {late:.1f} s after its time, over a kill of dedupe, enrich and index")
