"""What hits have in common: counted one by one, and of very many estimated."""

from pathlib import Path

import pytest

from schemas import Topic
from streams.sinks import facets
from streams.sinks.index import Index
from tests.unit.query.articles import NOW, article

ARTICLES = 4_000
OFTEN = Topic(qcode="medtop:04000000", label="business", score=1, by="test")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Every fourth is about business."""
    index = Index.writer(Path(tmp_path_factory.mktemp("index")))
    for place in range(ARTICLES):
        index.put(article(id=f"n{place}", title="rain", source="Post", topics=[OFTEN] if place % 4 == 0 else []), place)
    index.commit()
    return index


def test_a_few_are_counted_one_by_one(index: Index) -> None:
    found = index.counts("rain")
    assert (found.over, found.counted) == (ARTICLES, ARTICLES)
    assert found.values["topic"] == [(("medtop:04000000", "business"), ARTICLES // 4)]


def test_of_very_many_a_part_stands_for_all(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_COUNTED", 1_000)
    found = index.counts("rain")
    assert found.over == ARTICLES
    assert 800 < found.counted < 1_200
    assert found.values["source"] == [(("Post", "Post"), ARTICLES)]
    assert found.days == {int(f"{NOW:%Y%m%d}"): ARTICLES}
    [(_, business)] = found.values["topic"]
    assert business == pytest.approx(ARTICLES // 4, rel=0.15)


@pytest.mark.parametrize(("hits", "slices"), [(0, 64), (100_000, 64), (100_001, 63), (640_000, 10), (10**9, 1)])
def test_the_more_hits_the_fewer_slices(hits: int, slices: int) -> None:
    assert facets.slices_for(hits) == slices
