"""Faust's consumer, made safe in three places that have no setting, and frugal in two more.

1. Stock Faust reads uncommitted records unless it is transactional itself: enrich would take decisions of dedupe that
   were rolled back for real ones.
2. `pause_partitions` drops what was fetched of the partition already, takes the hole for a gap of the log, and commits
   past it. Here a held partition is left out of the next fetch; what was fetched is delivered.
3. Its account of acks takes each marker of a transaction for a gap that reaches over the record after it, and then gets
   over one such gap a commit: behind dedupe, commits crawl after the work, and a crash does minutes of it again. Lanes ack
   in order, each record after all before it, so what may be committed is simply what follows the newest ack.
4. It is answered at the first record: at 50 records a second that is 50 rounds of both threads and of the broker. Here,
   while records flow, the broker collects for a moment before it answers; the first one after a pause comes at once.
5. It makes four tasks a record, to hand it over unless it is stopped meanwhile. Handing over hardly ever waits: here it is
   begun without a task, and only what does wait gets the four.
"""

import asyncio
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.delivery.eager import HandsOverAtOnce

AT_ONCE = (1, 1500)
"""Bytes that the broker waits for, and for how many milliseconds at most: Faust's own."""
COLLECTED = (64 * 1024, 50)
"""The same while records flow."""


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
        found = await super().getmany(wanted, timeout)
        fetcher = self._ensure_consumer()._fetcher  # read by aiokafka with each request
        fetcher._fetch_min_bytes, fetcher._fetch_max_wait_ms = COLLECTED if found else AT_ONCE
        return found


class _Consumer(HandsOverAtOnce, driver.Consumer):
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
