"""Errors: problem details (RFC 9457) from the API, pages from the pages."""

import httpx
import pytest

from streams.errors import Transient
from tests.newsroom import Newsroom
from tests.unit.console.conftest import client_of


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/articles/none", 404),
        ("GET", "/v1/stories/none", 404),
        ("GET", "/v1/entities/none", 404),
        ("GET", "/v1/nowhere", 404),
        ("DELETE", "/v1/searches/none", 404),
        ("PUT", "/v1/searches", 405),
        ("GET", "/v1/search?limit=9999", 422),
        ("GET", "/v1/search?q=(", 400),
        ("GET", "/v1/search?cursor=99999999", 400),
        ("GET", "/v1/search?cursor=rAAA", 400),
        ("GET", "/v1/stories?cursor=nonsense", 422),
        ("GET", "/v1/searches/preview?q=NOT+x", 400),
        ("POST", "/v1/searches", 422),
        ("POST", "/v1/dead/redrive", 422),
    ],
)
async def test_every_error_of_the_api_is_a_problem(reading: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    answer = await reading.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["instance"] == path.split("?")[0]


async def test_a_broken_query_names_the_character(reading: httpx.AsyncClient) -> None:
    assert (await reading.get("/v1/search", params={"q": "tunnel )"})).json()["position"] == 7


async def test_a_wrong_field_is_named(reading: httpx.AsyncClient) -> None:
    answer = await reading.post("/v1/searches", json={"name": "n", "query": "x", "id": "a/b"})
    assert [each["field"] for each in answer.json()["errors"]] == ["body.id"]


async def test_a_broker_that_is_away_is_said_to_be(empty: Newsroom) -> None:
    async def away(_: object) -> list[str]:
        raise Transient("the broker: nobody answers")

    desk = empty.desk
    desk.publish = away
    empty_with = type("Away", (), {"desk": desk})()
    async with client_of(empty_with) as client:  # type: ignore[arg-type]
        answer = await client.post("/v1/articles", json={"title": "Hello"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_a_defect_is_told_without_its_particulars(empty: Newsroom) -> None:
    desk = empty.desk
    desk.publish = None  # type: ignore[assignment]
    async with client_of(type("Broken", (), {"desk": desk})()) as client:  # type: ignore[arg-type]
        answer = await client.post("/v1/articles", json={"title": "Hello"})
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/articles/none", "/stories/none", "/entities/none", "/nowhere"])
async def test_a_page_that_is_not_there_is_still_a_page(reading: httpx.AsyncClient, path: str) -> None:
    answer = await reading.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "<nav" in answer.text
