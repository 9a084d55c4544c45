"""What a step's own process does with a delivery: read, run, encode. Everything it returns is a value."""

import hashlib
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import ValidationError

from schemas import Record
from schemas import headers as names
from streams import formats
from streams.delivery.envelope import Delivery
from streams.delivery.result import Dropped, Emitted, Failed, Item, Result
from streams.errors import Poison, TooLarge, Transient, Unreadable, first_problem
from streams.outcome import Drop
from streams.pipeline import RAW_LIMIT, Step


def perform_one(step: Step, delivery: Delivery) -> Result:
    """Never raises for anything the record can cause: what can never work is a `Failed`. Raises Transient while something
    outside is down."""
    began = time.process_time()
    outcome = _tried(step, delivery)
    return Result(outcome, cpu_ms=(time.process_time() - began) * 1000)


def _tried(step: Step, delivery: Delivery) -> tuple[Item, ...] | Failed:
    """What is wrong with the record is so for ever; anything else may have been the moment, and gets a second try."""
    try:
        return _run(step, delivery)
    except Transient:
        raise  # no word about the record: whoever called waits and comes again
    except (Poison, ValidationError, RecursionError, MemoryError) as error:
        return failure(error, delivery)
    except Exception:
        try:
            return _run(step, delivery)
        except Exception as error:
            return failure(error, delivery)


def _run(step: Step, delivery: Delivery) -> tuple[Item, ...]:
    received = datetime.fromtimestamp(delivery.ingested_ms / 1000, UTC)
    return tuple(_item(step, record, received) for record in read(step, delivery))


def read(step: Step, delivery: Delivery) -> list[Record]:
    """The records in a delivery: several where a publisher sent a feed."""
    if delivery.value is None:
        raise Unreadable("the record has no value (a tombstone) where an article is expected")
    if step.name == "clean":
        return list(formats.read(delivery.value, delivery.headers))
    record: Record = step.model.from_json(delivery.value)
    return [record]


def _item(step: Step, record: Record, received: datetime) -> Item:
    result = step.run(record, received)
    if isinstance(result, Drop):
        return dropped(result, record)
    value = result.to_json()
    if len(value) > RAW_LIMIT:
        raise TooLarge(f"the record that {step.name} made has {len(value)} bytes, over the topic's {RAW_LIMIT}")
    return emitted(result, value, step.headers(result))


def emitted(record: Record, value: bytes, headers: dict[str, bytes] | None = None) -> Emitted:
    field = record.__dict__.get
    return Emitted(
        article=field("id") or "",
        version=field("version") or 0,
        title=field("title") or "",
        value=value,
        ref=field("ref"),
        source=field("source"),
        headers=headers or {},
    )


def dropped(drop: Drop, record: Record) -> Dropped:
    field = record.__dict__.get
    return Dropped(
        reason=drop.reason,
        detail=drop.detail,
        article=field("id"),
        version=field("version"),
        title=field("title"),
        ref=field("ref"),
        source=field("source"),
    )


def forgotten(article: Record) -> Dropped:
    """The drop of an article that was taken down: says nothing of what it was about."""
    return replace(dropped(Drop("forgotten"), article), title=None)


def failure(error: BaseException, delivery: Delivery) -> Failed:
    """What the dead letter says: the reason from a bounded set, the message naming the field."""
    stack = "".join(traceback.format_tb(error.__traceback__))
    known = delivery.headers.get(names.CE_SUBJECT)
    return Failed(
        reason=_reason(error),
        exception=type(error).__name__,
        message=_message(error),
        stack_hash=hashlib.blake2b(stack.encode("utf-8", "replace"), digest_size=6).hexdigest(),
        article=known.decode("utf-8", "replace") if known and names.ORIGIN in delivery.headers else None,
    )


def _reason(error: BaseException) -> str:
    if isinstance(error, Poison):
        return error.reason
    if isinstance(error, ValidationError):
        return "invalid"
    return "out_of_memory" if isinstance(error, MemoryError) else "failed"


def _message(error: BaseException) -> str:
    if not isinstance(error, ValidationError):
        return str(error) or type(error).__name__
    return first_problem(error)
