"""The serve role: wires the console to the broker and the stores."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import uvicorn
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas import DeadLetter, SavedSearch
from streams import pipeline
from streams.console.app import create_app
from streams.console.desk import Desk, Place
from streams.delivery import dead
from streams.delivery.clients import producer
from streams.delivery.flow import Lag, lags, taken_in
from streams.delivery.searches import SearchFeed
from streams.delivery.worker import announce_ready
from streams.errors import Transient
from streams.query.parse import MAX_LENGTH
from streams.settings import Settings
from streams.sinks.alerting.deliveries import Deliveries
from streams.sinks.alerting.unsubscribing import signing_key
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from streams.sinks.opensearch import ScaledIndex, node

HEAD_BYTES = 12 * MAX_LENGTH + 64 * 1024
"""Longest head of a request: the longest query, each of its characters as four bytes in percents, and what is around it."""
HEARD_BYTES = 4096
"""Longest message that a WebSocket's client may send: none is listened to."""


async def account(settings: Settings, archive: Archive) -> dict[str, Any]:
    """The ledger: records taken in by the raw topics against the states that articles ended in."""
    ended, states, costs = await asyncio.to_thread(lambda: (archive.origins_ended(), archive.account(), archive.step_costs()))
    sent, flow = await taken_in(settings), await lags(settings)
    done = {row["step"]: row for row in costs}
    return {
        "sent": sent,
        "states": states,
        "unaccounted": max(0, sent - ended),
        "lag": {lag.step: _step(lag, done.get(lag.step)) for lag in flow},
    }


def _step(lag: Lag, done: dict[str, Any] | None) -> dict[str, Any]:
    """How far a step is and what it costs. Dedupe writes in transactions, whose marks are offsets too: what enrich read of it
    is counted by its trail."""
    read = done["number"] if done and lag.step == "enrich" else lag.read
    cpu_ms = round(done["cpu_ms"], 2) if done and done["cpu_ms"] is not None else None
    return {"records": lag.records, "seconds": round(lag.seconds, 1), "read": read, "cpu_ms": cpu_ms}


class Status:
    """The ledger with the rate of each step, looked at again and again while `follow` runs.

    A look comes every LOOK_SECONDS, more seldom where looking itself is dear. `rates` are records a minute over spans
    of SPAN_SECONDS, oldest first, since the console began to look (`window_seconds`), at most SPANS of them; `rate` is
    the same over the last RECENT_SECONDS.
    """

    LOOK_SECONDS = 2.0
    DEAR = 10
    """A look waits this many times as long as the one before took."""
    SPAN_SECONDS = 20.0
    SPANS = 90
    RECENT_SECONDS = 60.0
    STALE_SECONDS = 30.0

    def __init__(self, look: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        self._look = look
        self._newest: dict[str, Any] = {}
        self._taken = 0.0
        self._problem: Exception | None = None
        self._marks: deque[tuple[float, dict[str, int]]] = deque(maxlen=self.SPANS + 1)
        self._looked = asyncio.Event()

    async def __call__(self) -> dict[str, Any]:
        """Raises Transient while the broker or the archive has not answered for STALE_SECONDS."""
        await self._looked.wait()
        if time.monotonic() - self._taken > self.STALE_SECONDS or not self._newest:
            raise Transient(f"no status of the steps: {self._problem or 'the last look takes too long'}")
        return self._newest

    async def follow(self) -> None:
        """Look until cancelled."""
        while True:
            began = time.monotonic()
            try:
                self.note(await self._look(), time.monotonic())
                self._problem = None
            except Exception as error:
                self._problem = error
            self._looked.set()
            await asyncio.sleep(min(self.STALE_SECONDS / 2, max(self.LOOK_SECONDS, self.DEAR * (time.monotonic() - began))))

    def note(self, found: dict[str, Any], now: float) -> None:
        """Keep what a look at `now` (seconds on a clock that never goes back) found, with the rates since earlier ones."""
        read = {step: lag["read"] for step, lag in found["lag"].items()}
        if not self._marks or now - self._marks[-1][0] >= self.SPAN_SECONDS:
            self._marks.append((now, read))
        recent = next(mark for mark in self._marks if now - mark[0] <= self.RECENT_SECONDS)
        for step, lag in found["lag"].items():
            lag["rates"] = [_a_minute(step, *pair) for pair in pairwise(self._marks)]
            lag["rate"] = _a_minute(step, recent, (now, read))
        found["window_seconds"] = round(now - self._marks[0][0])
        self._newest, self._taken = found, now


def _a_minute(step: str, before: tuple[float, dict[str, int]], after: tuple[float, dict[str, int]]) -> int:
    """Records a minute between two looks; a topic that was trimmed meanwhile never makes it negative."""
    return round(60 * max(0, after[1][step] - before[1][step]) / max(after[0] - before[0], 0.1))


@contextmanager
def unreachable() -> Iterator[None]:
    """The broker's errors as the console knows them."""
    try:
        yield
    except KafkaError as error:
        raise Transient(f"the broker: {error}") from error


def desk(settings: Settings, client: AIOKafkaProducer, searches: dict[str, SavedSearch], archive: Archive, status: Status) -> Desk:
    """The console's verbs, each on the broker."""

    async def send(records: list[tuple[bytes, dict[str, bytes]]]) -> list[str]:
        with unreachable():
            pending = [await client.send(pipeline.RAW.name, value, headers=list(headers.items())) for value, headers in records]
            places = await asyncio.gather(*pending)
        return [f"{place.topic}:{place.partition}:{place.offset}" for place in places]

    async def save(search: SavedSearch) -> None:
        with unreachable():
            await client.send_and_wait(pipeline.SEARCHES.name, search.to_json(), key=search.key.encode())
        searches[search.key] = search

    async def remove(key: str) -> None:
        with unreachable():
            await client.send_and_wait(pipeline.SEARCHES.name, None, key=key.encode())
        searches.pop(key, None)

    async def letters(limit: int) -> list[tuple[Place, DeadLetter]]:
        with unreachable():
            return await dead.letters(settings, limit)

    async def redrive(places: list[Place]) -> int:
        with unreachable():
            return await dead.redrive(settings, places)

    return Desk(
        archive=archive,
        index=searched(settings),
        deliveries=Deliveries(settings.data / "alerts"),
        signing_key=signing_key(settings.data),
        searches=searches,
        publish=send,
        save_search=save,
        remove_search=remove,
        dead_letters=letters,
        redrive=redrive,
        status=status,
    )


def searched(settings: Settings) -> Index | ScaledIndex:
    """What answers searches: the cluster where there is one, else the index on this machine."""
    if settings.opensearch:
        return ScaledIndex(node(settings), settings.opensearch_alias)
    return Index.reader(settings.data / "index")


async def run(settings: Settings) -> None:
    """Serve until SIGTERM."""
    searches: dict[str, SavedSearch] = {}

    def changed(key: str, search: SavedSearch | None) -> None:
        searches.pop(key, None) if search is None else searches.update({key: search})

    client, feed = producer(settings), SearchFeed(settings, changed)
    await client.start()
    await feed.start()
    archive = Archive.reader(settings.data / "archive")
    status = Status(lambda: account(settings, archive))
    looking = asyncio.create_task(status.follow())
    app = create_app(desk(settings, client, searches, archive, status), settings)
    bounds: dict[str, Any] = {"ws_max_size": HEARD_BYTES, "ws_max_queue": 4, "h11_max_incomplete_event_size": HEAD_BYTES}
    options = uvicorn.Config(app, settings.host, settings.port, log_level="warning", timeout_graceful_shutdown=2, **bounds)
    server = uvicorn.Server(options)
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.05)
    announce_ready("serve")
    try:
        await serving
    finally:
        looking.cancel()
        await feed.stop()
        await client.stop()
