"""The serve role: wires the console to the broker and the stores."""

import asyncio
import time
from typing import Any

import uvicorn
from aiokafka import AIOKafkaProducer

from schemas import SavedSearch
from streams import pipeline
from streams.console.app import create_app
from streams.console.desk import Desk
from streams.delivery import dead
from streams.delivery.clients import producer
from streams.delivery.flow import lags, taken_in
from streams.delivery.searches import SearchFeed
from streams.delivery.worker import announce_ready
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.index import Index


async def account(settings: Settings, archive: Archive) -> dict[str, Any]:
    """The ledger: records taken in by the raw topics against the states that articles ended in."""
    ended, states = archive.origins_ended(), archive.account()
    sent, flow = await taken_in(settings), await lags(settings)
    return {
        "sent": sent,
        "states": states,
        "unaccounted": max(0, sent - ended),
        "lag": {lag.step: {"records": lag.records, "seconds": round(lag.seconds, 1), "rate": 0, "read": lag.read} for lag in flow},
    }


class Status:
    """The ledger, at most a second old, with rates since the look before."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self._settings = settings
        self._archive = archive
        self._taken = 0.0
        self._newest: dict[str, Any] = {}
        self._turn = asyncio.Lock()

    async def __call__(self) -> dict[str, Any]:
        async with self._turn:
            if time.monotonic() - self._taken > 1:
                before, since = self._newest, self._taken
                self._newest = await account(self._settings, self._archive)
                self._taken = time.monotonic()
                self._rate(before, self._taken - since)
        return self._newest

    def _rate(self, before: dict[str, Any], seconds: float) -> None:
        for step, lag in self._newest["lag"].items():
            was = before.get("lag", {}).get(step, {}).get("read", lag["read"])
            lag["rate"] = round(60 * (lag["read"] - was) / max(seconds, 1))


def desk(settings: Settings, client: AIOKafkaProducer, searches: dict[str, SavedSearch]) -> Desk:
    """The console's verbs, each on the broker."""
    archive = Archive.reader(settings.data / "archive")

    async def send(records: list[tuple[bytes, dict[str, bytes]]]) -> list[str]:
        pending = [await client.send(pipeline.RAW.name, value, headers=list(headers.items())) for value, headers in records]
        places = await asyncio.gather(*pending)
        return [f"{place.topic}:{place.partition}:{place.offset}" for place in places]

    async def save(search: SavedSearch) -> None:
        await client.send_and_wait(pipeline.SEARCHES.name, search.to_json(), key=search.key.encode())
        searches[search.key] = search

    async def remove(key: str) -> None:
        await client.send_and_wait(pipeline.SEARCHES.name, None, key=key.encode())
        searches.pop(key, None)

    return Desk(
        archive=archive,
        index=Index.reader(settings.data / "index"),
        searches=searches,
        publish=send,
        save_search=save,
        remove_search=remove,
        dead_letters=lambda limit: dead.letters(settings, limit),
        redrive=lambda places: dead.redrive(settings, places),
        status=Status(settings, archive),
    )


async def run(settings: Settings) -> None:
    """Serve until SIGTERM."""
    searches: dict[str, SavedSearch] = {}

    def changed(key: str, search: SavedSearch | None) -> None:
        searches.pop(key, None) if search is None else searches.update({key: search})

    client, feed = producer(settings), SearchFeed(settings, changed)
    await client.start()
    await feed.start()
    app = create_app(desk(settings, client, searches), settings)
    options = uvicorn.Config(app, settings.host, settings.port, log_level="warning", timeout_graceful_shutdown=2)
    server = uvicorn.Server(options)
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.05)
    announce_ready("serve")
    try:
        await serving
    finally:
        await feed.stop()
        await client.stop()
