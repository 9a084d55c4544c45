"""A Faust app around one step: lanes by partition, outputs awaited, acks in order, a watchdog, a graceful stop."""

import asyncio
import contextlib
import faulthandler
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import faust
import structlog
from faust.types import TP

from streams import telemetry
from streams.delivery.clients import bootstrap, faust_credentials
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Bounds, Lane, Process
from streams.delivery.transport import SafeTransport
from streams.delivery.watchdog import Sight, Watchdog
from streams.settings import Settings

log = structlog.get_logger()

STALLED = 70
"""Exit code of a worker whose watchdog ended it (EX_SOFTWARE)."""
FAILED = 71
"""Exit code of a worker that could not publish: it stops unacked, and the supervisor starts it again."""
DRAIN_SECONDS = 6.0
AHEAD = 1024 * 1024
"""Bytes fetched ahead of a partition; a record that is larger comes alone (KIP-74). Bounds what a slow sink holds."""


class Owner(Protocol):
    """What holds state for the partition that its worker has."""

    def gain(self) -> None:
        """The partition is ours from now on."""

    def lose(self) -> None:
        """It went elsewhere."""


class Worker:
    """Consumes `routes` (topic → what to do with a batch) as the consumer group `newsloom-NAME`."""

    def __init__(
        self,
        name: str,
        routes: Mapping[str, Process],
        settings: Settings,
        bounds: Bounds,
        owner: Owner | None = None,
        *,
        static: bool = True,
        waits: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`static`: the group waits for this member to come back before it shuffles (needs NEWSLOOM_INSTANCE).
        `waits`: topics that something outside holds up just now, which the watchdog takes for no stall of ours."""
        self._waits = waits
        self._owner = owner
        self._member = f"{name}-{settings.instance}" if static and settings.instance else None
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
            consumer_max_fetch_size=AHEAD,
            consumer_auto_offset_reset="earliest",
            topic_disable_leader=True,
            topic_allow_declare=False,
            stream_wait_empty=False,
            store="memory://",
            consumer_group_instance_id=self._member,
            web_enabled=False,
            datadir=str(datadir),
        )
        app.transport = SafeTransport(app.conf.broker, app)
        for topic in self._routes:
            channel = app.topic(topic, key_serializer="raw", value_serializer="raw", key_type=bytes, value_type=bytes)
            app.agent(channel, name=f"{self._name}.{topic}")(self._agent)
        app.on_partitions_assigned.connect(self._assigned, weak=False)  # type: ignore[arg-type]  # mode types the sender away
        app.on_partitions_revoked.connect(self._revoked, weak=False)  # type: ignore[arg-type]  # mode types the sender away
        return app

    async def _agent(self, stream: Any) -> None:
        async for event in stream.noack().events():
            delivery = _delivery(event.message)
            self._lane(delivery).put(delivery, event)

    def _lane(self, delivery: Delivery) -> Lane:
        where = (delivery.topic, delivery.partition)
        lane = self._lanes.get(where)
        if lane is None:
            lane = self._lanes[where] = Lane(self._routes[delivery.topic], self._bounds, partial(self._hold, TP(*where)))
            task = asyncio.create_task(lane.work(), name=f"lane {where}")
            self._tasks.add(task)
            task.add_done_callback(self._lane_ended)
        return lane

    def _hold(self, partition: TP, full: bool) -> None:
        """Stop or go on fetching one partition; its neighbours flow on."""
        held = self.app.consumer.held  # type: ignore[attr-defined]  # SafeTransport's consumer has it
        (held.add if full else held.discard)(partition)

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
                lane.close()
                self._hold(TP(*partition), full=False)
        if revoked and self._owner:
            self._owner.lose()

    async def _assigned(self, _: Any, assigned: Any, **__: Any) -> None:
        if assigned and self._owner:
            self._owner.gain()

    def helper_ended(self, task: asyncio.Task[None]) -> None:
        """A task beside the lanes must not die unseen: the worker stops and starts again."""
        if not task.cancelled() and task.exception():
            log.error("stopping: a task beside the lanes failed", step=self._name, error=repr(task.exception()))
            self._stop(FAILED)

    def _stop(self, code: int) -> None:
        self._code = self._code or code
        self._stopping.set()

    async def _watch(self) -> None:
        """End a worker that has work and makes no progress: the supervisor starts another."""
        watchdog = Watchdog()
        while True:
            await asyncio.sleep(min(5.0, self._settings.watchdog_seconds / 4))
            stalled = watchdog.look(await self._sights(), time.monotonic())
            telemetry.STALLED_SECONDS.labels(self._name).set(stalled)
            if stalled > self._settings.watchdog_seconds:
                log.error("no progress: ending the worker", step=self._name, seconds=round(stalled))
                _dump_stacks()
                os._exit(STALLED)

    async def _sights(self) -> dict[Hashable, Sight]:
        """Work is what is in flight, and what the broker has that a partition open for fetching has not read."""
        unread, waits = await self._unread(), self._waits()
        sights: dict[Hashable, Sight] = {}
        for where in (at for at in {*self._lanes, *unread} if at[0] not in waits):
            lane = self._lanes.get(where)
            in_flight = lane.ledger.in_flight if lane else 0
            sights[where] = Sight(lane.ledger.committed if lane else -1, in_flight > 0 or where in unread)
        return sights

    async def _unread(self) -> set[tuple[str, int]]:
        """Partitions whose end is past our position; none while the broker does not answer: that is no fault of ours."""
        consumer = self.app.consumer
        try:
            async with asyncio.timeout(4):
                assigned = sorted(consumer.assignment())
                ends = await consumer.highwaters(*assigned)
                return {(at.topic, at.partition) for at in assigned if ends[at] > (await consumer.position(at) or 0)}
        except Exception as error:  # Faust passes on whatever its consumer thread ran into
            log.debug("the broker does not say how far it is", error=repr(error))
            return set()

    async def _drain(self) -> None:
        """Let what is in flight finish, as long as the stop allows."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while any(lane.ledger.in_flight for lane in self._lanes.values()):
                    await asyncio.sleep(0.05)

    async def run(self) -> int:
        """Until a signal or a failure; the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop, 0)
        watchdog = asyncio.create_task(self._watch())
        self.app.finalize()
        await self.app.start()
        gc.freeze()  # a full collection need not walk libraries and models
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


def _dump_stacks() -> None:
    """Every thread and every task, for whoever reads the log afterwards."""
    faulthandler.dump_traceback(file=sys.stderr)
    for task in asyncio.all_tasks():
        task.print_stack(limit=8, file=sys.stderr)
