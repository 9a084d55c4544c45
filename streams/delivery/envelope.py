"""What comes off a topic and what goes onto one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas import headers as names


@dataclass(frozen=True, slots=True)
class Delivery:
    """One record as the broker handed it over; `timestamp_ms` is the broker's."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes]

    @property
    def origin(self) -> str:
        """Where the article came in: the header where there is one, else this very record."""
        marked = self.headers.get(names.ORIGIN)
        return marked.decode() if marked else f"{self.topic}:{self.partition}:{self.offset}"

    @property
    def ingested_ms(self) -> int:
        marked = self.headers.get(names.INGESTED)
        return int(marked) if marked and marked.isdigit() else self.timestamp_ms

    @property
    def size(self) -> int:
        return len(self.value or b"") + 200


@dataclass(frozen=True, slots=True)
class Output:
    """One record to publish."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, bytes] = field(default_factory=dict)
