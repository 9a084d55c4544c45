"""The same query in the matcher, the index and a real OpenSearch: `python -m tests.benchmarks.parity SHARED [QUERIES] [ARTICLES]`.

Prints the queries whose articles differ in any two of them, and how many (query, article) pairs were found and differ.
"""

import asyncio
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import orjson

from schemas import EnrichedArticle
from streams.query import Document, QueryError, SearchSet, parse
from streams.query.compile import compiled
from streams.query.features import Vocabulary
from streams.settings import Settings
from streams.sinks.index import Index
from streams.sinks.opensearch import Action, Bulk, ScaledIndex, async_node, months, node, template, written
from tests.opensearch import running
from tests.unit.query import articles as data

Found = dict[str, set[str]]


def main(shared: Path, number: int = 10_000, limit: int = 2_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        background = data.background(shared, limit)
        queries = data.queries(shared, folder, number, seed=11)
        expected = matched(queries, background)
        print(f"{len(queries)} queries, {len(background)} articles, {sum(map(len, expected.values()))} pairs in the matcher", flush=True)
        compare("tantivy", expected, indexed(folder / "index", queries, background))
        (folder / "node").mkdir()
        with running(shared / "eval/opensearch_node.py", folder / "node") as url:
            compare("OpenSearch", expected, scaled(url, queries, background))


def matched(queries: list[str], background: list[EnrichedArticle]) -> Found:
    """Saved where they may be, so that filing is judged too; else each compiled by itself."""
    searches, vocabulary, loose = SearchSet(), Vocabulary(), {}
    for query in queries:
        try:
            searches.add(query, query)
        except QueryError:
            tree = parse(query)
            vocabulary.learn(tree)
            loose[query] = compiled(tree)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each in background:
        document = Document.of(each)
        features = vocabulary.features(document)
        met = [query for query, test in loose.items() if test(features, document)]
        for query in searches.match_document(document) + met:
            found[query].add(each.id)
    print(f"{len(searches)} of them saved searches", flush=True)
    return found


def indexed(folder: Path, queries: list[str], background: list[EnrichedArticle]) -> Found:
    index = Index.writer(folder)
    for number, each in enumerate(background, 1):
        index.put(each, number)
    index.commit()
    return {query: everything(index, query) for query in queries}


def scaled(url: str, queries: list[str], background: list[EnrichedArticle]) -> Found:
    settings = Settings(opensearch=url, opensearch_alias="parity")

    async def fill() -> None:
        async with async_node(settings) as client:
            (await client.put("/_index_template/parity", json=template("parity"))).raise_for_status()
            actions = [
                Action(months("parity", each.received_at), each.id, each.rank, orjson.dumps(written(each, {"id": each.id}, number)))
                for number, each in enumerate(background, 1)
            ]
            assert not any(await Bulk(client).write(actions))
            (await client.post("/parity/_refresh")).raise_for_status()

    asyncio.run(fill())
    index = ScaledIndex(node(settings), "parity")
    return {query: everything(index, query) for query in queries}


def everything(index: Index | ScaledIndex, query: str) -> set[str]:
    """All pages."""
    found: set[str] = set()
    cursor = None
    while True:
        page = index.search(query, sort="date", limit=200, cursor=cursor)
        found.update(page.hits)
        cursor = page.cursor
        if cursor is None:
            return found


def compare(name: str, expected: Found, found: Found) -> None:
    wrong = {query: expected.get(query, set()) ^ ids for query, ids in found.items() if expected.get(query, set()) != ids}
    articles = {id for ids in wrong.values() for id in ids}
    print(f"{name}: {len(wrong)} queries differ, {len(articles)} articles", flush=True)
    for query, ids in list(wrong.items())[:20]:
        print(f"  {query!r}: {sorted(ids)[:5]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
