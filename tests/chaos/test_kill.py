"""A kill reaches search and the alerts that were raised before it, at once."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest

from schemas import SavedSearch
from streams.delivery.clients import producer
from streams.pipeline import ALERTS, RAW, SEARCHES
from streams.settings import Settings
from streams.sinks.index import Index
from tests.chaos.harness import ROLES, Fleet, records, send, wait
from tests.chaos.test_order import PLACES, about

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(240)]
KILLED = PLACES[:10]
ALERTING = ["-m", "streams.cli", "sink", "alerts"]


def told(place: str, **fields: object) -> bytes:
    return about(place, title=f"{place} council", **fields)


def alerts(settings: Settings) -> dict[tuple[str, str], int]:
    """When each was published, by kind and title, in milliseconds."""
    found = asyncio.run(records(settings, ALERTS.name))
    return {(each["kind"], each["article"]["title"]): message.timestamp for message in found if (each := orjson.loads(message.value))}


def test_a_kill_takes_an_article_out_of_search_and_back_from_those_alerted(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    settings, now = fleet.settings, datetime.now(UTC)
    search = SavedSearch(id="councils", name="Councils", query="council", created_at=now, updated_at=now)
    asyncio.run(keep(settings, search))
    for name, command in {**ROLES, "alerts": ALERTING}.items():
        fleet.start(name, command)
    asyncio.run(send(settings, RAW.name, [told(place) for place in KILLED]))
    index = Index.reader(settings.data / "index")
    wait(lambda: len(index.search("council", limit=100).hits) == len(KILLED), 90)
    wait(lambda: len(alerts(settings)) == len(KILLED), 60)
    gone, sent = [], {}
    for place in KILLED:
        sent[place] = time.time()
        asyncio.run(send(settings, RAW.name, [told(place, status="canceled", version=2)]))
        wait(lambda place=place: not index.search(f"title:{place}").hits, 20, pause=0.02)
        gone.append(time.time() - sent[place])
    wait(lambda: len(alerts(settings)) == 2 * len(KILLED), 30)
    back = [published / 1000 - sent[title.split()[0]] for (kind, title), published in alerts(settings).items() if kind == "retraction"]
    assert len(back) == len(KILLED)
    assert sorted(gone)[len(gone) // 2] < 2
    assert sorted(back)[len(back) // 2] < 2
    seen("C9c", f"{len(KILLED)} kills: out of search after {_spread(gone)} s, those alerted told after {_spread(back)} s")


def _spread(values: list[float]) -> str:
    return f"{sorted(values)[len(values) // 2]:.1f} (at most {max(values):.1f})"


async def keep(settings: Settings, search: SavedSearch) -> None:
    client = producer(settings)
    await client.start()
    try:
        await client.send_and_wait(SEARCHES.name, search.to_json(), key=search.key.encode())
    finally:
        await client.stop()
