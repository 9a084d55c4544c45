"""Every page at two widths, in light and dark: nothing overflows, nothing fails, everything can be read and has a name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from streams.sinks.alerting.unsubscribing import Leaving, link
from tests.newsroom import Newsroom, open_newsroom

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
PAGES = {
    "flow": "/",
    "stories": "/stories",
    "all stories": "/stories?least=1",
    "story": "/stories/{story}",
    "search": "/search?q=tunnel+OR+flood*",
    "stories once": "/search?q=&collapse=true",
    "nothing found": "/search?q=zebra",
    "broken query": "/search?q=%28tunnel",
    "article": "/articles/{article}",
    "copy": "/articles/{copy}",
    "right to left": "/articles/{arabic}",
    "entity": "/entities/{entity}",
    "saved searches": "/searches",
    "one saved search": "/searches/floods",
    "preview": "/searches?name=Trains&query=train*",
    "alerts": "/alerts",
    "trends": "/trends",
    "dead letters": "/dead",
    "api": "/docs",
    "unsubscribe": "{leave}",
    "not found": "/articles/none",
}


@pytest.fixture(scope="session")
def places(newsroom: Newsroom) -> dict[str, str]:
    """Addresses that depend on the samples."""

    def first(query: str) -> dict[str, Any]:
        return newsroom.archive.articles(newsroom.index.search(query).hits[:1])[0]

    article = first("title:tunnel is:original entity:hamburg")
    return {
        "leave": link("", b"key", Leaving("default/floods", "email|desk@example.org")),
        "article": article["id"],
        "story": article["story"]["id"],
        "copy": first("is:copy")["id"],
        "arabic": first("lang:ar")["id"],
        "entity": next(each["wikidata"] for each in article["entities"] if each.get("wikidata")),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(
    browser: Browser, console: str, places: dict[str, str], name: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
        page.goto(console + PAGES[name].format(**places))
        assert page.evaluate(AUDIT) == []
        assert [line for line in said if "(Bad Request)" not in line and "(Not Found)" not in line] == []


def test_the_flow_renews_itself(browser: Browser, console: str, newsroom: Newsroom) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(console)
        page.evaluate("window.kept = true")
        newsroom.take_in(
            [b'{"title": "A heron on the roof of the town hall", "content": "It stayed all day."}'], {"content-type": b"application/json"}
        )
        expect(page.get_by_role("link", name="A heron on the roof")).to_be_visible(timeout=8000)
        assert page.evaluate("window.kept")


def test_a_search_is_tried_saved_and_removed_without_scripts(browser: Browser, tmp_path: Path, serve: Callable[..., Any]) -> None:
    newsroom = open_newsroom(tmp_path)
    with serve(newsroom) as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "/searches")
        page.get_by_label("Name").fill("Night trains")
        page.get_by_label("Query").fill('"night trains"')
        page.get_by_role("button", name="Try").click()
        expect(page.get_by_role("status")).to_contain_text("Would have matched")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Night trains")).to_be_visible()
        page.get_by_role("button", name="Remove Night trains").click()
        expect(page.get_by_role("heading", name="Night trains")).to_have_count(0)


def test_a_receiver_unsubscribes_without_scripts(browser: Browser, tmp_path: Path, serve: Callable[..., Any]) -> None:
    newsroom = open_newsroom(tmp_path)
    with serve(newsroom, token="a long secret") as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link(address, b"key", Leaving("default/floods", "email|desk@example.org")))
        page.get_by_role("button", name="Unsubscribe").click()
        expect(page.get_by_role("status")).to_contain_text("desk@example.org is told no more of “Floods”")
    assert newsroom.searches["default/floods"].left == ["email|desk@example.org"]


def test_a_ticked_letter_is_put_back(browser: Browser, tmp_path: Path, serve: Callable[..., Any]) -> None:
    newsroom = open_newsroom(tmp_path)
    with serve(newsroom) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address + "/dead")
        page.get_by_role("checkbox").nth(1).check()
        page.get_by_role("button", name="Put back").click()
        expect(page.get_by_role("status")).to_have_text("Put back 1 letter.")
    assert newsroom.redriven == [newsroom.letters[1][0]]


def test_a_person_signs_in_with_the_token(browser: Browser, newsroom: Newsroom, serve: Callable[..., Any]) -> None:
    with serve(newsroom, token="a long secret") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address + "/search?q=tunnel")
        _sign_in(page, "a guess")
        expect(page.get_by_role("alert")).to_be_visible()
        _sign_in(page, "a long secret")
        page.wait_for_url(address + "/search?q=tunnel")
        assert page.evaluate("document.cookie") == ""
        assert page.evaluate(AUDIT) == []
        page.get_by_role("button", name="Sign out").click()
        page.goto(address)
        expect(page.get_by_label("Token")).to_be_visible()


def _sign_in(page: Page, token: str) -> None:
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
