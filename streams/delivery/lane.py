"""One partition's way through a step: micro-batches in order, published and acknowledged before they are acked.

A blocked partition must not block its neighbours, so each has a lane of its own. A lane that was closed (its
partition went to another worker) never acks again: Faust would commit past what the new owner has in flight.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from streams.delivery.envelope import Delivery

Process = Callable[[list[Delivery]], Awaitable[None]]
"""Processes a batch and returns once every output is acknowledged; raising stops the worker, unacked."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a micro-batch is full."""

    records: int = 64
    size: int = 4 * 1024 * 1024
    seconds: float = 0.05


@dataclass(slots=True)
class Lane:
    """Feed it with `put`; run `work` as a task."""

    process: Process
    bounds: Bounds
    queue: asyncio.Queue[tuple[Delivery, Any]] = field(init=False)
    closed: bool = False
    in_flight: int = 0
    last_ack: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.queue = asyncio.Queue(maxsize=4 * self.bounds.records)

    async def put(self, delivery: Delivery, event: Any) -> None:
        """Waits while the lane is full: that is the back-pressure."""
        self.in_flight += 1
        await self.queue.put((delivery, event))

    async def work(self) -> None:
        while not self.closed:
            batch = await self._gather()
            await self.process([delivery for delivery, _ in batch])
            if self.closed:
                return
            for _, event in batch:
                event.ack()
            self.in_flight -= len(batch)
            self.last_ack = time.monotonic()

    async def _gather(self) -> list[tuple[Delivery, Any]]:
        batch = [await self.queue.get()]
        size = batch[0][0].size
        full_at = time.monotonic() + self.bounds.seconds
        while len(batch) < self.bounds.records and size < self.bounds.size:
            left = full_at - time.monotonic()
            if self.queue.empty() and left <= 0:
                break
            try:
                batch.append(await asyncio.wait_for(self.queue.get(), max(left, 0.001)))
            except TimeoutError:
                break
            size += batch[-1][0].size
        return batch

    @property
    def stalled_seconds(self) -> float:
        """How long something has been in flight without an ack; 0 for an idle lane."""
        return time.monotonic() - self.last_ack if self.in_flight else 0.0
