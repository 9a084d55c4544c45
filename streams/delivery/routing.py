"""One total function: what to publish, and where, for whatever became of a delivery."""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from schemas import TrailEntry
from schemas import headers as names
from streams import pipeline
from streams.delivery.envelope import Delivery, Output
from streams.delivery.result import Dropped, Emitted, Failed, Item, Result

try:
    APP_VERSION = version("newsloom")
except PackageNotFoundError:  # run from a checkout that was never installed
    APP_VERSION = "0"


def route(step: str, writes: str | None, delivery: Delivery, result: Result, now: datetime) -> list[Output]:
    """Everything that must be acknowledged by the broker before `delivery` may be acknowledged."""
    extras = [*result.extras, *_redriven(step, delivery, now)]
    if isinstance(result.outcome, Failed):
        return [
            dead_letter(step, delivery, result.outcome, now),
            _trail_of_failure(step, delivery, result, now),
            *extras,
        ]
    outputs: list[Output] = []
    split = len(result.outcome) > 1
    for number, item in enumerate(result.outcome):
        origin = f"{delivery.origin}:{number}" if split and number else delivery.origin
        if isinstance(item, Emitted) and writes:
            outputs.append(_record(writes, delivery, origin, item, now))
        outputs.append(_trail(step, origin, item, result.cpu_ms / len(result.outcome), now))
    return outputs + extras


def _redriven(step: str, delivery: Delivery, now: datetime) -> list[Output]:
    """A raw record that was put back speaks for its first origin; its own place on the topic is accounted for here."""
    place = f"{delivery.topic}:{delivery.partition}:{delivery.offset}"
    if delivery.topic not in (pipeline.RAW.name, pipeline.BACKFILL.name) or delivery.origin == place:
        return []
    entry = TrailEntry(origin=place, step=step, outcome="drop", reason="redriven", detail=delivery.origin, at=now)
    return [Output(pipeline.TRAIL.name, place.encode(), entry.to_json())]


def _record(topic: str, delivery: Delivery, origin: str, item: Emitted, now: datetime) -> Output:
    headers = {
        names.CE_SPECVERSION: b"1.0",
        names.CE_ID: f"{item.article}@{item.version}".encode(),
        names.CE_SOURCE: (item.source or "unknown").encode(),
        names.CE_TYPE: f"{topic}.v1".encode(),
        names.CE_TIME: now.isoformat().encode(),
        names.CE_SUBJECT: item.article.encode(),
        names.CONTENT_TYPE: b"application/json",
        names.ORIGIN: origin.encode(),
        names.INGESTED: str(delivery.ingested_ms).encode(),
    }
    if delivery.topic == pipeline.BACKFILL.name:
        headers[names.LANE] = b"backfill"
    for kept in (names.LANE, names.TRACEPARENT):
        if kept in delivery.headers:
            headers[kept] = delivery.headers[kept]
    return Output(topic, item.article.encode(), item.value, headers | item.headers)


def _trail(step: str, origin: str, item: Item, cpu_ms: float, now: datetime) -> Output:
    entry = TrailEntry(
        origin=origin,
        step=step,
        outcome="drop" if isinstance(item, Dropped) else "record",
        reason=item.reason,
        detail=item.detail,
        article=item.article,
        version=item.version,
        title=item.title and item.title[:200],
        ref=item.ref,
        at=now,
        cpu_ms=round(cpu_ms, 3),
    )
    return Output(pipeline.TRAIL.name, (item.article or origin).encode(), entry.to_json())


def _trail_of_failure(step: str, delivery: Delivery, result: Result, now: datetime) -> Output:
    failed = result.outcome
    assert isinstance(failed, Failed)  # noqa: S101  # the caller branched on it
    entry = TrailEntry(
        origin=delivery.origin,
        step=step,
        outcome="dead",
        reason=failed.reason,
        detail=failed.message[:500],
        article=failed.article,
        at=now,
        cpu_ms=round(result.cpu_ms, 3),
    )
    return Output(pipeline.TRAIL.name, (failed.article or delivery.origin).encode(), entry.to_json())


def dead_letter(step: str, delivery: Delivery, failed: Failed, now: datetime) -> Output:
    """The record byte for byte, with why it died; a letter that dies again keeps its history."""
    before = delivery.headers
    attempts = int(before.get(names.DEAD_ATTEMPTS, b"0")) + 1
    first = before.get(names.DEAD_FIRST_FAILED, now.isoformat().encode())
    headers = {key: value for key, value in before.items() if not key.startswith("x-dead-")}
    headers |= {
        names.DEAD_STEP: step.encode(),
        names.DEAD_REASON: failed.reason.encode(),
        names.DEAD_EXCEPTION: failed.exception.encode(),
        names.DEAD_MESSAGE: _plain(failed.message[:2000]),
        names.DEAD_STACK_HASH: failed.stack_hash.encode(),
        names.DEAD_TOPIC: delivery.topic.encode(),
        names.DEAD_PARTITION: str(delivery.partition).encode(),
        names.DEAD_OFFSET: str(delivery.offset).encode(),
        names.DEAD_TIMESTAMP: str(delivery.timestamp_ms).encode(),
        names.DEAD_ATTEMPTS: str(attempts).encode(),
        names.DEAD_FIRST_FAILED: first,
        names.DEAD_LAST_FAILED: now.isoformat().encode(),
        names.DEAD_HISTORY: before.get(names.DEAD_HISTORY, b""),
        names.DEAD_APP_VERSION: APP_VERSION.encode(),
        names.ORIGIN: delivery.origin.encode(),
    }
    if failed.article and delivery.key is not None:
        headers[names.DEAD_KEY] = delivery.key
    key = failed.article.encode() if failed.article else delivery.key
    return Output(pipeline.DEAD.name, key, delivery.value, headers)


def _plain(text: str) -> bytes:
    """Header bytes that any console can print: lone surrogates and control characters are escaped."""
    return text.encode("utf-8", "backslashreplace").replace(b"\x00", b"\\0")


def utc_now() -> datetime:
    return datetime.now(UTC)
