"""What became of one delivery: plain values that cross process borders."""

from dataclasses import dataclass, field

from streams.delivery.envelope import Output


@dataclass(frozen=True, slots=True)
class Emitted:
    """A step's record for one article, ready to publish."""

    article: str
    version: int | str
    title: str
    value: bytes
    ref: str | None = None
    source: str | None = None
    reason: str | None = None
    detail: str | None = None
    headers: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A step ended the article on purpose."""

    reason: str
    detail: str | None = None
    article: str | None = None
    version: int | str | None = None
    title: str | None = None
    ref: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The record can never work; what goes on its dead letter."""

    reason: str
    exception: str
    message: str
    stack_hash: str = ""
    article: str | None = None


Item = Emitted | Dropped


@dataclass(frozen=True, slots=True)
class Result:
    """The items of one delivery (several where it was a feed), or its failure, and the CPU it took."""

    outcome: tuple[Item, ...] | Failed
    cpu_ms: float = 0.0
    extras: tuple[Output, ...] = ()
    """More to publish with it."""
