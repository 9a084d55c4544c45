"""Polling against a server that follows a script: polite, conditional, patient, and the same after a restart."""

import asyncio
import base64
import gzip
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from streams.errors import Misused
from streams.sources.feed_state import Answer, FeedState, after, conditions
from streams.sources.feed_states import FeedStates
from streams.sources.opml import Feed, feeds_in
from streams.sources.poll import Manners, Poller

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
INTERVAL = timedelta(minutes=10)
AT_ONCE = Manners(timedelta(0), host_gap=0.0, deadline=1.0)


def feed(*titles: str) -> bytes:
    items = "".join(f"<item><guid>{title}</guid><title>{title}</title><description>Words.</description></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Its own name</title>{items}</channel></rss>".encode()


@dataclass
class Asked:
    """A request as the server saw it."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Server:
    """Answers each path with its script, the last line of it over and over."""

    address: str = ""
    scripts: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    open: int = 0
    most_open: int = 0

    def will(self, path: str, *answers: tuple[int, dict[str, str], bytes]) -> Feed:
        self.scripts[path] = list(answers)
        return Feed(f"{self.address}{path}", "The listed name")

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            path = head[0].split()[1]
            self.asked.append(
                Asked(path, {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:])}, asyncio.get_running_loop().time())
            )
            script = self.scripts[path]
            status, headers, body = script.pop(0) if len(script) > 1 else script[0]
            if status:
                lines = [
                    f"HTTP/1.1 {status} X",
                    f"content-length: {len(body)}",
                    "connection: close",
                    *(f"{k}: {v}" for k, v in headers.items()),
                ]
                writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
                await writer.drain()
        finally:
            self.open -= 1
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    listening = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield found
    listening.close()
    await listening.wait_closed()


@dataclass
class Newsroom:
    """A poller with what it published; `restarted` is the same one after a crash."""

    folder: Path
    published: list[dict[str, object]] = field(default_factory=list)
    told: list[FeedState] = field(default_factory=list)
    broken: bool = False

    async def publish(self, records: list[tuple[bytes, dict[str, bytes]]]) -> None:
        if self.broken:
            raise ConnectionError("the broker is down")
        self.published += [orjson.loads(value) for value, _ in records]

    async def poll(self, *feeds: Feed, manners: Manners = AT_ONCE) -> int:
        states = FeedStates(self.folder / "feeds.sqlite")
        try:
            return await Poller(feeds, states, self.publish, manners, self.told.append).once()
        finally:
            states.close()

    @property
    def titles(self) -> list[object]:
        return [article["title"] for article in self.published]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


async def test_only_entries_that_are_new_are_published_also_after_a_restart(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/a", (200, {}, feed("one", "two")), (200, {}, feed("two", "three")))
    assert [await newsroom.poll(listed) for _ in range(3)] == [2, 1, 0]
    assert newsroom.titles == ["one", "two", "three"]
    assert newsroom.published[0]["source"] == "The listed name"


async def test_the_conditions_of_the_last_answer_are_sent_and_304_honoured(server: Server, newsroom: Newsroom) -> None:
    validators = {"ETag": '"v1"', "Last-Modified": "Thu, 12 Mar 2026 09:00:00 GMT"}
    listed = server.will("/a", (200, validators, feed("one")), (304, {}, b""))
    for _ in range(3):
        await newsroom.poll(listed)
    assert "if-none-match" not in server.asked[0].headers
    for request in server.asked[1:]:
        assert request.headers["if-none-match"] == '"v1"'
        assert request.headers["if-modified-since"] == validators["Last-Modified"]
    assert newsroom.titles == ["one"]
    assert newsroom.told[-1].failures == 0


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(server: Server, newsroom: Newsroom, status: int) -> None:
    listed = server.will("/old", (status, {"Location": "/new"}, b""))
    server.will("/new", (200, {"ETag": '"v1"'}, feed("one")))
    await newsroom.poll(listed)
    await newsroom.poll(listed)
    assert server.paths() == ["/old", "/new", "/new"]
    assert server.asked[-1].headers["if-none-match"] == '"v1"'


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_feed_that_moved_for_now_is_asked_at_its_old_address(server: Server, newsroom: Newsroom, status: int) -> None:
    listed = server.will("/old", (status, {"Location": "/new"}, b""))
    server.will("/new", (200, {}, feed("one")))
    assert await newsroom.poll(listed) == 1
    assert await newsroom.poll(listed) == 0
    assert server.paths() == ["/old", "/new", "/old", "/new"]


async def test_a_move_for_good_behind_one_for_now_is_not_remembered(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/a", (302, {"Location": "/b"}, b""))
    server.will("/b", (301, {"Location": "/c"}, b""))
    server.will("/c", (200, {}, feed("one")))
    await newsroom.poll(listed)
    assert newsroom.told[-1].url == listed.url


async def test_redirects_without_end_or_to_nowhere_are_failures(server: Server, newsroom: Newsroom) -> None:
    await newsroom.poll(
        server.will("/loop", (301, {"Location": "/loop"}, b"")), server.will("/file", (301, {"Location": "file:///etc/hosts"}, b""))
    )
    problems = {state.asked.rsplit("/", 1)[-1]: state.problem or "" for state in newsroom.told}
    assert "more than 5 redirects" in problems["loop"]
    assert "no address" in problems["file"]
    assert len(server.asked) == 6


async def test_a_feed_that_is_gone_is_never_asked_again(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/a", (410, {}, b""))
    for _ in range(3):
        await newsroom.poll(listed)
    assert server.paths() == ["/a"]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((500, {}, b""), "status 500"),
        ((404, {}, b""), "status 404"),
        ((0, {}, b""), "RemoteProtocolError"),
        ((200, {}, b"<html><body><p>Sorry.</p></body></html>"), "a page, not a feed"),
        ((200, {}, b"\x89PNG\r\n\x1a\n" + bytes(99)), "a PNG image"),
        ((200, {}, b"<rss>" + b" " * 9_000_000), "larger than"),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "DecodingError"),
    ],
)
async def test_a_feed_in_trouble_is_told_and_left_alone_for_a_while(
    server: Server, newsroom: Newsroom, answer: tuple[int, dict[str, str], bytes], problem: str
) -> None:
    sound, troubled = server.will("/sound", (200, {}, feed("one"))), server.will("/troubled", answer)
    manners = Manners(INTERVAL, host_gap=0.0, deadline=1.0)
    assert [await newsroom.poll(troubled, sound, manners=manners) for _ in range(2)] == [1, 0]
    assert sorted(server.paths()) == ["/sound", "/troubled"]
    state = next(state for state in newsroom.told if "troubled" in state.asked)
    assert problem in (state.problem or "")
    assert state.next_at - datetime.now(UTC) > timedelta(minutes=19)


async def test_a_server_that_never_answers_costs_only_its_own_turn(server: Server, newsroom: Newsroom) -> None:
    async def waits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3)  # with both streams in hand: Python 3.13 closes a writer that nobody holds

    silent = await asyncio.start_server(waits, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/"
    assert await newsroom.poll(Feed(address), server.will("/a", (200, {}, feed("one")))) == 1
    assert "TimeoutError" in (newsroom.told[-1].problem or "")
    silent.close()


async def test_a_host_gets_one_request_at_a_time_and_rests_in_between(server: Server, newsroom: Newsroom) -> None:
    listed = [server.will(f"/{n}", (200, {}, feed(str(n)))) for n in range(4)]
    await newsroom.poll(*listed, manners=Manners(INTERVAL, host_gap=0.1))
    times = [request.at for request in server.asked]
    assert server.most_open == 1
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(times))


async def test_what_the_broker_did_not_take_is_published_the_next_time(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/a", (200, {"ETag": '"v1"'}, feed("one")))
    newsroom.broken = True
    with pytest.raises(ExceptionGroup):
        await newsroom.poll(listed)
    newsroom.broken = False
    assert await newsroom.poll(listed) == 1
    assert "if-none-match" not in server.asked[-1].headers


STATE = FeedState("https://hw.example/a", "https://hw.example/a")
SECONDS: list[tuple[Answer, int, Callable[[float], bool]]] = [
    (Answer(200, {}), 0, lambda wait: 600 <= wait <= 660),
    (Answer(304, {}), 3, lambda wait: 600 <= wait <= 660),
    (Answer(200, {"cache-control": "public, max-age=7200"}), 0, lambda wait: 7200 <= wait <= 7260),
    (Answer(200, {"cache-control": "max-age=999999999999"}), 0, lambda wait: 86_400 <= wait <= 86_460),
    (Answer(500, {}), 0, lambda wait: wait == 1200),
    (Answer(500, {}), 3, lambda wait: wait == 9600),
    (Answer(500, {}), 1000, lambda wait: wait == 86_400),
    (Answer(429, {"retry-after": "5000"}), 0, lambda wait: wait == 5000),
    (Answer(503, {"retry-after": "Thu, 12 Mar 2026 10:00:00 GMT"}), 0, lambda wait: wait == 3600),
    (Answer(503, {"retry-after": "soon"}), 0, lambda wait: wait == 1200),
    (Answer(200, {}, problem="no feed"), 0, lambda wait: wait == 1200),
]


@pytest.mark.parametrize(("answer", "failures", "as_it_should"), SECONDS)
def test_how_long_a_feed_is_left_alone(answer: Answer, failures: int, as_it_should: Callable[[float], bool]) -> None:
    state = after(FeedState(STATE.asked, STATE.url, failures=failures), answer, NOW, INTERVAL)
    assert as_it_should((state.next_at - NOW).total_seconds())


def test_an_answer_without_validators_forgets_the_old_ones() -> None:
    state = after(STATE, Answer(200, {"etag": "1"}), NOW, INTERVAL)
    assert conditions(state) == {"if-none-match": "1"}
    assert conditions(after(state, Answer(304, {}), NOW, INTERVAL)) == {"if-none-match": "1"}
    assert conditions(after(state, Answer(200, {}), NOW, INTERVAL)) == {}


def test_feeds_listed_together_do_not_stay_together() -> None:
    turns = defaultdict(int)
    for n in range(100):
        turns[after(FeedState(f"https://{n}.example/", ""), Answer(200, {}), NOW, INTERVAL).next_at] += 1
    assert len(turns) > 50


def test_a_list_of_feeds_is_opml_or_lines(tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        "<opml version='2.0'><body><outline text='Sea'><outline text='HW' xmlUrl='https://hw.example/a'/>"
        "<outline title='Again' xmlUrl='https://hw.example/a'/><outline xmlUrl='ftp://hw.example/b'/></outline></body></opml>"
    )
    assert feeds_in(opml) == [Feed("https://hw.example/a", "HW")]
    opml.write_text("https://hw.example/a\n# a remark\n\nhttps://hw.example/b\n")
    assert [listed.url for listed in feeds_in(opml)] == ["https://hw.example/a", "https://hw.example/b"]
    opml.write_text("<opml><body/></opml>")
    with pytest.raises(Misused, match="names no feed"):
        feeds_in(opml)


def sitemap(server: Server, *titles: str) -> bytes:
    entries = "".join(
        f"<url><loc>{server.address}/{title}</loc><news:news><news:publication><news:name>Its own name</news:name><news:language>en"
        f"</news:language></news:publication><news:publication_date>2026-03-12</news:publication_date><news:title>{title}</news:title>"
        "</news:news></url>"
        for title in titles
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<?xml version='1.0'?><urlset {spaces}>{entries}<url><loc>{server.address}/about</loc></url></urlset>".encode()


PAGE = (200, {"content-type": "text/html"}, b"<html><p>Three ferries waited.</p></html>")


async def test_the_pages_that_a_news_sitemap_lists_are_fetched_and_published_once(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/news.xml", (200, {}, sitemap(server, "ferries", "storm")))
    server.will("/ferries", PAGE)
    server.will("/storm", (404, {}, b""))
    assert await newsroom.poll(listed) == 2
    assert await newsroom.poll(listed) == 0
    ferries, storm = newsroom.published
    assert (ferries["title"], ferries["url"], ferries["source"]) == ("ferries", f"{server.address}/ferries", "The listed name")
    assert base64.b64decode(str(ferries["content_base64"])) == PAGE[2]
    assert storm["content_base64"] is None


async def test_a_zipped_sitemap_and_an_index_are_read(server: Server, newsroom: Newsroom) -> None:
    entry = f"<sitemap><loc>{server.address}/news-1.xml.gz</loc></sitemap><sitemap><loc>{server.address}/pages.xml</loc></sitemap>"
    listed = server.will("/sitemap.xml", (200, {}, f"<sitemapindex>{entry}</sitemapindex>".encode()))
    server.will("/news-1.xml.gz", (200, {"content-type": "application/gzip"}, gzip.compress(sitemap(server, "ferries"))))
    server.will("/ferries", PAGE)
    assert await newsroom.poll(listed) == 1
    assert server.paths() == ["/sitemap.xml", "/news-1.xml.gz", "/ferries"]


async def test_a_long_sitemap_is_read_over_several_turns(server: Server, newsroom: Newsroom) -> None:
    titles = [f"page-{number}" for number in range(25)]
    listed = server.will("/news.xml", (200, {"etag": "same"}, sitemap(server, *titles)))
    for title in titles:
        server.will(f"/{title}", PAGE)
    patient = Manners(timedelta(0), host_gap=0.0, deadline=20.0)
    assert [await newsroom.poll(listed, manners=patient) for _ in range(3)] == [20, 5, 0]
    assert sorted(map(str, newsroom.titles)) == sorted(titles)


async def test_a_broken_sitemap_is_a_problem_of_its_feed(server: Server, newsroom: Newsroom) -> None:
    listed = server.will("/news.xml", (200, {}, b"<!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;</urlset>"))
    assert await newsroom.poll(listed) == 0
    assert newsroom.told[-1].problem is not None
