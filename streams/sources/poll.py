"""Feeds and news sitemaps over HTTP: asked politely, published entry by entry, remembered across restarts.

A feed's turn is: ask with the conditions it gave; read it; publish the entries that it did not have last time; once the
broker has them, save the state. A crash in between publishes entries again, which changes nothing downstream.
"""

import asyncio
import base64
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpx

from schemas import RawArticle
from streams import formats
from streams.errors import Poison
from streams.pipeline import RAW_LIMIT
from streams.sources.feed_state import Answer, FeedState, after, conditions
from streams.sources.feed_states import FeedStates
from streams.sources.opml import Feed
from streams.sources.sitemap import Sitemap, is_sitemap, sitemap_in

Publish = Callable[[list[tuple[bytes, dict[str, bytes]]]], Awaitable[object]]
"""Values with their headers; returns once the broker has acknowledged all."""

AGENT = "newsloom (feed reader)"
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
AT_ONCE = 16
"""Servers asked at the same time."""
MOST_HOPS = 5
FOR_GOOD = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_SEEN = 5000
MOST_PAGES = 20
"""Pages of a news sitemap that are fetched in one turn."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often a feed is asked, how long a host is left alone between two requests, and how long it may take."""

    interval: timedelta = timedelta(minutes=10)
    host_gap: float = 1.0
    deadline: float = 60.0


class Poller:
    """Polls a list of feeds. `turn` is called with each state after its feed's turn."""

    def __init__(
        self, feeds: Sequence[Feed], states: FeedStates, publish: Publish, manners: Manners, turn: Callable[[FeedState], None]
    ) -> None:
        self._feeds = feeds
        self._states = states
        self._publish = publish
        self._manners = manners
        self._turn = turn
        self._hosts: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def once(self) -> int:
        """Ask every feed whose time has come; how many entries were published. Raises what `publish` raises."""
        now = datetime.now(UTC)
        due = [feed for feed in self._feeds if not (state := self._states.of(feed.url)).gone and state.next_at <= now]
        async with httpx.AsyncClient(headers={"user-agent": AGENT, "accept": ACCEPT}, timeout=20.0) as client, asyncio.TaskGroup() as tasks:
            turns = [tasks.create_task(self._one(client, feed)) for feed in due]
        return sum(turn.result() for turn in turns)

    async def forever(self) -> None:
        """Until cancelled: turn after turn, asleep while no feed is due."""
        while True:
            await self.once()
            states = [self._states.of(feed.url) for feed in self._feeds]
            waits = [(state.next_at - datetime.now(UTC)).total_seconds() for state in states if not state.gone]
            await asyncio.sleep(min(max(min(waits, default=60.0), 0.5), 60.0))

    async def _one(self, client: httpx.AsyncClient, feed: Feed) -> int:
        state = self._states.of(feed.url)
        answer = await self._answer(client, state)
        fresh: list[RawArticle] = []
        if answer.status == 200 and answer.problem is None and is_sitemap(answer.body):
            answer, fresh, state = await self._listed(client, feed, state, answer)
        elif answer.status == 200 and answer.problem is None:
            answer, fresh, state = _entries(feed, state, answer)
        if fresh:
            await self._publish([(article.to_json(), {"content-type": b"application/json"}) for article in fresh])
        state = replace(after(state, answer, datetime.now(UTC), self._manners.interval), articles=state.articles + len(fresh))
        self._states.save(state)
        self._turn(state)
        return len(fresh)

    async def _listed(
        self, client: httpx.AsyncClient, feed: Feed, state: FeedState, answer: Answer
    ) -> tuple[Answer, list[RawArticle], FeedState]:
        """The pages that a news sitemap, or the sitemaps of its index, did not list last time: each is fetched.

        At most MOST_PAGES a turn, the rest in the next ones; a page that cannot be had is published with what the sitemap says.
        """
        try:
            listed = sitemap_in(answer.body) or Sitemap([], [])
            bodies = [await self._ask(client, url, {}) for url in listed.children]
            articles = listed.articles + [
                each for told in bodies if told.body and (found := sitemap_in(told.body)) for each in found.articles
            ]
        except Poison as error:
            return replace(answer, problem=str(error)[:300]), [], state
        named = [article.model_copy(update={"source": feed.title or article.source}) for article in articles]
        unseen, kept = _unseen(named, state.seen)
        fresh = [await self._with_page(client, article) for article in unseen[:MOST_PAGES]]
        late = {_digest(article) for article in unseen[MOST_PAGES:]}
        seen = tuple(digest for digest in kept if digest not in late)
        # asked without conditions while pages are left: a 304 would hide them
        return (replace(answer, headers={}) if late else answer), fresh, replace(state, seen=seen)

    async def _with_page(self, client: httpx.AsyncClient, article: RawArticle) -> RawArticle:
        page = await self._ask(client, article.url or "", {"accept": "text/html, */*;q=0.1"}, follow=True)
        if page.status != 200 or page.problem or not page.body:
            return article
        kind = page.headers.get("content-type", "text/html")
        return article.model_copy(update={"content_base64": base64.b64encode(page.body).decode(), "content_type": kind})

    async def _answer(self, client: httpx.AsyncClient, state: FeedState) -> Answer:
        """The answer at the end of the redirects; what cannot be reached is an answer too."""
        url, moved, for_good = state.url, None, True
        for _ in range(MOST_HOPS):
            answer = await self._ask(client, url, conditions(state) if url == state.url else {})
            target = answer.headers.get("location") if answer.status in REDIRECTS else None
            if target is None:
                return replace(answer, moved_to=moved)
            try:
                url = urljoin(url, target)
                known = urlsplit(url).scheme in ("http", "https")
            except ValueError:
                known = False
            if not known:
                return Answer(answer.status, {}, problem=f"redirected to {target[:200]}, which is no address")
            for_good = for_good and answer.status in FOR_GOOD
            moved = url if for_good else moved
        return Answer(answer.status, {}, problem=f"more than {MOST_HOPS} redirects")

    async def _ask(self, client: httpx.AsyncClient, url: str, headers: dict[str, str], follow: bool = False) -> Answer:
        """One request, alone at its host, which then has a moment's rest."""
        async with self._hosts[urlsplit(url).netloc], self._room:
            try:
                async with asyncio.timeout(self._manners.deadline):
                    return await _get(client, url, headers, follow)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as error:
                return Answer(0, {}, problem=f"{type(error).__name__}: {str(error)[:200]}")
            finally:
                await asyncio.sleep(self._manners.host_gap)


async def _get(client: httpx.AsyncClient, url: str, headers: dict[str, str], follow: bool) -> Answer:
    async with client.stream("GET", url, headers=headers, follow_redirects=follow) as response:
        told = {name.lower(): value for name, value in response.headers.items()}
        body = b""
        if response.status_code == 200:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > RAW_LIMIT:
                    return Answer(200, told, problem=f"larger than {RAW_LIMIT} bytes")
        return Answer(response.status_code, told, body)


def _entries(feed: Feed, state: FeedState, answer: Answer) -> tuple[Answer, list[RawArticle], FeedState]:
    """The entries that the feed did not have last time, and the state that knows them; a feed that is none is a problem."""
    fields = {"content-type": answer.headers.get("content-type", "").encode()}
    if feed.title:
        fields["x-news-source"] = feed.title.encode()
    try:
        articles = formats.read(answer.body, fields)
    except Poison as error:
        return replace(answer, problem=str(error)[:300]), [], state
    if any(article.content_base64 for article in articles):
        return replace(answer, problem="the document is a page, not a feed"), [], state
    # each under the name of the list, so that one source has one name whatever its feed says of itself
    named = [article.model_copy(update={"source": feed.title or article.source}) for article in articles]
    fresh, seen = _unseen(named, state.seen)
    return answer, fresh, replace(state, seen=seen)


def _unseen(articles: list[RawArticle], known: tuple[str, ...]) -> tuple[list[RawArticle], tuple[str, ...]]:
    """Those that were not there last time, and the digests of all that are there now."""
    digests = [_digest(article) for article in articles]
    before = set(known)
    return [article for article, digest in zip(articles, digests, strict=True) if digest not in before], tuple(digests[:MOST_SEEN])


def _digest(article: RawArticle) -> str:
    return hashlib.blake2b(article.to_json(), digest_size=12).hexdigest()
