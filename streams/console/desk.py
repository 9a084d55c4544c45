"""What the console may ask of the rest of the house: it knows neither Kafka nor Faust."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from schemas import DeadLetter, SavedSearch
from streams.sinks.alerting.deliveries import Deliveries
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from streams.sinks.opensearch import ScaledIndex

Place = tuple[int, int]


@dataclass
class Desk:
    """Stores to read, and verbs that reach the broker; each verb returns once the broker acknowledged.

    Verbs raise Transient while the broker cannot be reached.
    """

    archive: Archive
    index: Index | ScaledIndex
    deliveries: Deliveries
    signing_key: bytes
    """Of links to unsubscribe."""
    searches: dict[str, SavedSearch]
    publish: Callable[[list[tuple[bytes, dict[str, bytes]]]], Awaitable[list[str]]]
    save_search: Callable[[SavedSearch], Awaitable[None]]
    remove_search: Callable[[str], Awaitable[None]]
    dead_letters: Callable[[int], Awaitable[list[tuple[Place, DeadLetter]]]]
    redrive: Callable[[list[Place]], Awaitable[int]]
    status: Callable[[], Awaitable[dict[str, Any]]]
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from reading a search to saving its next version."""


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk
