"""Old articles give way to live ones: clean takes a batch of `news.raw.backfill` only while nothing queues.

Behind clean both lanes share their topics, so what is let in there decides how long a live article waits. Clean is the
gate: old articles come in while the live lane and every step behind it are nearly empty, and never more than one batch
for each process, so that live ones stand behind no more than that.
"""

import asyncio
import time
from collections.abc import Iterable

import structlog

from streams.delivery.envelope import Delivery
from streams.delivery.flow import GROUPS, Lag, lags
from streams.delivery.lane import Process
from streams.delivery.pool import cores
from streams.pipeline import BACKFILL, RAW
from streams.settings import Settings

log = structlog.get_logger()

WATCHED = {"clean": (RAW.name,), **{step: GROUPS[step] for step in ("classify", "dedupe", "enrich")}}
MOST = 200
"""Records that may wait for any step before old articles stop coming: a second or two of work."""
EVERY_SECONDS = 1.0


def must_wait(found: Iterable[Lag], waits: bool) -> bool:
    """Whether old articles wait: from `MOST` records at any step on, until none has over half of that."""
    return any(lag.records > (MOST / 2 if waits else MOST) for lag in found)


class Gate:
    """`after_live(process)` is `process` for old articles: each batch waits for its turn."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turns = asyncio.Semaphore(cores(settings))
        self._asking = asyncio.Lock()
        self._asked = 0.0
        self._waits = False

    def after_live(self, process: Process) -> Process:
        async def patient(deliveries: list[Delivery]) -> None:
            async with self._turns:
                await self._let_live_pass()
                await process(deliveries)

        return patient

    def waits(self) -> tuple[str, ...]:
        """The topic that is held up, as the watchdog asks for it."""
        return (BACKFILL.name,) if self._waits else ()

    async def _let_live_pass(self) -> None:
        async with self._asking:
            while await self._are_behind():
                await asyncio.sleep(EVERY_SECONDS)

    async def _are_behind(self) -> bool:
        """Asks the broker once a second; what it does not say changes nothing."""
        if time.monotonic() - self._asked < EVERY_SECONDS:
            return self._waits
        try:
            now = must_wait(await lags(self._settings, WATCHED), self._waits)
        except Exception as error:  # aiokafka's clients raise many kinds while a broker comes and goes
            log.debug("the broker does not say how far the steps are", error=repr(error))
            now = self._waits
        if now != self._waits:
            log.info("old articles wait for live ones" if now else "old articles go on")
        self._waits, self._asked = now, time.monotonic()
        return now
