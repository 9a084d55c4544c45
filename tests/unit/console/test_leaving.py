"""One-click unsubscribing (RFC 8058), and how far each receiver is."""

from datetime import timedelta

import httpx
import pytest

from schemas import Channel, SavedSearch
from streams.sinks.alerting.breaker import Breaker
from streams.sinks.alerting.unsubscribing import Leaving, link
from tests.newsroom import NOW, Newsroom
from tests.unit.console.conftest import client_of
from tests.unit.query.articles import article

DESK, HOOK = Channel(kind="email", to="desk@example.org"), Channel(kind="webhook", to="https://receiver.example/")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def floods(empty: Newsroom) -> SavedSearch:
    search = SavedSearch(id="f", name="Floods", query="flood", channels=[DESK, HOOK], created_at=NOW, updated_at=NOW)
    empty.searches[search.key] = search
    return search


def address(search: SavedSearch, channel: Channel = DESK) -> str:
    return link("", b"key", Leaving(search.key, channel.key))


async def test_following_the_link_changes_nothing_and_the_click_does(empty: Newsroom, floods: SavedSearch) -> None:
    async with client_of(empty, token="a long secret") as client:
        asked = await client.get(address(floods))
        assert (asked.status_code, "desk@example.org" in asked.text) == (200, True)
        assert empty.searches[floods.key].left == []
        for _ in range(2):
            left = await client.post(address(floods), data=ONE_CLICK, headers={"sec-fetch-site": "cross-site"})
            assert (left.status_code, "no more" in left.text) == (200, True)
    after = empty.searches[floods.key]
    assert (after.left, after.receivers, after.version) == ([DESK.key], [HOOK], 2)


async def test_a_link_of_others_opens_nothing(empty: Newsroom, floods: SavedSearch) -> None:
    async with client_of(empty, token="a long secret") as client:
        answer = await client.post(link("", b"other", Leaving(floods.key, DESK.key)), data=ONE_CLICK)
        assert answer.status_code == 400
        assert (await client.post("/unsubscribe")).status_code == 422
        assert (await client.get("/unsubscribe/x")).status_code == 303
    assert empty.searches[floods.key].left == []


async def test_a_search_that_is_gone_was_left_long_ago(writing: httpx.AsyncClient) -> None:
    answer = await writing.post(link("", b"key", Leaving("default/gone", DESK.key)), data=ONE_CLICK)
    assert answer.status_code == 200


async def test_who_left_stays_so_when_the_search_is_saved_again(writing: httpx.AsyncClient, empty: Newsroom, floods: SavedSearch) -> None:
    await writing.post(address(floods), data=ONE_CLICK)
    again = {"id": "f", "name": "Floods", "query": "flood OR rain", "channels": [DESK.model_dump(), HOOK.model_dump()]}
    assert (await writing.post("/v1/searches", json=again)).status_code == 201
    assert empty.searches[floods.key].receivers == [HOOK]
    await writing.delete("/v1/searches/f")
    await writing.post("/v1/searches", json=again)
    assert len(empty.searches[floods.key].receivers) == 2


async def test_each_receiver_of_an_alert_says_how_far_it_is(writing: httpx.AsyncClient, empty: Newsroom, floods: SavedSearch) -> None:
    empty.keep(article(title="flood"))
    empty.keep(article(id="b", title="flood"))
    first, *others = empty.outbox.due(NOW)
    empty.outbox.delivered(first)
    later = NOW + timedelta(minutes=2)
    for message in others:
        empty.outbox.postpone(message, later, "answered 503")
    empty.outbox.note_breaker(HOOK.key, Breaker(6, later))
    rows = (await writing.get("/v1/alerts")).json()
    told = {(row["article"]["id"], each["kind"]): each for row in rows for each in row["receivers"]}
    assert told["a", "email"]["state"] == "delivered"
    assert (told["b", "email"]["state"], told["b", "email"]["circuit_open_until"]) == ("pending", None)
    waits = told["a", "webhook"]
    assert (waits["reason"], waits["attempts"], waits["next_try"]) == ("answered 503", 1, later.isoformat())
    assert waits["circuit_open_until"] == later.isoformat()
    page = (await writing.get("/alerts")).text
    assert "circuit open" in page
    assert "delivered" in page
    empty.outbox.bury(others[0], "answered 410")
    assert "answered 410" in (await writing.get("/alerts")).text
    empty.outbox.prune(NOW + timedelta(days=9))
    states = {each["state"] for row in (await writing.get("/v1/alerts")).json() for each in row["receivers"]}
    assert None in states
