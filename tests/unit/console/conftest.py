"""The console over real stores; only the broker is a twin."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

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
