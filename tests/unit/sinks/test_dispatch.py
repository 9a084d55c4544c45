"""From the outbox to a receiver that misbehaves: nothing is lost, doubled, or held up by another's fault."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from schemas import Channel, Policy
from streams.sinks.alerting import Outbox, breaker
from streams.sinks.alerting.dispatch import Dispatcher
from streams.sinks.alerting.outbox import Message
from streams.sinks.outside import Outside
from streams.sinks.webhook import post_webhook
from tests.unit.sinks.receiving import answer, hang_up, scripted, silence
from tests.unit.sinks.test_outbox import NOW, alert

OK = answer(200)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "FIRST_WAIT", timedelta(milliseconds=20))
    monkeypatch.setattr(breaker, "PAUSE", timedelta(milliseconds=300))


@asynccontextmanager
async def running(folder: Path, buried: list[str] | None = None) -> AsyncIterator[Outbox]:
    outside, outbox = Outside(allow_private=True), Outbox(folder)

    async def bury(message: Message, reason: str) -> None:
        (buried if buried is not None else []).append(f"{message.alerts[0].id}: {reason}")

    dispatcher = Dispatcher(outbox, lambda message: post_webhook(message, outside), bury)
    task = asyncio.create_task(dispatcher.run())
    yield outbox
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await outside.close()
    outbox.close()


def hook(port: int) -> tuple[Channel]:
    return (Channel(kind="webhook", to=f"http://127.0.0.1:{port}/"),)


async def settled(outbox: Outbox) -> None:
    async with asyncio.timeout(60):
        while outbox.waiting_searches():
            await asyncio.sleep(0.02)


async def test_what_fails_is_sent_again_under_the_same_key(tmp_path: Path) -> None:
    async with scripted(answer(500), hang_up, answer(429), OK) as server, running(tmp_path) as outbox:
        outbox.put(alert("a", channels=hook(server.port)), Policy(), NOW)
        await settled(outbox)
    assert len(server.requests) == 4
    assert len({request.headers["idempotency-key"] for request in server.requests}) == 1


async def test_what_is_refused_is_buried_with_its_reason(tmp_path: Path) -> None:
    buried: list[str] = []
    async with scripted(answer(410)) as server, running(tmp_path, buried) as outbox:
        outbox.put(alert("a", channels=hook(server.port)), Policy(), NOW)
        await settled(outbox)
    assert buried == ["a: 127.0.0.1 answered 410"]
    assert len(server.requests) == 1


async def test_a_receiver_that_is_silent_holds_up_no_other(tmp_path: Path) -> None:
    async with scripted(silence) as mute, scripted(OK) as well, running(tmp_path) as outbox:
        for number in range(50):
            outbox.put(alert(f"m{number}", channels=hook(mute.port)), Policy(), NOW)
        for number in range(20):
            outbox.put(alert(f"w{number}", channels=hook(well.port)), Policy(), NOW)
        async with asyncio.timeout(30):
            while len(well.requests) < 20:
                await asyncio.sleep(0.02)
        assert len(mute.requests) <= breaker.AT_ONCE


async def test_a_receiver_that_fails_is_left_alone_and_gets_all_once_it_works(tmp_path: Path) -> None:
    script = [answer(503)] * 10 + [OK]
    async with scripted(*script) as server, running(tmp_path) as outbox:
        for number in range(30):
            outbox.put(alert(f"a{number}", channels=hook(server.port)), Policy(), NOW)
        await settled(outbox)
    keys = [request.headers["idempotency-key"] for request in server.requests]
    assert len(set(keys)) == 30
    assert len(keys) == 40


async def test_what_was_under_way_at_a_stop_is_sent_again_under_its_key(tmp_path: Path) -> None:
    async with scripted(silence, OK) as server:
        async with running(tmp_path) as outbox:
            outbox.put(alert("a", channels=hook(server.port)), Policy(), NOW)
            while not server.requests:
                await asyncio.sleep(0.02)
        async with running(tmp_path) as outbox:
            await settled(outbox)
    assert [request.headers["idempotency-key"] for request in server.requests] == [server.requests[0].headers["idempotency-key"]] * 2
