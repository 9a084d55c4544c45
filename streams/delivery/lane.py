"""One partition's way through a step: micro-batches in order, published and acknowledged before they are acked.

A blocked partition must not block its neighbours, so each has a lane of its own. A lane never refuses a record: once
it holds enough it asks that its partition be held back, and lets it go when half of that is done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from streams.delivery.envelope import Delivery
from streams.delivery.ledger import Ledger

Process = Callable[[list[Delivery]], Awaitable[None]]
"""Processes a batch and returns once every output is acknowledged; raising stops the worker, unacked."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a micro-batch is full; a lane takes in four of them before it is full."""

    records: int = 64
    size: int = 4 * 1024 * 1024
    seconds: float = 0.05


@dataclass(slots=True)
class Lane:
    """Feed it with `put`; run `work` as a task. `hold(True)` is called when it is full, `hold(False)` when it drains."""

    process: Process
    bounds: Bounds
    hold: Callable[[bool], None] = lambda _: None
    ledger: Ledger[Any] = field(default_factory=Ledger)
    _queue: asyncio.Queue[Delivery] = field(default_factory=asyncio.Queue)
    _held: int = 0
    _holding: bool = False

    def put(self, delivery: Delivery, event: Any) -> None:
        """Take a record in; one that is in flight already is left alone."""
        if self.ledger.deliver(delivery.offset, event):
            self._held += delivery.size
            self._queue.put_nowait(delivery)
            self._throttle()

    def close(self) -> None:
        """Its partition went to another worker: acks nothing more."""
        self.ledger.revoke()

    async def work(self) -> None:
        while not self.ledger.revoked:
            batch = await self._gather()
            await self.process(batch)
            for event in self.ledger.finish(delivery.offset for delivery in batch):
                event.ack()
            self._held -= sum(delivery.size for delivery in batch)
            self._throttle()

    def _throttle(self) -> None:
        """Full at four batches, by count or by bytes; open again at two."""
        load = max(self.ledger.in_flight / self.bounds.records, self._held / self.bounds.size)
        wanted = load > (2 if self._holding else 4)
        if wanted != self._holding and not self.ledger.revoked:
            self._holding = wanted
            self.hold(wanted)

    async def _gather(self) -> list[Delivery]:
        """The next batch: at once where it is full, else what came within `bounds.seconds` of its first record."""
        batch = [await self._queue.get()]
        if not self._fill(batch):
            await asyncio.sleep(self.bounds.seconds)  # one timer a batch; one a record costs more than the record
            self._fill(batch)
        return batch

    def _fill(self, batch: list[Delivery]) -> bool:
        """Add what waits, as far as the bounds allow; whether they are reached."""
        size = sum(delivery.size for delivery in batch)
        while len(batch) < self.bounds.records and size < self.bounds.size:
            if self._queue.empty():
                return False
            batch.append(self._queue.get_nowait())
            size += batch[-1].size
        return True
