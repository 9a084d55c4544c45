"""Alerts and articles over WebSocket, and articles as server-sent events, over real connections."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from streams.console.api import live
from tests.newsroom import Newsroom
from tests.unit.console.conftest import listening
from tests.unit.console.test_alerts import alert, lines_until
from tests.unit.query.articles import article

TOKEN = "a long secret"


@pytest.fixture
async def address(empty: Newsroom) -> AsyncIterator[str]:
    async with listening(empty) as found:
        yield f"ws://{found}"


async def told(socket: ClientConnection, number: int) -> list[dict[str, Any]]:
    return [json.loads(await asyncio.wait_for(socket.recv(), 10)) for _ in range(number)]


async def until_closed(socket: ClientConnection) -> AsyncIterator[str | bytes]:
    with suppress(ConnectionClosed):
        while True:
            yield await asyncio.wait_for(socket.recv(), 10)


async def test_alerts_come_as_they_are_raised_each_once(address: str, empty: Newsroom) -> None:
    empty.raise_alert(alert("before"))
    async with connect(f"{address}/v1/alerts/socket") as socket:
        await asyncio.sleep(0.3)
        for id in ("one", "two", "one"):
            empty.raise_alert(alert(id))
        found = await told(socket, 2)
    assert [(each["id"], each["event"]) for each in found] == [("one", "alert"), ("two", "alert")]
    assert found[0]["data"]["article"]["title"] == "A title"
    assert "channels" not in found[0]["data"]


async def test_a_known_id_resumes_after_it_and_an_unknown_one_is_told_of_the_gap(address: str, empty: Newsroom) -> None:
    for number in range(450):
        empty.raise_alert(alert(f"n{number}"))
    async with connect(f"{address}/v1/alerts/socket?after=n0") as socket:
        assert [each["id"] for each in await told(socket, 449)] == [f"n{number}" for number in range(1, 450)]
    async with connect(f"{address}/v1/alerts/socket?after=lost") as socket:
        (gap,) = await told(socket, 1)
        assert (gap["event"], gap["data"]["last_event_id"]) == ("gap", "lost")


async def test_only_the_alerts_of_one_search_where_it_is_named(address: str, empty: Newsroom) -> None:
    empty.raise_alert(alert("first"))
    empty.raise_alert(alert("other").model_copy(update={"search": "t"}))
    empty.raise_alert(alert("own"))
    async with connect(f"{address}/v1/alerts/socket?search=s&after=first") as socket:
        assert [each["id"] for each in await told(socket, 1)] == ["own"]


async def test_articles_come_as_they_are_indexed_and_go_as_they_are_killed(address: str, empty: Newsroom) -> None:
    async with connect(f"{address}/v1/articles/socket?q=tunnel") as socket:
        await asyncio.sleep(0.3)
        empty.keep(article(id="a", title="The tunnel is open"))
        (came,) = await told(socket, 1)
        empty.keep(article(id="b", title="Rain"))
        empty.keep(article(id="a", title="The tunnel is open", rank=2, version=2, change="kill", status="canceled"))
        (gone,) = await told(socket, 1)
    assert (came["event"], came["data"]["title"]) == ("article", "The tunnel is open")
    assert (gone["event"], gone["data"]["id"]) == ("gone", "a")
    assert "title" not in gone["data"]


async def test_articles_resume_after_an_id(served: httpx.AsyncClient, empty: Newsroom) -> None:
    for id in ("a", "b", "c"):
        empty.keep(article(id=id, title=f"Tunnel {id}"))
    stamps = [row["indexed_at"] for row in empty.archive.articles_after(0)]
    async with served.stream("GET", "/v1/articles/stream", headers={"last-event-id": str(stamps[0])}) as answer:
        found = await asyncio.wait_for(lines_until(answer.aiter_lines(), f"id: {stamps[2]}"), 5)
    assert [line for line in found if line.startswith("id:")] == [f"id: {stamp}" for stamp in stamps[1:]]


async def test_who_does_not_read_is_told_why_it_is_dropped(address: str, empty: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PATIENCE_SECONDS", 0.3)
    empty.raise_alert(alert("first"))
    for number in range(1500):
        empty.raise_alert(alert(f"n{number}").model_copy(update={"query": "x" * 10_000}))
    async with connect(f"{address}/v1/alerts/socket?after=first", max_queue=1, compression=None) as socket:
        await asyncio.sleep(2.0)
        taken = [json.loads(message)["id"] async for message in until_closed(socket)]
        assert socket.close_code == live.TOO_SLOW
        assert "after the last id" in (socket.close_reason or "")
    assert taken == [f"n{number}" for number in range(len(taken))]
    assert len(taken) < 1500


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Bearer {TOKEN}", "origin": "https://evil.example"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "sec-fetch-site": "cross-site"}, 403),
        ({"authorization": f"Bearer {TOKEN}"}, None),
    ],
)
async def test_a_socket_is_guarded_as_the_rest_is(empty: Newsroom, headers: dict[str, str], status: int | None) -> None:
    async with listening(empty, token=TOKEN) as found:
        opening = connect(f"ws://{found}/v1/alerts/socket", additional_headers=headers)
        if status is None:
            async with opening:
                return
        with pytest.raises(InvalidStatus) as refused:
            await opening
        assert refused.value.response.status_code == status
        assert refused.value.response.headers["content-type"] == "application/problem+json"


async def test_a_page_of_another_site_cannot_listen_in_on_this_machine(address: str) -> None:
    for headers in ({"origin": "https://evil.example"}, {"host": "evil.example"}):
        with pytest.raises(InvalidStatus):
            await connect(f"{address}/v1/articles/socket", additional_headers=headers)


async def test_what_is_no_query_is_said_before_the_socket_opens(address: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{address}/v1/articles/socket?q=%28tunnel")
    assert refused.value.response.status_code == 400
    assert b"never closed" in (refused.value.response.body or b"")


async def test_a_plain_request_is_told_to_upgrade(served: httpx.AsyncClient) -> None:
    answer = await served.get("/v1/articles/socket")
    assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")


async def test_no_more_listen_than_there_are_seats(served: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SEATS", 1)
    async with served.stream("GET", "/v1/alerts/stream") as answer:
        await lines_until(answer.aiter_lines(), ": listening")
        assert (await served.get("/v1/articles/stream")).status_code == 503
