"""Alerts as server-sent events, over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx

from schemas import Alert, AlertedArticle
from tests.newsroom import NOW, Newsroom


def alert(id: str) -> Alert:
    article = AlertedArticle(id="a1", version=1, title="A title")
    return Alert(id=id, kind="match", search="s", search_name="S", query="x", article=article, raised_at=NOW)


async def lines_until(lines: AsyncIterator[str], last: str) -> list[str]:
    found = []
    async for line in lines:
        found.append(line)
        if line == last:
            return found
    return found


async def test_alerts_come_as_they_are_raised_each_once(served: httpx.AsyncClient, empty: Newsroom) -> None:
    empty.raise_alert(alert("before"))
    async with served.stream("GET", "/v1/alerts/stream") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-content-type-options"] == "nosniff"
        lines = answer.aiter_lines()
        await lines_until(lines, ": listening")
        await asyncio.sleep(0.2)
        for id in ("one", "two", "one"):
            empty.raise_alert(alert(id))
        found = await asyncio.wait_for(lines_until(lines, "id: two"), 5)
    assert [line for line in found if line.startswith("id:")] == ["id: one", "id: two"]
    told = [json.loads(line.removeprefix("data: ")) for line in found if line.startswith("data:")]
    assert told[0]["article"]["title"] == "A title"


async def test_a_known_id_resumes_after_it(served: httpx.AsyncClient, empty: Newsroom) -> None:
    for id in ("one", "two", "three"):
        empty.raise_alert(alert(id))
    async with served.stream("GET", "/v1/alerts/stream", headers={"last-event-id": "one"}) as answer:
        found = await asyncio.wait_for(lines_until(answer.aiter_lines(), "id: three"), 5)
    assert [line for line in found if line.startswith("id:")] == ["id: two", "id: three"]


async def test_an_alert_that_takes_the_place_of_a_removed_one_still_comes(served: httpx.AsyncClient, empty: Newsroom) -> None:
    for id in ("one", "two"):
        empty.raise_alert(alert(id))
    place = empty.archive.newest_alert_place()
    empty.archive._db.execute("DELETE FROM alerts WHERE id = 'two'")
    empty.raise_alert(alert("three"))
    assert [row["id"] for _, row in empty.archive.alerts_after(place)] == ["three"]


async def test_an_unknown_id_is_told_of_the_gap(served: httpx.AsyncClient, empty: Newsroom) -> None:
    empty.raise_alert(alert("one"))
    async with served.stream("GET", "/v1/alerts/stream", headers={"last-event-id": "lost"}) as answer:
        found = await asyncio.wait_for(lines_until(answer.aiter_lines(), "event: gap"), 5)
    assert not [line for line in found if line.startswith("id:")]


async def test_more_alerts_than_one_look_takes_all_come(served: httpx.AsyncClient, empty: Newsroom) -> None:
    for number in range(450):
        empty.raise_alert(alert(f"n{number}"))
    async with served.stream("GET", "/v1/alerts/stream", headers={"last-event-id": "n0"}) as answer:
        found = await asyncio.wait_for(lines_until(answer.aiter_lines(), "id: n449"), 10)
    assert len([line for line in found if line.startswith("id:")]) == 449
