"""Who may come in."""

from collections.abc import AsyncIterator

import httpx
import pytest

from streams.console.app import create_app
from streams.console.guard import is_session, local_path, new_session
from streams.errors import Misused
from streams.settings import Settings
from tests.newsroom import Newsroom
from tests.unit.console.conftest import HERE, client_of

TOKEN = "a long secret"


@pytest.fixture
async def guarded(samples: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(samples, token=TOKEN) as client:
        yield client


async def test_the_api_asks_for_a_bearer_token(guarded: httpx.AsyncClient) -> None:
    answer = await guarded.get("/v1/search")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    for given in (f"Bearer {TOKEN}", f"bearer  {TOKEN}"):
        assert (await guarded.get("/v1/search", headers={"authorization": given})).status_code == 200
    for given in ("Bearer wrong", "Basic Og==", f"Bearer{TOKEN}", "Bearer é"):
        assert (await guarded.get("/v1/search", headers={"authorization": given.encode()})).status_code == 401


async def test_a_browser_signs_in_and_out(guarded: httpx.AsyncClient) -> None:
    sent_there = await guarded.get("/search?q=harbour tunnel")
    assert sent_there.status_code == 303
    asked = await guarded.get(sent_there.headers["location"])
    assert 'name="next" value="/search?q=harbour' in asked.text
    wrong = await guarded.post("/login", data={"token": "guess"})
    assert wrong.status_code == 401
    assert not guarded.cookies
    right = await guarded.post("/login", data={"token": TOKEN, "next": "/search?q=x"}, headers={"origin": HERE})
    assert (right.status_code, right.headers["location"]) == (303, "/search?q=x")
    assert "httponly" in right.headers["set-cookie"].lower()
    assert "samesite=lax" in right.headers["set-cookie"].lower()
    assert TOKEN not in right.headers["set-cookie"]
    page = await guarded.get("/")
    assert page.status_code == 200
    assert "Sign out" in page.text
    await guarded.post("/logout")
    assert (await guarded.get("/")).status_code == 303


def test_a_session_ends_with_its_time_and_with_the_token() -> None:
    session = new_session(TOKEN, 1_000.0)
    assert is_session(session, TOKEN, 1_001.0)
    assert not is_session(session, TOKEN, 1_000.0 + 8 * 24 * 3600)
    assert not is_session(session, "another", 1_001.0)
    later = str(int(session.split(".")[0]) + 1)
    assert not is_session(f"{later}.{session.split('.')[1]}", TOKEN, 1_001.0)
    assert not is_session("", TOKEN, 0.0)


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "/\nx"])
def test_signing_in_never_leads_to_another_site(away: str) -> None:
    assert local_path(away) == "/"


async def test_health_needs_no_token(guarded: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/readyz", "/static/style.css"):
        assert (await guarded.get(path)).status_code == 200
    assert (await guarded.get("/metrics")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"origin": HERE}, 201),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, 201),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": HERE}, 403),
    ],
)
async def test_other_sites_pages_cannot_write(writing: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    answer = await writing.post("/v1/searches", json={"name": "n", "query": "tunnel"}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8420", 200),
        ("[::1]:8420", 200),
        ("127.0.0.1", 200),
        ("evil.example", 421),
        ("evil.example:8420", 421),
        ("127.0.0.1.evil.example", 421),
    ],
)
async def test_without_a_token_only_names_of_this_machine_are_answered_to(reading: httpx.AsyncClient, host: str, status: int) -> None:
    assert (await reading.get("/v1/search", headers={"host": host})).status_code == status


async def test_with_a_token_any_name_will_do(guarded: httpx.AsyncClient) -> None:
    headers = {"host": "news.example", "authorization": f"Bearer {TOKEN}"}
    assert (await guarded.get("/v1/search", headers=headers)).status_code == 200


def test_beyond_loopback_a_token_is_required(empty: Newsroom) -> None:
    with pytest.raises(Misused, match="NEWSLOOM_TOKEN"):
        create_app(empty.desk, Settings(host="0.0.0.0", token=None))


async def test_pages_carry_a_policy_that_allows_nothing_from_elsewhere(reading: httpx.AsyncClient) -> None:
    for path in ("/", "/docs", "/v1/search", "/nowhere"):
        headers = (await reading.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
