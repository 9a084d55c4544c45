"""The memory of dedupe: a fold of `news.fingerprints`, and a file that spares a restart most of the folding.

The file is written every `EVERY` records and at a clean end, and never of a memory that holds what is not on the topic.
It is taken up only where the topic still has, at the place where the file ends, the record it ended with.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from streams import pipeline
from streams.delivery.clients import reader
from streams.delivery.snapshot import Reach, Unusable, load, save
from streams.settings import Settings
from streams.steps.dedupe import Fact, Memory
from streams.steps.dedupe.arrays import Arrays

log = structlog.get_logger()

EVERY = 50_000
"""Records that a restart folds at most beyond the file: some 20 s of CPU."""
FACTS = TopicPartition(pipeline.FINGERPRINTS.name, 0)


@dataclass
class Recollection:
    """`catch_up` and `save_when_due` must not run beside decisions; what is decided is folded within `ahead`."""

    settings: Settings
    memory: Memory = field(default_factory=Memory)
    _facts: AIOKafkaConsumer | None = None
    _reach: Reach | None = None
    _unsaved: int = 0
    _sound: bool = True
    """False while the memory holds decisions that are not on the topic, and for ever where they failed to get there."""
    _writing: asyncio.Task[None] | None = None

    @property
    def _path(self) -> Path:
        return self.settings.data / "dedupe" / "memory.npz"

    async def catch_up(self) -> int:
        """Fold what the topic has and the memory has not; how many records that were."""
        if self._facts is None:
            self._facts = await self._follow()
        elif self._reach and await self._facts.position(FACTS) <= self._reach.offset:
            self._facts.seek(FACTS, self._reach.offset + 1)
        folded = 0
        async for message in until_end(self._facts):
            self._fold(message.offset, message.key, message.value)
            folded += 1
        return folded

    async def _follow(self) -> AIOKafkaConsumer:
        facts = reader(self.settings, isolation_level="read_committed")
        try:
            await facts.start()
            facts.assign([FACTS])
            await self._recall(facts)
        except BaseException:
            await facts.stop()
            raise
        return facts

    async def _recall(self, facts: AIOKafkaConsumer) -> None:
        """Begin where the file ends, or at the start of the topic where there is none to rely on."""
        try:
            saved = await asyncio.to_thread(load, self._path)
            if saved:
                await _meet(facts, saved[1])
                self.memory = await asyncio.to_thread(_held, self.memory, saved[0])
                self._reach = saved[1]
                gc.freeze()  # a full collection need not walk what was read
        except Unusable as error:
            log.warning("dedupe's snapshot is not used: the topic is folded from its start", reason=str(error), file=str(self._path))
        if self._reach:
            facts.seek(FACTS, self._reach.offset + 1)
            log.info("dedupe took up its snapshot", articles=len(self.memory), offset=self._reach.offset)
        else:
            await facts.seek_to_beginning()

    def _fold(self, offset: int, key: bytes, value: bytes | None) -> None:
        if value:
            self.memory.fold(Fact.from_json(value))
        else:
            self.forget(key.decode().rpartition("@")[0])
        self._reached(offset, key)

    def _reached(self, offset: int, key: bytes) -> None:
        self._reach = Reach(offset, key.decode())
        self._unsaved += 1

    def forget(self, article: str) -> None:
        """Drop an article, soon from the file too."""
        if self.memory.forget(article):
            self._unsaved = max(self._unsaved, EVERY)

    @asynccontextmanager
    async def ahead(self) -> AsyncIterator[None]:
        """Decide, fold and publish in here: a memory whose decisions did not reach the topic is never saved."""
        self._sound = False
        yield
        self._sound = True

    def published(self, places: Iterable[tuple[str, int, bytes | None]]) -> None:
        """What was folded already is on the topic now: each record's topic, offset and key.

        An offset may be made up where the broker took a batch twice (KAFKA-5494): such a place is passed over.
        """
        for topic, offset, key in places:
            if topic == FACTS.topic and key and (self._reach is None or offset > self._reach.offset):
                self._reached(offset, key)

    async def save_when_due(self) -> None:
        """Take the memory's arrays, and write them beside whatever comes next."""
        writing = self._writing and not self._writing.done()
        if self._unsaved >= EVERY and self._reach and self._sound and not writing:
            self._writing = asyncio.create_task(self._write(await self._frozen(), self._reach))

    async def _frozen(self) -> Arrays:
        arrays = await asyncio.to_thread(self.memory.to_arrays)
        self._unsaved = 0
        return arrays

    async def _write(self, arrays: Arrays, reach: Reach) -> None:
        try:
            await asyncio.to_thread(save, self._path, arrays, reach)
        except OSError as error:
            log.warning("dedupe's snapshot could not be written: a restart takes longer", error=str(error), file=str(self._path))

    async def stop(self) -> None:
        if self._writing:
            await self._writing
        if self._unsaved and self._reach and self._sound:
            await self._write(await self._frozen(), self._reach)
        if self._facts:
            await self._facts.stop()


def _held(memory: Memory, arrays: Arrays) -> Memory:
    try:
        return memory.holding(arrays)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise Unusable(f"its arrays are no memory's: {error!r}") from error


async def _meet(facts: AIOKafkaConsumer, reach: Reach) -> None:
    """Raises Unusable where the topic is another than the one that was folded, or has lost its end."""
    end = (await facts.end_offsets([FACTS]))[FACTS]
    if reach.offset >= end:
        raise Unusable(f"it ends at offset {reach.offset}, ahead of the topic, which ends at {end}")
    facts.seek(FACTS, reach.offset)
    async for message in until_end(facts):
        if (message.offset, message.key.decode()) == (reach.offset, reach.key):
            return
        break
    raise Unusable(f"the topic has another record at offset {reach.offset}")


async def until_end(consumer: AIOKafkaConsumer):  # type: ignore[no-untyped-def]  # aiokafka has no types
    """Every committed record up to what is the end now."""
    (partition,) = consumer.assignment()
    end = (await consumer.end_offsets([partition]))[partition]
    while await consumer.position(partition) < end:
        for messages in (await consumer.getmany(timeout_ms=500, max_records=2000)).values():
            for message in messages:
                yield message
