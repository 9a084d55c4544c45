"""CPU work off the event loop: processes that may be killed when an article hangs or eats memory.

The deadline is one of CPU time: on a machine that has little of it for us, an article that waits is not one that hangs.
"""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Awaitable, Iterator
from concurrent.futures import TimeoutError as DeadlineExceeded
from contextlib import contextmanager

import stamina
import structlog
from pebble import ProcessExpired, ProcessPool

from streams.delivery.envelope import Delivery
from streams.delivery.perform import perform_one
from streams.delivery.result import Failed, Result
from streams.errors import TookTooLong, Transient
from streams.pipeline import STATELESS
from streams.settings import Settings

PATIENCE = 2.5
"""Deadlines that a batch may take by the clock, in case it waits for ever and uses no CPU; two of them are less than the watchdog's."""

OUTSIDE_SECONDS = 600.0
"""How long a batch waits for something outside that is down, before its worker ends unacked and starts again."""

log = structlog.get_logger()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """In a child: what uses more CPU time inside ends the process, in the middle of a regular expression too."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def perform(step_name: str, deliveries: list[Delivery], deadline: float) -> list[Result]:
    """In a child: results in the order of `deliveries`; an item that fails does not touch its neighbours."""
    results = []
    for delivery in deliveries:
        with at_most(deadline):
            results.append(perform_one(STATELESS[step_name], delivery))
    return results


def _prepare(parent: int, memory_mb: int) -> None:
    """In the child: cap its address space and die with the worker that owns it."""
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: int) -> None:
    while True:
        time.sleep(1)
        try:
            os.kill(parent, 0)
        except ProcessLookupError:
            os._exit(0)


def cores(settings: Settings) -> int:
    return settings.workers or min(4, os.cpu_count() or 1)


def new_pool(settings: Settings) -> ProcessPool:
    """Child processes for CPU work, as many as there are cores (at most 4) unless set otherwise."""
    return ProcessPool(
        max_workers=cores(settings),
        initializer=_prepare,
        initargs=(os.getpid(), settings.memory_mb),
        # never fork a process that runs an event loop
        context=multiprocessing.get_context("forkserver"),
    )


class Pool:
    """Runs one step over batches in child processes; results keep the order of the deliveries."""

    def __init__(self, step: str, settings: Settings) -> None:
        self._step = step
        self._settings = settings
        self._pool = new_pool(settings)
        self._down: set[str] = set()

    async def __call__(self, deliveries: list[Delivery]) -> list[Result]:
        """A batch, again and again while what it asks outside is down. Raises Transient after OUTSIDE_SECONDS of that."""
        topic = deliveries[0].topic
        try:
            async for attempt in stamina.retry_context(
                on=Transient, attempts=None, timeout=OUTSIDE_SECONDS, wait_initial=0.5, wait_max=10.0
            ):
                with attempt:
                    return await self._noting(topic, self._together(deliveries))
        finally:
            self._down.discard(topic)
        raise AssertionError  # the last attempt has raised

    async def _noting(self, topic: str, work: Awaitable[list[Result]]) -> list[Result]:
        try:
            return await work
        except Transient as error:
            self._down.add(topic)
            log.warning("waiting: what it asks is down", step=self._step, error=str(error))
            raise

    def waits(self) -> tuple[str, ...]:
        """Topics that something outside holds up, as the watchdog asks for them."""
        return tuple(self._down)

    async def _together(self, deliveries: list[Delivery]) -> list[Result]:
        """A batch together; if it hangs or dies, each item alone, so that only the culprit pays."""
        try:
            return await self._submit(deliveries)
        except (DeadlineExceeded, ProcessExpired):
            return [await self._alone(delivery) for delivery in deliveries]

    async def _submit(self, deliveries: list[Delivery]) -> list[Result]:
        deadline = self._settings.deadline_seconds
        future = self._pool.schedule(perform, args=(self._step, deliveries, deadline), timeout=deadline * PATIENCE)
        results: list[Result] = await asyncio.wrap_future(future)
        return results

    async def _alone(self, delivery: Delivery) -> Result:
        try:
            return (await self._submit([delivery]))[0]
        except (DeadlineExceeded, ProcessExpired) as error:
            return Result(too_long(self._step, error, self._settings))

    def close(self) -> None:
        """Stop the children; what they were doing comes again from the topic."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join(timeout=3)


def too_long(step: str, error: Exception, settings: Settings) -> Failed:
    """The failure of an article that hung or took its process down."""
    if isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGPROF:
        message = f"{step} used more than {settings.deadline_seconds} s of CPU"
    elif isinstance(error, ProcessExpired):
        message = f"the process of {step} died on it (exit code {error.exitcode})"
    else:
        message = f"{step} took longer than {settings.deadline_seconds * PATIENCE} s"
    return Failed(reason=TookTooLong.reason, exception=TookTooLong.__name__, message=message)
