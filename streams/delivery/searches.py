"""Saved searches as the topic has them: read to the end once, then followed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import SavedSearch
from streams.delivery.clients import reader
from streams.pipeline import SEARCHES
from streams.settings import Settings

Change = Callable[[str, SavedSearch | None], None]
"""Called with a search's key and its newest form; None once it was removed."""


class SearchFeed:
    """`start` returns when every search the topic holds was told, and goes on following until `stop`. Only searches
    whose key is `wanted` are read."""

    def __init__(self, settings: Settings, changed: Change, wanted: Callable[[str], bool] = lambda _: True) -> None:
        self._settings = settings
        self._changed = changed
        self._wanted = wanted
        self._consumer: AIOKafkaConsumer | None = None
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._consumer = consumer = reader(self._settings, fetch_max_wait_ms=250)
        await consumer.start()
        place = TopicPartition(SEARCHES.name, 0)
        consumer.assign([place])
        await consumer.seek_to_beginning()
        end = (await consumer.end_offsets([place]))[place]
        while await consumer.position(place) < end:
            await self._read(consumer)
        self._following = asyncio.create_task(self._follow(consumer))

    async def _follow(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            await self._read(consumer)

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        for messages in (await consumer.getmany(timeout_ms=500)).values():
            for message in messages:
                key = (message.key or b"").decode("utf-8", "replace")
                if self._wanted(key):
                    self._changed(key, SavedSearch.from_json(message.value) if message.value else None)

    async def stop(self) -> None:
        if self._following:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        if self._consumer:
            await self._consumer.stop()
