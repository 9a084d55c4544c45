"""A Faust app around one step: lanes by partition, outputs awaited, acks in order, a watchdog, a graceful stop."""

import asyncio
import contextlib
import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import faust
import structlog

from streams.delivery.clients import FETCH_LIMIT, bootstrap, faust_credentials
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Bounds, Lane, Process
from streams.settings import Settings

log = structlog.get_logger()

STALLED = 70
"""Exit code of a worker whose watchdog ended it (EX_SOFTWARE)."""
FAILED = 71
"""Exit code of a worker that could not publish: it stops unacked, and the supervisor starts it again."""
DRAIN_SECONDS = 6.0


class Worker:
    """Consumes `routes` (topic → what to do with a batch) as the consumer group `newsloom-NAME`."""

    def __init__(
        self,
        name: str,
        routes: Mapping[str, Process],
        settings: Settings,
        bounds: Bounds,
        on_revoked: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_revoked = on_revoked
        self._name = name
        self._routes = routes
        self._settings = settings
        self._bounds = bounds
        self._lanes: dict[tuple[str, int], Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._code = 0
        self.app = self._build()

    def _build(self) -> faust.App:
        datadir = self._settings.data / "faust" / self._name
        datadir.mkdir(parents=True, exist_ok=True)
        app = faust.App(
            f"newsloom-{self._name}",
            broker=";".join(f"kafka://{host.strip()}" for host in bootstrap(self._settings).split(",")),
            broker_credentials=faust_credentials(self._settings),
            broker_session_timeout=10.0,
            broker_heartbeat_interval=2.0,
            broker_max_poll_records=200,
            broker_commit_interval=0.5,
            consumer_max_fetch_size=FETCH_LIMIT,
            consumer_auto_offset_reset="earliest",
            topic_disable_leader=True,
            topic_allow_declare=False,
            stream_wait_empty=False,
            store="memory://",
            web_enabled=False,
            datadir=str(datadir),
        )
        for topic in self._routes:
            channel = app.topic(topic, key_serializer="raw", value_serializer="raw", key_type=bytes, value_type=bytes)
            app.agent(channel, name=f"{self._name}.{topic}")(self._agent)
        app.on_partitions_revoked.connect(self._revoked, weak=False)  # type: ignore[arg-type]  # mode types the sender away
        return app

    async def _agent(self, stream: Any) -> None:
        async for event in stream.noack().events():
            delivery = _delivery(event.message)
            await self._lane(delivery).put(delivery, event)

    def _lane(self, delivery: Delivery) -> Lane:
        where = (delivery.topic, delivery.partition)
        lane = self._lanes.get(where)
        if lane is None:
            lane = self._lanes[where] = Lane(self._routes[delivery.topic], self._bounds)
            task = asyncio.create_task(lane.work(), name=f"lane {where}")
            self._tasks.add(task)
            task.add_done_callback(self._lane_ended)
        return lane

    def _lane_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        log.error("stopping unacked: a batch could not be published", step=self._name, error=repr(task.exception()))
        self._stop(FAILED)

    async def _revoked(self, _: Any, revoked: Any, **__: Any) -> None:
        """Lanes of partitions that go away finish nothing more; their records come again to the new owner."""
        for partition in revoked:
            lane = self._lanes.pop((partition.topic, partition.partition), None)
            if lane:
                lane.closed = True
        if revoked:
            self._on_revoked()

    def _stop(self, code: int) -> None:
        self._code = self._code or code
        self._stopping.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(5.0, self._settings.watchdog_seconds / 4))
            stalled = max((lane.stalled_seconds for lane in self._lanes.values()), default=0.0)
            if stalled > self._settings.watchdog_seconds:
                log.error("no progress: ending the worker", step=self._name, seconds=round(stalled))
                faulthandler.dump_traceback(file=sys.stderr)
                os._exit(STALLED)

    async def _drain(self) -> None:
        """Let what is in flight finish, as long as the stop allows."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while any(lane.in_flight and not lane.closed for lane in self._lanes.values()):
                    await asyncio.sleep(0.05)

    async def run(self) -> int:
        """Until a signal or a failure; the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop, 0)
        watchdog = asyncio.create_task(self._watch())
        self.app.finalize()
        await self.app.start()
        announce_ready(self._name)
        await self._stopping.wait()
        if not self._code:
            await self._quiesce()
        watchdog.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(3):
                await self.app.stop()
        return self._code

    async def _quiesce(self) -> None:
        consumer = self.app.consumer
        consumer.pause_partitions(consumer.assignment())
        await self._drain()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(2):
                await consumer.commit()


def _delivery(message: Any) -> Delivery:
    headers = message.headers or ()
    pairs: Sequence[tuple[str, bytes]] = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    return Delivery(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp_ms=int(message.timestamp * 1000) if message.timestamp < 1e11 else int(message.timestamp),
        key=message.key,
        value=message.value,
        headers={key: value or b"" for key, value in pairs},
    )


def announce_ready(name: str) -> None:
    """Tell the supervisor, where there is one, that this role works."""
    path = os.environ.get("NEWSLOOM_READY_FILE")
    if path:
        Path(path).write_text(f"READY {name}\n")
