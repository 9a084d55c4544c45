"""Faust's consumer, reading only what was committed.

Stock Faust reads uncommitted records unless it is transactional itself: enrich would then take decisions of dedupe
that were rolled back for real ones.
"""

from typing import Any

from faust.transport.drivers import aiokafka as driver


class _Thread(driver.AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"  # read by aiokafka when the consumer starts
        return consumer


class _Consumer(driver.Consumer):
    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)


class CommittedOnly(driver.Transport):
    """A transport whose consumers skip aborted transactions."""

    Consumer = _Consumer
