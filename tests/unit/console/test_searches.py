"""Saved searches over the API and the pages."""

import httpx
import pytest

from schemas import SavedSearch
from tests.newsroom import NOW, Newsroom


async def test_the_same_id_again_is_a_newer_version(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    first = (await writing.post("/v1/searches", json={"id": "floods", "name": "Floods", "query": "flood*"})).json()
    second = (await writing.post("/v1/searches", json={"id": "floods", "name": "Floods", "query": "flood* OR crue"})).json()
    assert (first["version"], second["version"]) == (1, 2)
    assert second["created_at"] == first["created_at"]
    assert [each.query for each in empty.searches.values()] == ["flood* OR crue"]


async def test_secrets_stay_inside(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    webhook = {"url": "https://receiver.example/hook", "secret": "s3cret"}
    saved = await writing.post("/v1/searches", json={"name": "n", "query": "x", "webhook": webhook})
    listed = await writing.get("/v1/searches")
    page = await writing.get("/searches")
    assert all("s3cret" not in each.text for each in (saved, listed, page))
    (kept,) = empty.searches.values()
    assert kept.webhook
    assert kept.webhook.secret == "s3cret"


async def test_an_id_with_a_slash_can_be_removed(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    for id in ("a/b", "c d/é"):
        search = SavedSearch(id=id, name="old", query="x", created_at=NOW, updated_at=NOW)
        empty.searches[search.key] = search
    assert (await writing.delete("/v1/searches/a/b")).status_code == 204
    assert (await writing.post("/searches/remove", data={"id": "c d/é"})).status_code == 303
    assert not empty.searches


@pytest.mark.parametrize(
    "wrong", [{"query": "("}, {"query": "NOT x"}, {"name": ""}, {"name": " "}, {"id": "a b"}, {"webhook": {"url": "ftp://x"}}]
)
async def test_what_cannot_be_saved_is_refused(writing: httpx.AsyncClient, empty: Newsroom, wrong: dict[str, object]) -> None:
    answer = await writing.post("/v1/searches", json={"name": "n", "query": "x", **wrong})
    assert answer.status_code in (400, 422)
    assert not empty.searches


async def test_a_preview_says_what_the_archive_would_have_raised(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    found = (await reading.get("/v1/searches/preview", params={"q": "tunnel OR hafentunnel"})).json()
    every = samples.index.search("tunnel OR hafentunnel").total
    assert found["matches"] + found["copies"] == every
    assert found["matches"] == samples.index.search("(tunnel OR hafentunnel) AND is:original").total > 0
    assert len(found["newest"]) == min(5, found["matches"])


async def test_the_page_tries_a_query_before_it_is_saved(reading: httpx.AsyncClient) -> None:
    page = await reading.get("/searches", params={"name": "Tunnel", "query": "tunnel"})
    assert "Would have matched" in page.text
    assert 'value="Tunnel"' in page.text
    broken = await reading.get("/searches", params={"name": "Tunnel", "query": "("})
    assert broken.status_code == 400
    assert "something is missing" in broken.text


async def test_the_page_saves_and_keeps_what_was_typed_when_it_cannot(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    broken = await writing.post("/searches", data={"name": "Tunnel", "query": "(tunnel"})
    assert broken.status_code == 400
    assert "(tunnel" in broken.text
    assert (await writing.post("/searches", data={"name": "Tunnel", "query": "tunnel"})).status_code == 303
    assert [each.name for each in empty.searches.values()] == ["Tunnel"]
