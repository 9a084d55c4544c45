"""Clean, classify and enrich on Kafka: run the step in the pool, route, publish, count."""

import time
from collections.abc import Awaitable, Callable

from aiokafka import AIOKafkaProducer

from streams import telemetry
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Process
from streams.delivery.publish import publish
from streams.delivery.result import Dropped, Failed, Result
from streams.delivery.routing import route, utc_now

Perform = Callable[[list[Delivery]], Awaitable[list[Result]]]


def processor(step: str, writes: str | None, perform: Perform, producer: AIOKafkaProducer) -> Process:
    """What a lane calls with each batch."""

    async def process(deliveries: list[Delivery]) -> None:
        results = await perform(deliveries)
        now = utc_now()
        await publish(
            producer,
            (output for delivery, result in zip(deliveries, results, strict=True) for output in route(step, writes, delivery, result, now)),
        )
        for result in results:
            count(step, result)

    return process


def count(step: str, result: Result) -> None:
    """Once per article and outcome."""
    telemetry.STEP_SECONDS.labels(step).observe(result.cpu_ms / 1000)
    telemetry.LAST_COMMIT.labels(step).set(time.time())
    if isinstance(result.outcome, Failed):
        telemetry.ARTICLES.labels(step, "dead", result.outcome.reason).inc()
        telemetry.DEAD_LETTERS.labels(step, result.outcome.reason).inc()
        return
    for item in result.outcome:
        if isinstance(item, Dropped):
            telemetry.ARTICLES.labels(step, "drop", item.reason).inc()
        else:  # a copy's kind says more than that it is new
            telemetry.ARTICLES.labels(step, "record", item.detail or item.reason or "").inc()
