"""CPU work off the event loop: processes that may be killed when an article hangs or eats memory."""

import asyncio
import multiprocessing
import os
import resource
import threading
import time
from concurrent.futures import TimeoutError as DeadlineExceeded

from pebble import ProcessExpired, ProcessPool

from streams.delivery.envelope import Delivery
from streams.delivery.perform import perform
from streams.delivery.result import Failed, Result
from streams.errors import TookTooLong
from streams.settings import Settings


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

    async def __call__(self, deliveries: list[Delivery]) -> list[Result]:
        """A batch together; if it hangs or dies, each item alone, so that only the culprit pays."""
        try:
            return await self._submit(deliveries)
        except (DeadlineExceeded, ProcessExpired):
            return [await self._alone(delivery) for delivery in deliveries]

    async def _submit(self, deliveries: list[Delivery]) -> list[Result]:
        future = self._pool.schedule(perform, args=(self._step, deliveries), timeout=self._settings.deadline_seconds)
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
    if isinstance(error, ProcessExpired):
        message = f"the process of {step} died on it (exit code {error.exitcode})"
    else:
        message = f"{step} took longer than {settings.deadline_seconds} s"
    return Failed(reason=TookTooLong.reason, exception=TookTooLong.__name__, message=message)
