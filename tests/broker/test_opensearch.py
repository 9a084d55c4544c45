"""A real OpenSearch node: the same query finds the same articles there, and the samples arrive in it through Kafka."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from schemas import EnrichedArticle
from streams.errors import Misused, Transient
from streams.pipeline import ENRICHED
from streams.query import Document, matches, parse
from streams.settings import Settings
from streams.sinks.index import Index
from streams.sinks.opensearch import Action, Bulk, ScaledIndex, async_node, months, node, template, written
from tests.chaos.harness import Fleet, send, wait
from tests.opensearch import running
from tests.unit.query import articles

pytestmark = [pytest.mark.broker, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def cluster(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(shared / "eval/opensearch_node.py", tmp_path_factory.mktemp("opensearch")) as url:
        yield url


@pytest.fixture(scope="module")
def background(shared: Path) -> list[EnrichedArticle]:
    return articles.background(shared, 100)


@pytest.fixture(scope="module")
def index(cluster: str, background: list[EnrichedArticle]) -> ScaledIndex:
    """The background articles, versions and all, in a real node."""
    settings = Settings(opensearch=cluster, opensearch_alias="parity")

    async def fill() -> None:
        async with async_node(settings) as client:
            (await client.put("/_index_template/parity", json=template("parity"))).raise_for_status()
            actions = [
                Action(months("parity", each.received_at), each.id, each.rank, orjson.dumps(written(each, {"id": each.id}, number)))
                for number, each in enumerate(background)
            ]
            assert await Bulk(client).write(actions) == [None] * len(actions)
            (await client.post("/parity/_refresh")).raise_for_status()

    asyncio.run(fill())
    return ScaledIndex(node(settings), "parity")


def test_the_same_query_finds_the_same_articles(
    shared: Path, tmp_path: Path, index: ScaledIndex, background: list[EnrichedArticle]
) -> None:
    documents = {each.id: Document.of(each) for each in background}
    found = 0
    for query in articles.queries(shared, tmp_path, 400, seed=7, learnt_from=800):
        tree = parse(query)
        wanted = {id for id, document in documents.items() if matches(tree, document)}
        assert set(index.search(query, limit=200).hits) == wanted, query
        found += len(wanted)
    assert found > 400


@pytest.mark.parametrize("sort", ["date", "relevance"])
def test_pages_show_each_article_once(index: ScaledIndex, background: list[EnrichedArticle], sort: str) -> None:
    shown: list[str] = []
    cursor = None
    while True:
        page = index.search("", sort=sort, limit=7, cursor=cursor)
        shown += page.hits
        cursor = page.cursor
        if cursor is None:
            break
    assert page.total == len(background) == index.size()
    assert len(shown) == len(set(shown)) == len(background)


def test_pages_by_relevance_neither_skip_nor_repeat_while_articles_come_change_and_go(cluster: str) -> None:
    settings = Settings(opensearch=cluster, opensearch_alias="paged")
    index = ScaledIndex(node(settings), "paged")
    node(settings).put("/_index_template/paged", json=template("paged")).raise_for_status()

    async def put(*some: EnrichedArticle) -> None:
        async with async_node(settings) as client:
            actions = [Action(months("paged", each.received_at), each.id, each.rank, orjson.dumps(written(each, {}, 1))) for each in some]
            assert await Bulk(client).write(actions) == [None] * len(actions)
            (await client.post("/paged/_refresh")).raise_for_status()

    def said(id: str, times: int, **more: object) -> EnrichedArticle:
        return articles.article(id=id, title="flood " * times + "rain", **more)

    asyncio.run(put(*(said(f"a{number}", 1 + number % 5) for number in range(30))))
    shown: list[str] = []
    page = index.search("flood", limit=4)
    for number in range(20):
        shown += page.hits
        if page.cursor is None:
            break
        changed = said(f"a{number}", 9 - number % 5, rank=2, change="update")
        killed = said("a29", 1, rank=3, change="kill", status="canceled")
        asyncio.run(put(said(f"b{number}", 7), changed, *([killed] if number == 2 else [])))
        page = index.search("flood", limit=4, cursor=page.cursor)
    assert page.cursor is None
    assert len(shown) == len(set(shown))
    assert {f"a{number}" for number in range(29)} <= {*shown}


@pytest.mark.parametrize("query", ["", "the OR and", "is:update", "title:nothing"])
def test_what_hits_have_in_common_is_the_same_as_on_one_machine(
    tmp_path: Path, index: ScaledIndex, background: list[EnrichedArticle], query: str
) -> None:
    own = Index.writer(tmp_path)
    for number, each in enumerate(background):
        own.put(each, number)
    own.commit()
    span = (19000101, 20991231)
    assert index.counts(query, 50) == own.counts(query, 50)
    assert index.by_day(query, span) == own.by_day(query, span)
    marked = sorted(own.commonest("entity", query, 9, span))
    assert sorted(index.commonest("entity", query, 9, span)) == marked
    assert index.daily("entity", marked, query, span) == own.daily("entity", marked, query, span)


def test_more_like_an_article_are_others(index: ScaledIndex, background: list[EnrichedArticle]) -> None:
    found = index.similar(background[0], 5)
    assert len(found) == 5
    assert background[0].id not in found


def test_a_cursor_that_no_page_gave_is_refused(index: ScaledIndex) -> None:
    with pytest.raises(Misused, match="cursor"):
        index.search("", sort="date", cursor="x")


def test_versions_kills_and_takedowns_through_kafka(fleet: Fleet, cluster: str) -> None:
    """Each is in one index, the month it was first seen in; what was killed or is older never comes back."""
    fleet.env = {"NEWSLOOM_OPENSEARCH": cluster, "NEWSLOOM_OPENSEARCH_ALIAS": "flow"}
    fleet.start("opensearch", ["-m", "streams.cli", "sink", "opensearch"])

    def version(id: str, rank: int, **more: object) -> bytes:
        title = f"{id} version {rank}"
        return articles.article(id=id, ref=id, rank=rank, title=title, **more).to_json()

    later = {"change": "update", "received_at": "2026-05-01T00:00:00Z"}
    values = [
        *(version(f"plain{number}", 1) for number in range(30)),
        version("grown", 1), version("grown", 3, **later), version("grown", 2, **later),
        version("killed", 1), version("killed", 9, status="canceled", **later), version("killed", 2, **later),
    ]  # fmt: skip
    asyncio.run(send(fleet.settings, ENRICHED.name, values))
    index = ScaledIndex(node(Settings(opensearch=cluster)), "flow")

    def complete() -> bool:
        try:
            return index.size() == 31
        except Transient:  # no shard of the new index answers yet
            return False

    wait(complete, 60)
    assert index.search("title:version title:3").hits == ["grown"]
    assert not index.search("title:killed").hits
    answer = node(Settings(opensearch=cluster)).post("/flow/_search", json={"query": {"terms": {"id": ["grown", "killed"]}}, "size": 9})
    assert {(hit["_id"], hit["_index"]) for hit in answer.json()["hits"]["hits"]} == {("grown", "flow-2026.03"), ("killed", "flow-2026.03")}
