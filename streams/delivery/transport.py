"""Faust's consumer, made safe in two places that have no setting.

1. Stock Faust reads uncommitted records unless it is transactional itself: enrich would take decisions of dedupe that
   were rolled back for real ones.
2. `pause_partitions` drops what was fetched of the partition already, takes the hole for a gap of the log, and commits
   past it. Here a held partition is left out of the next fetch; what was fetched is delivered.
"""

import asyncio
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP


class _Thread(driver.AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # read by aiokafka when the consumer starts
        return consumer

    async def getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:
        """What there is of the partitions that are not held; nothing, after a moment, where all are."""
        if active_partitions is None:
            return await super().getmany(active_partitions, timeout)
        wanted = active_partitions - self.consumer.held  # type: ignore[attr-defined]  # always a _Consumer
        if not wanted:
            await asyncio.sleep(0.1)
            return {}
        return await super().getmany(wanted, timeout)


class _Consumer(driver.Consumer):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.held: set[TP] = set()
        super().__init__(*arguments, **options)

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)


class SafeTransport(driver.Transport):
    """`app.consumer.held` is the set of partitions that are not fetched for now."""

    Consumer = _Consumer
