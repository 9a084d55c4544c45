"""The same steps over files, without a broker: what `newsloom process` runs.

Clean and classify run in the pool, dedupe in this process in input order, enrich in the pool again; windows of
bounded length keep the order and the memory.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as DeadlineExceeded
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson
from pebble import ProcessExpired, ProcessPool

from schemas import ClassifiedArticle
from schemas import headers as names
from streams.delivery.envelope import Delivery
from streams.delivery.perform import dropped, emitted, failure, perform_one
from streams.delivery.pool import PATIENCE, at_most, new_pool, too_long
from streams.delivery.result import Emitted, Failed, Item
from streams.outcome import Drop
from streams.pipeline import ORDER, STATELESS
from streams.settings import Settings
from streams.steps.dedupe import Memory, decide, sketch

CHUNK = 16
"""Articles per trip to a child process."""
WINDOW = 8
"""Chunks under way: enough to keep four processes busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one article: `result` is the last step's word, `delivery` what it was made of."""

    delivery: Delivery
    result: Item | Failed

    def ref(self, fallback: str) -> str:
        """The sender's mark, where there is one."""
        return getattr(self.result, "ref", None) or _ref_in(self.delivery.value) or fallback

    def to_json(self, fallback_ref: str) -> bytes:
        ref = self.ref(fallback_ref)
        if isinstance(self.result, Emitted):
            head = orjson.dumps({"ref": ref, "outcome": "record", "reason": self.result.reason})
            return head[:-1] + b',"record":' + self.result.value + b"}"
        line: dict[str, Any] = {"ref": ref, "outcome": "drop", "reason": self.result.reason, "record": None}
        if isinstance(self.result, Failed):
            line |= {"outcome": "dead", "message": self.result.message.encode("utf-8", "replace").decode()}
        elif self.result.detail:
            line["message"] = self.result.detail
        return orjson.dumps(line)


def process(deliveries: Iterable[Delivery], through: str, settings: Settings) -> Iterator[Line]:
    """One line per article in input order. `through` names the last step to run."""
    steps = ORDER[: ORDER.index(through) + 1]
    first = tuple(step for step in steps if step in ("clean", "classify"))
    pool = new_pool(settings)
    try:
        lines = _in_pool(pool, first, deliveries, settings)
        if "dedupe" in steps:
            lines = _deduped(lines)
        if "enrich" in steps:
            lines = _enriched(pool, lines, settings)
        yield from lines
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join(timeout=5)


def _in_pool(pool: ProcessPool, steps: tuple[str, ...], deliveries: Iterable[Delivery], settings: Settings) -> Iterator[Line]:
    for delivery, results in _windowed(pool, steps, iter(deliveries), settings):
        yield from (Line(delivery, result) for result in results)


def _enriched(pool: ProcessPool, lines: Iterator[Line], settings: Settings) -> Iterator[Line]:
    """Records go through the pool; drops and failures keep their place in the line."""
    waiting: deque[Line] = deque()

    def records() -> Iterator[Delivery]:
        for line in lines:
            waiting.append(line)
            if isinstance(line.result, Emitted):
                yield _next(line.delivery, line.result)

    for _, (result,) in _windowed(pool, ("enrich",), records(), settings):
        while not isinstance(waiting[0].result, Emitted):
            yield waiting.popleft()
        line = waiting.popleft()
        yield Line(line.delivery, result)
    yield from waiting


def _windowed(
    pool: ProcessPool, steps: tuple[str, ...], deliveries: Iterator[Delivery], settings: Settings
) -> Iterator[tuple[Delivery, tuple[Item | Failed, ...]]]:
    window: deque[tuple[list[Delivery], Future[Any]]] = deque()
    while True:
        while len(window) < WINDOW and (chunk := list(islice(deliveries, CHUNK))):
            window.append((chunk, _submit(pool, steps, chunk, settings)))
        if not window:
            return
        chunk, future = window.popleft()
        yield from zip(chunk, _results(pool, steps, chunk, future, settings), strict=True)


def _submit(pool: ProcessPool, steps: tuple[str, ...], chunk: list[Delivery], settings: Settings) -> Future[Any]:
    deadline = settings.deadline_seconds
    future: Future[Any] = pool.schedule(chain, args=(steps, chunk, deadline), timeout=deadline * PATIENCE)
    return future


def _results(
    pool: ProcessPool, steps: tuple[str, ...], chunk: list[Delivery], future: Future[Any], settings: Settings
) -> list[tuple[Item | Failed, ...]]:
    """A chunk that hangs or dies is done again one by one, so that only the culprit pays."""
    try:
        results: list[tuple[Item | Failed, ...]] = future.result()
        return results
    except (DeadlineExceeded, ProcessExpired) as error:
        if len(chunk) == 1:
            return [(too_long("+".join(steps), error, settings),)]
    found = []
    for delivery in chunk:
        found += _results(pool, steps, [delivery], _submit(pool, steps, [delivery], settings), settings)
    return found


def chain(steps: tuple[str, ...], deliveries: list[Delivery], deadline: float) -> list[tuple[Item | Failed, ...]]:
    """In the child: every delivery through `steps`, one after the other."""
    results = []
    for delivery in deliveries:
        with at_most(deadline * len(steps)):
            results.append(tuple(_through(steps, delivery)))
    return results


def _through(steps: tuple[str, ...], delivery: Delivery) -> Iterator[Item | Failed]:
    outcome = perform_one(STATELESS[steps[0]], delivery).outcome
    for item in (outcome,) if isinstance(outcome, Failed) else outcome:
        if len(steps) > 1 and isinstance(item, Emitted):
            yield from _through(steps[1:], _next(delivery, item))
        else:
            yield item


def _next(delivery: Delivery, item: Emitted) -> Delivery:
    return Delivery(
        delivery.topic,
        delivery.partition,
        delivery.offset,
        delivery.timestamp_ms,
        item.article.encode(),
        item.value,
        item.headers,
    )


def _deduped(lines: Iterator[Line]) -> Iterator[Line]:
    memory = Memory()
    for line in lines:
        if isinstance(line.result, Emitted):
            yield Line(line.delivery, _decided(memory, line.delivery, line.result))
        else:
            yield line


def _decided(memory: Memory, delivery: Delivery, item: Emitted) -> Item | Failed:
    try:
        article = ClassifiedArticle.from_json(item.value)
        mark = item.headers.get(names.SKETCH) or sketch(article)
        decision = decide(memory, article, mark, f"{delivery.origin}/{item.article}", article.received_at)
        for fact in decision.facts:
            memory.fold(fact)
    except Exception as error:
        return failure(error, delivery)
    if isinstance(decision.outcome, Drop):
        return dropped(decision.outcome, article)
    return emitted(decision.outcome, decision.outcome.to_json())


def _ref_in(value: bytes | None) -> str | None:
    """The sender's mark of an article that could not be read, if that much can be."""
    try:
        ref = orjson.loads(value or b"").get("ref")
    except (ValueError, AttributeError):
        return None
    return ref if isinstance(ref, str) else None


def as_delivery(name: str, number: int, value: bytes, headers: dict[str, bytes], now: datetime | None) -> Delivery:
    """An input as if a topic called `name` had delivered it at `now`."""
    at = now.astimezone(UTC).timestamp() if now else time.time()
    return Delivery(name, 0, number, int(at * 1000), None, value, headers)
