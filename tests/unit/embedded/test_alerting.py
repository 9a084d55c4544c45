"""The alerts role between its topics, a real outbox and a real receiver; the broker is a twin that gives back what it took."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from schemas import Alert, Channel, EnrichedArticle, Policy, Quiet, SavedSearch, Takedown
from streams import pipeline
from streams.delivery.envelope import Delivery
from streams.embedded.alerting import Alerter, open_outbox
from streams.sinks.alerting import Shard
from streams.sinks.alerting.outbox import WHOLE
from streams.sinks.archive import Archive
from streams.sinks.outside import Outside
from tests.unit.query.articles import NOW, article
from tests.unit.sinks.receiving import Scripted, answer, scripted


class Topics:
    """Keeps what is published, in order."""

    def __init__(self) -> None:
        self.records: dict[str, list[bytes]] = {}
        self.read = 0

    async def send(self, topic: str, value: bytes, key: bytes | None = None, headers: Any = None) -> "asyncio.Future[None]":
        self.records.setdefault(topic, []).append(value)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done


@asynccontextmanager
async def role(folder: Path, topics: Topics, *searches: SavedSearch, shard: Shard = WHOLE) -> AsyncIterator[Alerter]:
    archive, outside = Archive.reader(folder / "archive"), Outside(allow_private=True)
    one = Alerter(archive, topics, open_outbox(folder / "alerts", shard), outside, shard=shard)  # type: ignore[arg-type]
    for search in searches:
        if shard.has(search.key):
            one.changed(search.key, search)
    one.caught_up()
    sending = asyncio.create_task(one.dispatcher.run())
    yield one
    async with asyncio.timeout(30):
        while one.dispatcher._under_way:  # cut off between answer and record, it would rightly be sent again
            await asyncio.sleep(0.02)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await one.close()
    archive.close()


def delivery(topic: str, value: bytes, offset: int = 0) -> Delivery:
    return Delivery(topic, 0, offset, 0, b"k", value, {})


async def passes(one: Alerter, topics: Topics, *articles: EnrichedArticle) -> None:
    """Articles through the role, and the alerts they raised back into it, as the broker does."""
    for each in articles:
        before = len(topics.records.get(pipeline.ALERTS.name, []))
        await one.articles([delivery(pipeline.ENRICHED.name, each.to_json(), topics.read)])
        topics.read += 1
        fresh = topics.records.get(pipeline.ALERTS.name, [])[before:]
        await one.alerts([delivery(pipeline.ALERTS.name, value, before + place) for place, value in enumerate(fresh)])


async def received(server: Scripted, number: int) -> list[tuple[str, str]]:
    """Kind of event and article's title, once so many came."""
    async with asyncio.timeout(30):
        while len(server.requests) < number:
            await asyncio.sleep(0.02)
    events = [json.loads(request.body) for request in server.requests]
    return [(event["type"].split(".")[2], event["data"]["article"]["title"]) for event in events]


async def settled(one: Alerter) -> None:
    """Every receiver has answered."""
    async with asyncio.timeout(30):
        while one.outbox.waiting_searches():
            await asyncio.sleep(0.02)


def watching(port: int, **policy: object) -> SavedSearch:
    hook = Channel(kind="webhook", to=f"http://127.0.0.1:{port}/")
    return SavedSearch(
        id="f", name="Floods", query="flood", channels=[hook], policy=Policy.model_validate(policy), created_at=NOW, updated_at=NOW
    )


async def test_a_match_its_correction_and_its_kill_reach_the_receiver_over_a_restart(tmp_path: Path) -> None:
    topics = Topics()
    async with scripted(answer(200)) as server:
        search = watching(server.port)
        async with role(tmp_path, topics, search) as one:
            await passes(one, topics, article(title="flood"), article(title="no water"))
            await received(server, 1)
        async with role(tmp_path, topics) as one:  # the search was removed meanwhile
            await passes(one, topics, article(title="right", rank=2, change="correction"))
            await received(server, 2)  # a kill takes back what was not sent yet
            await passes(one, topics, article(title="x", rank=3, change="kill"))
            assert await received(server, 3) == [("match", "flood"), ("correction", "right"), ("retraction", "x")]


async def test_a_record_that_comes_again_tells_nobody_again(tmp_path: Path) -> None:
    topics = Topics()
    async with scripted(answer(200)) as server:
        async with role(tmp_path, topics, watching(server.port)) as one:
            await passes(one, topics, *[article(title="flood")] * 2)
            await received(server, 1)
            await settled(one)
        async with role(tmp_path, topics, watching(server.port)) as one:
            await passes(one, topics, article(title="flood"), article(id="b", title="flood again"))
            assert await received(server, 2) == [("match", "flood"), ("match", "flood again")]
    first, *others = topics.records[pipeline.ALERTS.name]
    assert others[:2] == [first, first]


async def test_an_outbox_that_was_lost_still_follows_up_by_what_the_archive_knows(tmp_path: Path) -> None:
    topics = Topics()
    async with scripted(answer(200)) as server:
        async with role(tmp_path, topics, watching(server.port)) as one:
            await passes(one, topics, article(title="flood"))
            await received(server, 1)
        with Archive.writer(tmp_path / "archive") as archive:
            raised = Alert.from_json(topics.records[pipeline.ALERTS.name][0])
            archive.put_alert(raised, raised.to_json())
        (tmp_path / "alerts").rename(tmp_path / "lost")
        async with role(tmp_path, topics, watching(server.port)) as one:
            await passes(one, topics, article(title="x", rank=2, change="kill"))
            assert (await received(server, 2))[1] == ("retraction", "x")


async def test_what_is_refused_becomes_a_letter_that_can_be_put_back(tmp_path: Path) -> None:
    topics = Topics()
    async with scripted(answer(410), answer(200)) as server, role(tmp_path, topics, watching(server.port)) as one:
        await passes(one, topics, article(title="flood"))
        async with asyncio.timeout(30):
            while pipeline.DEAD.name not in topics.records:
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        (letter,) = topics.records[pipeline.DEAD.name]
        assert letter == topics.records[pipeline.ALERTS.name][0]
        await one.alerts([delivery(pipeline.ALERTS.name, letter, 9)])
        await received(server, 2)
    assert len({request.headers["idempotency-key"] for request in server.requests}) == 1


async def test_what_waits_goes_nowhere_once_the_article_is_forgotten_or_the_search_removed(tmp_path: Path) -> None:
    topics, night = Topics(), Quiet(start="00:00", end="23:59")
    search = watching(9, quiet=night)
    async with role(tmp_path, topics, search) as one:
        await passes(one, topics, article(title="flood"), article(id="b", title="flood"))
        order = Takedown(article="a", at=NOW)
        await one.takedowns([delivery(pipeline.FORGOTTEN.name, order.to_json())])
        assert one.outbox.waiting_searches() == {search.key}
        one.changed(search.key, None)
        assert one.outbox.waiting_searches() == set()


async def test_who_left_is_told_nothing_more_even_of_a_kill_after_the_search_is_gone(tmp_path: Path) -> None:
    topics = Topics()
    async with scripted(answer(200)) as server:
        search = watching(server.port)
        async with role(tmp_path, topics, search) as one:
            await passes(one, topics, article(title="flood"))
            await received(server, 1)
            await settled(one)
            one.changed(search.key, search.model_copy(update={"left": [search.channels[0].key]}))
            await passes(one, topics, article(id="b", title="flood"))
            one.changed(search.key, None)
        async with role(tmp_path, topics) as one:
            await passes(one, topics, article(title="x", rank=3, change="kill"))
            await settled(one)
    assert len(server.requests) == 1


async def test_with_another_number_of_shards_every_alert_is_raised_and_sent_once(tmp_path: Path) -> None:
    topics, log = Topics(), [article(id=f"a{number}", title="flood") for number in range(6)]
    log.append(article(id="a0", title="x", rank=2, change="kill"))

    async def reads(shard: Shard, until: int) -> None:
        async with role(tmp_path, topics, *searches, shard=shard) as one:
            begin = one.outbox.reached.starts().get((pipeline.ENRICHED.name, 0), 0)
            for offset in range(begin, until):
                await one.articles([delivery(pipeline.ENRICHED.name, log[offset].to_json(), offset)])
            told = topics.records.get(pipeline.ALERTS.name, [])
            begin = one.outbox.reached.starts().get((pipeline.ALERTS.name, 0), 0)
            await one.alerts([delivery(pipeline.ALERTS.name, value, place) for place, value in enumerate(told) if place >= begin])
            await settled(one)

    async with scripted(answer(200)) as server:
        searches = [watching(server.port).model_copy(update={"id": f"f{number}"}) for number in range(12)]
        for shard, until in ((Shard(0, 2), 4), (Shard(1, 2), 1), (Shard(0, 3), 5), (Shard(1, 3), 6), (Shard(2, 3), 3)):
            await reads(shard, until)
        for shard in (Shard(1, 2), Shard(0, 2), *(Shard(index, 5) for index in range(5))):
            await reads(shard, len(log))
    raised = [(each.search, each.kind, each.article.id) for each in map(Alert.from_json, topics.records[pipeline.ALERTS.name])]
    assert len(raised) == len(set(raised)) == 12 * 7
    keys = [request.headers["idempotency-key"] for request in server.requests]
    assert len(keys) == len(set(keys)) == 12 * 7


async def test_a_shard_whose_outbox_another_set_aside_stops(tmp_path: Path) -> None:
    async with role(tmp_path, Topics(), shard=Shard(0, 2)) as one:
        (tmp_path / "alerts" / "outbox.sqlite").rename(tmp_path / "aside")
        with open_outbox(tmp_path / "alerts", Shard(1, 2)), pytest.raises(FileNotFoundError, match="set aside"):
            await passes(one, Topics(), article(title="flood"))
