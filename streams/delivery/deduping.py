"""The dedupe step on Kafka: one writer, its memory a fold of `news.fingerprints`, decisions in transactions.

A batch's records, stories and facts are published in one transaction, so the fold never holds half a batch: what a
crash cut off is decided again from the same memory. The transactional id fences a writer that lost its partition.
What was folded is in `recollection`, which keeps it on disk too.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from schemas import ClassifiedArticle, Record
from schemas import headers as names
from streams import pipeline
from streams.delivery.clients import bootstrap, reader, security
from streams.delivery.envelope import Delivery, Output
from streams.delivery.perform import dropped, emitted, failure, forgotten
from streams.delivery.publish import publish
from streams.delivery.recollection import Recollection, until_end
from streams.delivery.result import Emitted, Result
from streams.delivery.routing import route, utc_now
from streams.delivery.stateless import count
from streams.delivery.takedowns import Takedowns
from streams.outcome import Drop
from streams.settings import Settings
from streams.steps.dedupe import Decision, Fact, decide, sketch

log = structlog.get_logger()

STEP = "dedupe"


def writer(settings: Settings) -> AIOKafkaProducer:
    """The transactional producer: the newest of its name is the only one the broker listens to."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap(settings),
        transactional_id="newsloom-dedupe",
        transaction_timeout_ms=30_000,
        linger_ms=2,
        max_request_size=pipeline.DEAD_LIMIT,
        **security(settings),
    )


@dataclass
class Deduper:
    """Call it with batches; `release` runs beside it and lets embargoed articles go when they are due."""

    settings: Settings
    owns: bool = False
    """Whether the partition is ours, as far as the group has told us."""
    stale: bool = True
    """True until the memory holds everything that any writer decided."""
    _producer: AIOKafkaProducer | None = None
    _waiting: dict[str, tuple[float, Delivery]] = field(default_factory=dict)
    """Embargoed records and their times, by origin: one that is delivered again waits once."""
    _takedowns: Takedowns = field(init=False)
    _recollection: Recollection = field(init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._takedowns = Takedowns(self.settings)
        self._recollection = Recollection(self.settings)

    def gain(self) -> None:
        self.owns = True

    def lose(self) -> None:
        """The partition went elsewhere: what the next owner decides must be read before deciding again."""
        self.owns, self.stale = False, True

    async def __call__(self, deliveries: list[Delivery]) -> None:
        async with self._turn:
            if self.stale:
                await self._take_over()
            await self._heed_takedowns()
            await self._decide_and_publish(deliveries)

    async def _heed_takedowns(self) -> None:
        """Forget what was ordered since the last look, embargoed versions too."""
        gone = {order.article.encode() for order in await self._takedowns.refresh()}
        for article in gone:
            self._recollection.forget(article.decode())
        dropped = [delivery for _, delivery in self._waiting.values() if _article(delivery) in gone]
        if dropped:
            await self._decide_and_publish([], _released(dropped))
        for delivery in dropped:
            del self._waiting[delivery.origin]

    async def _decide_and_publish(self, deliveries: list[Delivery], tombstones: tuple[Output, ...] = ()) -> None:
        now = utc_now()
        async with self._recollection.ahead():
            results = await asyncio.to_thread(lambda: [self._decided(delivery, now) for delivery in deliveries])
            outputs = [
                output
                for delivery, result in zip(deliveries, results, strict=True)
                for output in route(STEP, pipeline.DEDUPED.name, delivery, result, now)
            ] + list(tombstones)
            assert self._producer is not None  # noqa: S101  # _take_over made it
            async with self._producer.transaction():
                placed = await publish(self._producer, outputs)
        self._recollection.published((place.topic, place.offset, output.key) for place, output in zip(placed, outputs, strict=True))
        for result in results:
            count(STEP, result)

    def _decided(self, delivery: Delivery, now: datetime) -> Result:
        """Decide and fold at once, so that the next article of the batch knows this one."""
        began = time.thread_time()
        try:
            article = ClassifiedArticle.from_json(delivery.value or b"")
            if self._takedowns.cover(article.id, article.aliases):
                return Result((forgotten(article),))
            mark = delivery.headers.get(names.SKETCH) or sketch(article)
            memory = self._recollection.memory
            decision = decide(memory, article, mark, delivery.origin, now)
            for fact in decision.facts:
                memory.fold(fact)
            result = self._result(delivery, article, decision)
        except Exception as error:
            return Result(failure(error, delivery), (time.thread_time() - began) * 1000)
        return Result(result.outcome, (time.thread_time() - began) * 1000, result.extras)

    def _result(self, delivery: Delivery, article: ClassifiedArticle, decision: Decision) -> Result:
        outcome = decision.outcome
        facts = [_output(pipeline.FINGERPRINTS, fact.key, fact) for fact in decision.facts]
        stories = [_output(pipeline.STORIES, story.id, story) for story in decision.stories]
        events = [_output(pipeline.STORY_EVENTS, event.story, event) for event in decision.events]
        extras = (*facts, *stories, *events)
        if isinstance(outcome, Drop):
            if outcome.reason == "embargoed" and article.embargoed_until:
                self._wait(article.embargoed_until, delivery)
                extras = (*extras, _embargoed(delivery))
            return Result((dropped(outcome, article),), extras=extras)
        item: Emitted = emitted(outcome, outcome.to_json())
        told = _reasoned(item, outcome.change, outcome.duplicate.kind if outcome.duplicate else None)
        return Result((told,), extras=extras)

    def _wait(self, until: datetime, delivery: Delivery) -> None:
        self._waiting[delivery.origin] = (until.timestamp(), delivery)

    async def release(self) -> None:
        """Every second: decide again about what is due. A restart finds the waiting on `news.embargoed`.

        A standby reads what the writer decides meanwhile, so that taking over means reading the last second only.
        """
        while True:
            await asyncio.sleep(1)
            async with self._turn:
                if not self.owns:
                    with suppress(KafkaError):  # a standby without a broker has nothing to lose
                        await self._recollection.catch_up()
                if self.owns and self.stale:
                    await self._take_over()
                due = [] if self.stale else self._due(time.time())
                if due:
                    await self._decide_and_publish(due, _released(due))
                    for delivery in due:
                        self._waiting.pop(delivery.origin, None)
                await self._recollection.save_when_due()

    def _due(self, now: float) -> list[Delivery]:
        return [delivery for _, (until, delivery) in sorted(self._waiting.items()) if until <= now]

    async def _take_over(self) -> None:
        """Become the writer: fence whoever was, then read every fact there is and everything that waits."""
        if self._producer:
            await self._producer.stop()
        self._producer = writer(self.settings)
        await self._producer.start()
        folded = await self._recollection.catch_up()
        self._waiting = {delivery.origin: (_due_at(delivery), delivery) for delivery in await self._read_embargoed()}
        self.stale = False
        log.info("dedupe is the writer", facts=folded, embargoed=len(self._waiting))

    async def _read_embargoed(self) -> list[Delivery]:
        consumer = reader(self.settings, isolation_level="read_committed")
        await consumer.start()
        try:
            consumer.assign([TopicPartition(pipeline.EMBARGOED.name, 0)])
            await consumer.seek_to_beginning()
            newest = {message.key: message async for message in until_end(consumer)}
        finally:
            await consumer.stop()
        return [_as_delivery(message) for message in newest.values() if message.value]

    async def stop(self) -> None:
        await self._recollection.stop()
        if self._producer:
            await self._producer.stop()
        await self._takedowns.stop()


def _as_delivery(message) -> Delivery:  # type: ignore[no-untyped-def]
    headers = dict(message.headers)
    return Delivery(message.topic, message.partition, message.offset, message.timestamp, message.key, message.value, headers)


def _due_at(delivery: Delivery) -> float:
    until = ClassifiedArticle.from_json(delivery.value or b"").embargoed_until
    return until.timestamp() if until else 0.0


def _output(topic: pipeline.Topic, key: str, record: Record | Fact) -> Output:
    return Output(topic.name, key.encode(), record.to_json())


def _embargoed(delivery: Delivery) -> Output:
    """The record as it stands, and the marks it needs when it is decided again."""
    marks = {names.ORIGIN: delivery.origin.encode(), names.INGESTED: str(delivery.ingested_ms).encode()}
    return Output(pipeline.EMBARGOED.name, _waits_as(delivery), delivery.value, {**delivery.headers, **marks})


def _waits_as(delivery: Delivery) -> bytes:
    """Each version waits by itself: an article's key and where it came in."""
    return _article(delivery) + b"/" + delivery.origin.encode()


def _article(delivery: Delivery) -> bytes:
    return delivery.headers.get(names.CE_SUBJECT) or b""


def _released(deliveries: list[Delivery]) -> tuple[Output, ...]:
    return tuple(Output(pipeline.EMBARGOED.name, _waits_as(delivery), None) for delivery in deliveries)


def _reasoned(item: Emitted, change: str, kind: str | None) -> Emitted:
    return Emitted(item.article, item.version, item.title, item.value, item.ref, item.source, change, kind, item.headers)
