"""What happened to each article: one entry per step, and the letters of those that died."""

from typing import Literal

from pydantic import Field

from schemas.record import Moment, Record

OutcomeKind = Literal["record", "drop", "dead"]


class Origin(Record):
    """The record on a raw topic that an article came from. `item` counts articles within one feed."""

    topic: str
    partition: int
    offset: int
    item: int = 0

    def __str__(self) -> str:
        place = f"{self.topic}:{self.partition}:{self.offset}"
        return f"{place}:{self.item}" if self.item else place

    @classmethod
    def parse(cls, text: str) -> "Origin":
        """Read what `str` wrote. Raises ValueError on anything else."""
        topic, partition, offset, *item = text.split(":")
        return cls(topic=topic, partition=int(partition), offset=int(offset), item=int(item[0]) if item else 0)


class TrailEntry(Record):
    """One step's word on one article, keyed by article id where it is known, else by origin."""

    origin: str
    step: str
    outcome: OutcomeKind
    reason: str | None = Field(default=None, description="From a bounded set; `detail` has the particulars.")
    detail: str | None = None
    article: str | None = None
    version: int | str | None = None
    title: str | None = None
    ref: str | None = None
    at: Moment
    cpu_ms: float | None = None


class DeadLetter(Record):
    """A record that could not be processed, read back from `news.dead`: bytes as they came, and why it died."""

    key: bytes | None
    value: bytes
    headers: dict[str, str]
    step: str
    reason: str
    exception: str
    message: str
    topic: str
    partition: int
    offset: int
    attempts: int = 1
    first_failed: Moment
    last_failed: Moment
