"""The console over real stores; only the broker is a twin."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from streams.console.app import create_app
from streams.settings import Settings
from tests.newsroom import Newsroom, open_newsroom

HERE = "http://127.0.0.1:8420"


def client_of(newsroom: Newsroom, **settings: object) -> httpx.AsyncClient:
    """A client of a console over `newsroom`; the app's own failures come back as answers."""
    app = create_app(newsroom.desk, Settings(**{"token": None, "host": "127.0.0.1", **settings}))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url=HERE)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """With the samples; for reading only."""
    return open_newsroom(Path(tmp_path_factory.mktemp("samples")))


@pytest.fixture
def empty(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
async def reading(samples: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(samples) as client:
        yield client


@pytest.fixture
async def writing(empty: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(empty) as client:
        yield client


@asynccontextmanager
async def listening(newsroom: Newsroom, **settings: object) -> AsyncIterator[str]:
    """HOST:PORT of a real server."""
    app = create_app(newsroom.desk, Settings(**{"token": None, **settings}))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="error", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture
async def served(empty: Newsroom) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a real server over an empty newsroom."""
    async with listening(empty) as address, httpx.AsyncClient(base_url=f"http://{address}", timeout=10) as client:
        yield client
