"""Publishing over HTTP: each article is answered for by itself."""

import gzip
import json

import httpx
import pytest

from streams.console.api.intake import BODY_LIMIT
from streams.pipeline import RAW_LIMIT
from tests.newsroom import Newsroom

ARTICLE = {"title": "Hello", "content": "A text of some length.", "url": "https://example.org/1"}


async def post(client: httpx.AsyncClient, body: bytes, kind: str = "application/json", **headers: str) -> httpx.Response:
    return await client.post("/v1/articles", content=body, headers={"content-type": kind, **headers})


async def test_an_article_is_published_as_it_was_sent(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    body = b'{ "title":"Hello",\n"content": "\\u00e9 \xc3\xa9" }'
    answer = await post(writing, body, "application/json; charset=utf-8", **{"x-news-source": "Wire"})
    assert answer.status_code == 202
    assert answer.json()["results"] == [{"index": 0, "status": 202, "origin": "news.raw:0:0"}]
    ((value, headers),) = empty.published
    assert value == body
    assert headers == {"content-type": b"application/json; charset=utf-8", "x-news-source": b"Wire"}


async def test_one_bad_element_does_not_touch_its_neighbours(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    body = b'[{"title": "One"}, null, {"title": "Lone \\ud800 surrogate"}, {"body": "no title"},{"title":"Five"}]'
    answer = await post(writing, body)
    assert answer.status_code == 207
    found = answer.json()
    assert (found["accepted"], found["refused"]) == (3, 2)
    assert [each["status"] for each in found["results"]] == [202, 400, 202, 400, 202]
    assert "needs content" in found["results"][3]["detail"]
    assert [value for value, _ in empty.published] == [b'{"title": "One"}', b'{"title": "Lone \\ud800 surrogate"}', b'{"title":"Five"}']


async def test_lines_are_answered_for_one_by_one(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    answer = await post(writing, b'{"title": "One"}\n\n{"title": \n{"title": "Two"}\n', "application/x-ndjson")
    assert answer.status_code == 207
    assert [each["status"] for each in answer.json()["results"]] == [202, 400, 202]
    assert all(headers["content-type"] == b"application/json" for _, headers in empty.published)


@pytest.mark.parametrize(
    "body", [b"[", b"[1", b'[{"title": "One"} {"title": "Two"}]', b'[{"title": "One"}] x', b'[{"title": }]', b'{"title"']
)
async def test_what_is_no_json_is_refused_whole(writing: httpx.AsyncClient, empty: Newsroom, body: bytes) -> None:
    answer = await post(writing, body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert not empty.published


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"[]", 400), (b"[" * 100_000, 413), (b'[{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}]", 413)]
)
async def test_nothing_and_too_deep_are_refused(writing: httpx.AsyncClient, body: bytes, status: int) -> None:
    assert (await post(writing, body)).status_code == status


async def test_a_cloud_event_keeps_its_content_type(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    event = {"specversion": "1.0", "id": "1", "source": "wire", "type": "article", "data": ARTICLE}
    kind = "application/cloudevents+json; charset=utf-8"
    assert (await post(writing, json.dumps(event).encode(), kind)).status_code == 202
    assert (await post(writing, json.dumps([event]).encode(), "application/cloudevents-batch+json")).status_code == 202
    assert [headers["content-type"] for _, headers in empty.published] == [kind.encode(), b"application/cloudevents+json"]


async def test_a_bare_page_carries_what_headers_say_and_never_our_marks(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    headers = {"x-news-url": "https://example.org/2", "x-news-origin": "news.raw:0:7", "x-news-lane": "backfill"}
    answer = await post(writing, b"<html><title>T</title><p>Some text.</p></html>", "text/html", **headers)
    assert answer.status_code == 202
    ((_, kept),) = empty.published
    assert kept == {"content-type": b"text/html", "x-news-url": b"https://example.org/2", "x-news-lane": b"backfill"}


async def test_too_large_is_413(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    large = json.dumps({"title": "x", "content": "y" * RAW_LIMIT}).encode()
    assert (await post(writing, large)).status_code == 413
    mixed = await post(writing, b'[{"title": "One"},' + large + b"]")
    assert [each["status"] for each in mixed.json()["results"]] == [202, 413]
    assert (await post(writing, b" " * (BODY_LIMIT + 1))).status_code == 413
    assert len(empty.published) == 1


async def test_gzip_is_unfolded_within_bounds(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    body = json.dumps(ARTICLE).encode()
    packed = {"content-encoding": "gzip"}
    assert (await post(writing, gzip.compress(body), **packed)).status_code == 202
    assert empty.published[0][0] == body
    assert (await post(writing, gzip.compress(body)[:-4], **packed)).status_code == 400
    assert (await post(writing, b"no gzip", **packed)).status_code == 400
    assert (await post(writing, gzip.compress(b" " * (BODY_LIMIT + 1)), **packed)).status_code == 413
