"""Faust's consumer, made safe in three places that have no setting.

1. Stock Faust reads uncommitted records unless it is transactional itself: enrich would take decisions of dedupe that
   were rolled back for real ones.
2. `pause_partitions` drops what was fetched of the partition already, takes the hole for a gap of the log, and commits
   past it. Here a held partition is left out of the next fetch; what was fetched is delivered.
3. Its account of acks takes each marker of a transaction for a gap that reaches over the record after it, and then gets
   over one such gap a commit: behind dedupe, commits crawl after the work, and a crash does minutes of it again. Lanes ack
   in order, each record after all before it, so what may be committed is simply what follows the newest ack.
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

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Compaction and markers leave gaps, which mean nothing where acks come in order."""

    def _new_offset(self, tp: TP) -> int | None:
        acked: list[int] = self._acked[tp]
        if not acked:
            return None
        following = max(acked) + 1
        acked.clear()
        self._acked_index[tp].clear()
        return following

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)


class SafeTransport(driver.Transport):
    """`app.consumer.held` is the set of partitions that are not fetched for now."""

    Consumer = _Consumer
