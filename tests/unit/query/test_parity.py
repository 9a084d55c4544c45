"""The same query finds the same articles in the matcher, in the index, and by the plainest reading of it."""

from pathlib import Path

import pytest

from schemas import EnrichedArticle
from streams.query import Document, QueryError, SearchSet, matches, parse
from streams.sinks.index import Index
from tests.unit.query import articles
from tests.unit.query.brute import meets


@pytest.fixture(scope="module")
def background(shared: Path) -> list[EnrichedArticle]:
    return articles.background(shared, 60)


@pytest.fixture(scope="module")
def queries(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return articles.queries(shared, tmp_path_factory.mktemp("queries"), 500, seed=5, learnt_from=800)


@pytest.fixture(scope="module")
def expected(background: list[EnrichedArticle], queries: list[str]) -> dict[str, set[str]]:
    plain = {each.id: articles.plain(each) for each in background}
    return {query: {id for id, seen in plain.items() if meets(parse(query), seen)} for query in queries}


def test_one_by_one(background: list[EnrichedArticle], expected: dict[str, set[str]]) -> None:
    """`matches` is the meaning of the query."""
    documents = {each.id: Document.of(each) for each in background}
    for query, wanted in expected.items():
        tree = parse(query)
        assert {id for id, document in documents.items() if matches(tree, document)} == wanted, query


def test_all_at_once(background: list[EnrichedArticle], expected: dict[str, set[str]]) -> None:
    """Filing a search never hides it, nor does filing it anew with every article."""
    searches, filed = SearchSet(), set()
    for query in expected:
        try:
            searches.add(query, query)
            filed.add(query)
        except QueryError:
            continue  # it could match without anything it names
    assert len(filed) > 0.8 * len(expected)
    for _ in range(2):
        for each in background:
            assert searches.match(each) == sorted(query for query in filed if each.id in expected[query])


def test_the_index(tmp_path: Path, background: list[EnrichedArticle], expected: dict[str, set[str]]) -> None:
    index = Index.writer(tmp_path)
    for number, each in enumerate(background):
        index.put(each, number)
    index.commit()
    for query, wanted in expected.items():
        assert set(index.search(query, limit=200).hits) == wanted, query
