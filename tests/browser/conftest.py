"""A real browser on a real server; the newsroom behind it has no broker. Without a browser the tier skips, in CI it fails."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Playwright, sync_playwright

from streams.console.app import create_app
from streams.settings import Settings
from tests.newsroom import Newsroom, open_newsroom

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open for one module only: while it is, this thread has a running loop, and no asynchronous test could run."""
    with sync_playwright() as playwright:
        path = _chromium(playwright)
        if path is None:
            message = "no Chromium: install one, or run `playwright install chromium`"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


def _chromium(playwright: Playwright) -> str | None:
    """The machine's own, else the one that playwright installed."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (playwright.chromium.executable_path if Path(playwright.chromium.executable_path).exists() else None)


@contextmanager
def served(newsroom: Newsroom, token: str | None = None) -> Iterator[str]:
    """The address of a console over `newsroom`."""
    app = create_app(newsroom.desk, Settings.model_validate({"token": token}))
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return open_newsroom(Path(tmp_path_factory.mktemp("newsroom")))


@pytest.fixture(scope="session")
def console(newsroom: Newsroom) -> Iterator[str]:
    with served(newsroom) as address:
        yield address


@pytest.fixture
def serve() -> Callable[..., object]:
    return served
