"""The API keeps to its own OpenAPI document, whatever it is asked."""

import asyncio
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.console.app import create_app
from streams.settings import Settings
from tests.newsroom import Newsroom
from tests.unit.console.conftest import client_of

ODD_WORDS = st.sampled_from(["0", "-1", "9" * 30, "true", "a~b", "1~\x00", "((((", 'flood OR "', "near:91,0,1", "date:[* TO *]"])
ODD = st.text(max_size=30) | ODD_WORDS
NO_DOTS = st.text(st.characters(codec="utf-8", exclude_characters="."), min_size=1, max_size=30)
ODD_PLACE = NO_DOTS.filter(lambda text: not text.endswith("/")) | ODD_WORDS
"""What a path can hold: neither nothing, nor dots alone, nor a slash at the end, which lead elsewhere."""
READING = (
    "/v1/search", "/v1/trends", "/v1/articles/{id}", "/v1/articles/{id}/similar", "/v1/stories", "/v1/stories/{id}", "/v1/entities/{id}",
    "/v1/searches", "/v1/searches/preview", "/v1/searches/{id}/feed.atom", "/v1/alerts", "/v1/search/export",
    "/v1/alerts/socket", "/v1/articles/socket",
)  # fmt: skip


@pytest.fixture(scope="module")
def document(samples: Newsroom) -> dict[str, Any]:
    found: dict[str, Any] = create_app(samples.desk, Settings(token=None)).openapi()
    return found


@pytest.mark.parametrize("path", READING)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_that_is_asked_breaks_it(samples: Newsroom, document: dict[str, Any], path: str, data: st.DataObject) -> None:
    operation = document["paths"][path]["get"]
    query, place = {}, path
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            place = place.replace(f"{{{parameter['name']}}}", quote(data.draw(ODD_PLACE), safe=""))
        elif data.draw(st.booleans()):
            query[parameter["name"]] = data.draw(ODD)
    answer = asyncio.run(_asked(samples, place, query))
    kinds = {kind for code in (str(answer.status_code), f"{answer.status_code // 100}XX") for kind in _kinds(operation, code)}
    assert answer.status_code < 500, answer.text
    assert answer.headers["content-type"].partition(";")[0] in kinds


def _kinds(operation: dict[str, Any], code: str) -> set[str]:
    return set(operation["responses"].get(code, {}).get("content", {}))


async def _asked(samples: Newsroom, place: str, query: dict[str, str]) -> httpx.Response:
    async with client_of(samples) as client:
        return await client.get(place, params=query)


@pytest.mark.parametrize(("path", "to"), [("/v1/articles/%2F", "/v1/articles"), ("/v1/articles/a%2F", "/v1/articles/a")])
async def test_a_slash_at_the_end_leads_to_the_address_without_it(reading: httpx.AsyncClient, path: str, to: str) -> None:
    answer = await reading.get(path)
    assert (answer.status_code, httpx.URL(answer.headers["location"]).path) == (307, to)


async def test_a_wrong_method_is_told_every_right_one(reading: httpx.AsyncClient) -> None:
    answer = await reading.request("OPTIONS", "/v1/searches")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_a_page_that_is_documented_is_told_its_methods_too(reading: httpx.AsyncClient) -> None:
    answer = await reading.request("OPTIONS", "/unsubscribe", params={"token": "x"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_a_socket_is_documented_as_what_it_is(document: dict[str, Any]) -> None:
    for path in ("/v1/alerts/socket", "/v1/articles/socket"):
        assert set(document["paths"][path]["get"]["responses"]) >= {"101", "4XX"}
        assert "426" not in document["paths"][path]["get"]["responses"]


def test_an_article_that_says_nothing_fits_no_schema(document: dict[str, Any]) -> None:
    schema = document["paths"]["/v1/articles"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    whole = {"allOf": schema["allOf"][1:]}
    for nothing in ({}, {"title": None}, {"title": ""}, {"url": "https://example.org/1"}):
        assert not jsonschema.Draft202012Validator(whole).is_valid(nothing)
    assert jsonschema.Draft202012Validator(whole).is_valid({"title": "Rain"})


async def test_a_number_is_no_yes(writing: httpx.AsyncClient) -> None:
    answer = await writing.post("/v1/searches", json={"name": "n", "query": "rain", "policy": {"copies": 0}})
    assert answer.status_code == 422


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = document["components"]["schemas"]

    def look(node: Any) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node or node["$ref"].rpartition("/")[2] in names
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            look(each)

    look(document)
