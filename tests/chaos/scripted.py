"""Our worker, lanes, routing and dead letters around the step of `obey`: python scripted.py step|sink FOLDER."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from schemas import CleanArticle, RawArticle
from streams.delivery.clients import producer
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Bounds
from streams.delivery.perform import perform_one
from streams.delivery.result import Result
from streams.delivery.stateless import processor
from streams.delivery.worker import Worker
from streams.outcome import Drop
from streams.pipeline import CLEAN, ENRICHED, RAW, Step
from streams.settings import Settings
from streams.steps.clean import clean
from tests.chaos.obey import obey

FOLDER = Path(sys.argv[2])
SLOW = 0.2
"""Seconds per document of the slow sink."""


def run(record: RawArticle, received: datetime) -> CleanArticle | Drop:
    obey(record.title or "", FOLDER)
    return clean(record, received)


STEP = Step("clean", (RAW,), RawArticle, run, CLEAN)


async def perform(deliveries: list[Delivery]) -> list[Result]:
    return await asyncio.to_thread(lambda: [perform_one(STEP, delivery) for delivery in deliveries])


async def sink(deliveries: list[Delivery]) -> None:
    for _ in deliveries:
        await asyncio.sleep(SLOW)


async def main() -> int:
    settings = Settings()
    client = producer(settings)
    await client.start()
    try:
        if sys.argv[1] == "sink":
            return await Worker("index", {ENRICHED.name: sink}, settings, Bounds(records=16)).run()
        routes = {RAW.name: processor("clean", CLEAN.name, perform, client)}
        return await Worker("clean", routes, settings, Bounds(records=4)).run()
    finally:
        await client.stop()


sys.exit(asyncio.run(main()))
