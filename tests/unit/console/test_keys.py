"""Publishers have keys of their own: what is sent with one has its source, and one can be revoked without the others."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from streams import formats
from streams.cli import newsloom
from streams.console.keys import FILE, Keys
from tests.newsroom import Newsroom
from tests.unit.console.conftest import client_of

TOKEN = "a long secret"
ARTICLE = {"title": "Hello", "content": "A text of some length.", "url": "https://example.org/1", "source": "Osterby Times"}


@pytest.fixture
def keys(empty: Newsroom) -> Keys:
    return Keys(empty.folder)


@pytest.fixture
async def client(empty: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(empty, token=TOKEN, data=empty.folder) as client:
        yield client


async def post(client: httpx.AsyncClient, body: object, key: str, **headers: str) -> httpx.Response:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(
        "/v1/articles", content=sent, headers={"content-type": "application/json", "authorization": f"Bearer {key}", **headers}
    )


def sources(empty: Newsroom) -> list[tuple[str | None, list[str] | None]]:
    return [(raw.source, raw.flags) for value, headers in empty.published for raw in formats.read(value, headers)]


async def test_an_article_has_the_source_of_the_key_whatever_it_says(client: httpx.AsyncClient, empty: Newsroom, keys: Keys) -> None:
    key = keys.add("Westmark Post", "2026-03-10")
    assert (await post(client, ARTICLE, key)).status_code == 202
    assert (await post(client, {"title": "Two"}, key, **{"x-news-source": "Another"})).status_code == 202
    assert sources(empty) == [("Westmark Post", ["other_source"]), ("Westmark Post", ["other_source"])]


async def test_so_has_each_of_a_batch_and_of_a_gzipped_one(client: httpx.AsyncClient, empty: Newsroom, keys: Keys) -> None:
    key = keys.add("Wëstmark", "2026-03-10")
    assert (await post(client, [{"title": "One"}, {"title": "Two"}], key)).status_code == 202
    body = gzip.compress(b'{"title": "Three"}\n{"title": "Four"}\n')
    assert (await post(client, body, key, **{"content-encoding": "gzip", "content-type": "application/x-ndjson"})).status_code == 202
    assert [source for source, _ in sources(empty)] == ["Wëstmark"] * 4


async def test_a_page_has_it_too(client: httpx.AsyncClient, empty: Newsroom, keys: Keys) -> None:
    key = keys.add("Westmark Post", "2026-03-10")
    assert (await post(client, b"<html><p>Three ferries.</p></html>", key, **{"content-type": "text/html"})).status_code == 202
    assert sources(empty) == [("Westmark Post", [])]


async def test_a_revoked_key_opens_nothing_more_and_its_neighbours_do(client: httpx.AsyncClient, keys: Keys) -> None:
    first, second, other = (keys.add(source, "2026-03-10") for source in ("Post", "Post", "Times"))
    assert [(await post(client, ARTICLE, key)).status_code for key in (first, second, other)] == [202, 202, 202]
    (gone,) = keys.revoke(keys.all()[0].id)
    assert gone.source == "Post"
    assert [(await post(client, ARTICLE, key)).status_code for key in (first, second, other)] == [401, 202, 202]
    keys.revoke("Post")
    assert [(await post(client, ARTICLE, key)).status_code for key in (first, second, other)] == [401, 401, 202]


async def test_a_key_publishes_and_does_nothing_else(client: httpx.AsyncClient, keys: Keys) -> None:
    headers = {"authorization": f"Bearer {keys.add('Post', '2026-03-10')}"}
    for method, path in (
        ("GET", "/v1/search"),
        ("GET", "/v1/articles/x"),
        ("POST", "/v1/searches"),
        ("GET", "/"),
        ("POST", "/v1/articles/"),
    ):
        assert (await client.request(method, path, headers=headers)).status_code in (303, 401)


async def test_nobody_else_can_say_whose_key_it_was(client: httpx.AsyncClient, empty: Newsroom) -> None:
    assert (await post(client, ARTICLE, TOKEN, **{"x-news-publisher": "Westmark Post"})).status_code == 202
    assert sources(empty) == [("Osterby Times", None)]


async def test_without_a_token_a_key_that_is_none_is_refused_once_there_are_keys(empty: Newsroom, keys: Keys) -> None:
    async with client_of(empty, data=empty.folder) as client:
        assert (await post(client, ARTICLE, "anything")).status_code == 202
        key = keys.add("Post", "2026-03-10")
        assert [(await post(client, ARTICLE, given)).status_code for given in (key, "anything", key[:-1])] == [202, 401, 401]
        assert (await client.post("/v1/articles", json=ARTICLE)).status_code == 202


def test_keys_are_kept_as_hashes_that_others_cannot_read(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    key = keys.add("Post", "2026-03-10")
    assert keys.source_of(key) == "Post"
    assert keys.source_of(key[:-1]) is None
    assert key not in (tmp_path / FILE).read_text()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_the_command_line_makes_lists_and_revokes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLOOM_DATA", str(tmp_path))
    run = CliRunner().invoke
    key = run(newsloom, ["keys", "add", "Westmark Post"]).output.strip()
    assert Keys(tmp_path).source_of(key) == "Westmark Post"
    assert "Westmark Post" in run(newsloom, ["keys", "list"]).output
    assert "revoked" in run(newsloom, ["keys", "revoke", "Westmark Post"]).output
    assert Keys(tmp_path).all() == []
    assert run(newsloom, ["keys", "revoke", "Westmark Post"]).exit_code == 1
