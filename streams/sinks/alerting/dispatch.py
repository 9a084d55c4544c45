"""Sends what is due, side by side, a bounded number to each receiver; one that fails holds up no other."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from streams import telemetry
from streams.errors import Misused, Transient
from streams.sinks.alerting.breaker import Breaker, next_attempt
from streams.sinks.alerting.outbox import Message, Outbox

log = structlog.get_logger()

SIDE_BY_SIDE = 64
BURIED_AGAIN = timedelta(seconds=10)
LOOK_SECONDS = 1.0
"""Longest between two looks at what is due."""

Send = Callable[[Message], Awaitable[None]]
"""Returns once the receiver has it; raises Transient for what may pass, Misused for what will not."""
Bury = Callable[[Message, str], Awaitable[None]]
"""Told of a message that was given up, and why, before that is settled."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Dispatcher:
    """`run` until cancelled; `wake` when something was put."""

    outbox: Outbox
    send: Send
    bury: Bury
    clock: Callable[[], datetime] = _now
    _breakers: dict[str, Breaker] = field(default_factory=dict)
    _under_way: dict[str, tuple[str, asyncio.Task[None]]] = field(default_factory=dict)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._breakers |= self.outbox.breakers()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        try:
            while True:
                self._woken.clear()
                now = self.clock()
                while self.start_due(now):
                    pass  # a receiver that is full now is left out of the next look, so that it hides no other
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._pause(now)):
                        await self._woken.wait()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """What is under way is let go; it is sent again under the same key."""
        tasks = [task for _, task in self._under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _pause(self, now: datetime) -> float:
        """Until something more is due; what was due and could not be started waits for a receiver, whose answer wakes us."""
        due = self.outbox.next_due(now)
        return LOOK_SECONDS if due is None else min(LOOK_SECONDS, max(0.02, (due - self.clock()).total_seconds()))

    def start_due(self, now: datetime) -> bool:
        """Begin to send what may be sent now; whether anything was begun."""
        busy, before = Counter(channel for channel, _ in self._under_way.values()), len(self._under_way)
        closed = {key for key in {*self._breakers, *busy} if not self._breakers.get(key, Breaker()).allows(now, busy[key])}
        for message in self.outbox.due(now, closed, self._under_way):
            key = message.channel.key
            if len(self._under_way) >= SIDE_BY_SIDE:
                return False
            if self._breakers.get(key, Breaker()).allows(now, busy[key]):
                busy[key] += 1
                self._under_way[message.id] = (key, asyncio.create_task(self._attempt(message)))
        return len(self._under_way) > before

    async def _attempt(self, message: Message) -> None:
        try:
            if message.alerts:
                await self.send(message)
            self._settled(message, True)
            self.outbox.delivered(message)
            telemetry.DELIVERIES.labels(message.channel.kind, "delivered").inc()
        except Transient as error:
            self._settled(message, False)
            await self._failed(message, str(error), getattr(error, "wait", timedelta()))
        except Misused as error:
            await self._give_up(message, str(error))
        except Exception as error:  # a defect of ours must not stop what goes to others
            log.error("a message could not be made", message=message.id, error=repr(error))
            await self._give_up(message, repr(error))
        finally:
            self._under_way.pop(message.id, None)
            self.wake()

    def _settled(self, message: Message, went_well: bool) -> None:
        key = message.channel.key
        breaker = self._breakers.get(key, Breaker()).after(went_well, self.clock())
        if breaker.failures:
            self._breakers[key] = breaker
        elif self._breakers.pop(key, None) is None:
            return
        self.outbox.note_breaker(key, breaker)

    async def _failed(self, message: Message, reason: str, asked: timedelta) -> None:
        again = next_attempt(message.attempts + 1, message.began, self.clock(), asked)
        if again is None:
            await self._give_up(message, reason)
            return
        self.outbox.postpone(message, again, reason)
        telemetry.DELIVERIES.labels(message.channel.kind, "failed").inc()

    async def _give_up(self, message: Message, reason: str) -> None:
        log.warning("a receiver was not reached", channel=message.channel.kind, message=message.id, reason=reason)
        try:
            await self.bury(message, reason)
        except Exception as error:  # whatever keeps the letter from being written: it is given up later
            log.error("a letter could not be written", message=message.id, error=repr(error))
            self.outbox.postpone(message, self.clock() + BURIED_AGAIN, reason)
            return
        self.outbox.bury(message, reason)
        telemetry.DELIVERIES.labels(message.channel.kind, "dead").inc()
