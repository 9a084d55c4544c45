"""The index role: the one writer of archive and index. Consumes enriched articles, stories, trail and alerts."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer

from schemas import Alert, EnrichedArticle, Record, Story, StoryEvent, Takedown, TrailEntry
from streams import pipeline, telemetry
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Process
from streams.delivery.perform import dropped, failure, forgotten
from streams.delivery.publish import publish
from streams.delivery.result import Emitted, Result
from streams.delivery.routing import route, utc_now
from streams.delivery.stateless import count
from streams.outcome import Drop
from streams.sinks.archive import Archive
from streams.sinks.index import Index

STEP = "index"
WRITE_SECONDS = 0.1
"""Between the first record of a transaction and its end: an article leaves eight records, and a transaction costs more than one."""
COMMIT_SECONDS = 0.4
"""Between the first record put and the commit that lets it be searched: each makes a segment, and merging costs more than writing."""


@dataclass
class Together:
    """What many lanes ask for within `seconds`, done at once: one turn, one thread."""

    seconds: float
    turn: asyncio.Lock
    work: Callable[[list[Any]], list[Any]]
    """What comes of each, in order. What it raises, all who asked are told."""
    _asked: list[Any] = field(default_factory=list)
    _next: asyncio.Task[list[Any]] | None = None

    async def __call__(self, asked: Any) -> Any:
        """What came of it, once it is done."""
        place = len(self._asked)
        self._asked.append(asked)
        if self._next is None:
            self._next = asyncio.create_task(self._soon())
        return (await asyncio.shield(self._next))[place]

    async def _soon(self) -> list[Any]:
        await asyncio.sleep(self.seconds)
        async with self.turn:
            asked, self._asked, self._next = self._asked, [], None  # what comes from now on waits for the one after
            return await asyncio.to_thread(self.work, asked)


@dataclass
class Indexer:
    """Batches go into the archive and the index, are committed together, and only then are they accounted for."""

    archive: Archive
    index: Index
    producer: AIOKafkaProducer

    def __post_init__(self) -> None:
        self._turn = asyncio.Lock()
        self._kept = Together(WRITE_SECONDS, self._turn, self._keep)
        self._committed = Together(COMMIT_SECONDS, self._turn, self._commit)

    def routes(self) -> dict[str, Process]:
        return {
            pipeline.ENRICHED.name: self.articles,
            pipeline.STORIES.name: self._keeper(Story, self.archive.put_story),
            pipeline.STORY_EVENTS.name: self._keeper(StoryEvent, self.archive.put_story_event),
            pipeline.TRAIL.name: self._keeper(TrailEntry, self.archive.put_trail),
            pipeline.ALERTS.name: self._keeper(Alert, self.archive.put_alert),
            pipeline.FORGOTTEN.name: self.takedowns,
        }

    async def articles(self, deliveries: list[Delivery]) -> None:
        live = [delivery for delivery in deliveries if delivery.value is not None]
        results = await self._kept(lambda: [self._put_one(delivery) for delivery in live])
        await self._committed(None)
        now = utc_now()
        pairs = list(zip(live, results, strict=True))
        await publish(self.producer, [out for delivery, result in pairs for out in route(STEP, None, delivery, result, now)])
        for delivery, result in pairs:
            count(STEP, result)
            telemetry.INGEST_TO_INDEX.observe(max(0.0, time.time() - delivery.ingested_ms / 1000))

    async def takedowns(self, deliveries: list[Delivery]) -> None:
        """What is ordered to be forgotten leaves archive and index before the order is acked."""
        orders = [Takedown.from_json(delivery.value) for delivery in deliveries if delivery.value is not None]
        async with self._turn:
            await asyncio.to_thread(self._forget, orders)

    def _forget(self, orders: list[Takedown]) -> None:
        with self.archive.transaction():
            for order in orders:
                self.archive.forget(order)
                self.index.remove(order.article)
        self.index.commit()

    def _keep(self, jobs: list[Callable[[], Any]]) -> list[Any]:
        """In one transaction: what one of them raises undoes them all."""
        with self.archive.transaction():
            return [job() for job in jobs]

    def _commit(self, asked: list[None]) -> list[None]:
        """What was put before can be searched from now on."""
        self.index.commit()
        return asked

    def _put_one(self, delivery: Delivery) -> Result:
        began = time.thread_time()
        try:
            article = EnrichedArticle.from_json(delivery.value or b"")
            if self.archive.is_forgotten(article):
                return Result((forgotten(article),))
            stamp = self.archive.put(article, delivery.value or b"")
            if stamp is not None:
                self.index.put(article, stamp)
        except (ValueError, TypeError) as error:
            return Result(failure(error, delivery))
        cpu_ms = (time.thread_time() - began) * 1000
        if stamp is None:
            return Result((dropped(Drop("older_version"), article),), cpu_ms)
        return Result((_entry(article),), cpu_ms)

    def _keeper(self, model: type[Record], put) -> Process:  # type: ignore[no-untyped-def]
        """For records that only the archive keeps."""

        def keep(deliveries: list[Delivery]) -> None:
            for delivery in deliveries:
                if delivery.value is not None:
                    put(model.from_json(delivery.value), delivery.value)

        async def process(deliveries: list[Delivery]) -> None:
            await self._kept(lambda: keep(deliveries))

        return process


def _entry(article: EnrichedArticle) -> Emitted:
    """The trail's last word: what the archive now holds it as."""
    reason = "withheld" if article.status == "withheld" else article.change
    kind = article.duplicate.kind if article.duplicate else None
    return Emitted(article.id, article.version, article.title, b"", article.ref, article.source, reason, kind)
