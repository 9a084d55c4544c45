"""What bursts against its own past."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Entity, PublishedDate, StoryRef, Topic
from streams.console.trending import residual
from tests.newsroom import Newsroom
from tests.unit.query.articles import article


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((2, 14, 20, 140), 0.0), ((8, 0, 20, 140), 7.0), ((0, 8, 20, 140), -1.0), ((0, 0, 0, 0), 0.0), ((5, 5, 10, 0), -1.58)],
)
def test_the_residual_of_a_table(counts: tuple[int, int, int, int], expected: float) -> None:
    assert residual(*counts) == pytest.approx(expected, abs=0.01)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(5000, 50_000), st.integers(5000, 50_000))
def test_more_of_a_small_part_scores_more(recent: int, past: int, others_recent: int, others_past: int) -> None:
    before = residual(recent, past, recent + others_recent, past + others_past)
    assert residual(recent + 1, past, recent + 1 + others_recent, past + others_past) > before


async def test_what_is_new_is_a_trend_and_what_is_always_there_is_none(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    now, number = datetime.now(UTC), 0
    for back in range(16):
        names = ["Always"] * 4 + ["Flood"] * (6 if back < 2 else 0)
        for name in names:
            number += 1
            day = (now - timedelta(days=back)).strftime("%Y-%m-%d")
            empty.keep(
                article(
                    id=f"a{number}", title=name, received_at=now,
                    published_at=PublishedDate(value=day, precision="day", source="publisher"),
                    entities=[Entity(name=name, type="other", wikidata=f"Q{len(name)}")], story=StoryRef(id=f"s-{name}"),
                    topics=[Topic(qcode=f"medtop:{name}", label=name, score=1, by="t")],
                )
            )  # fmt: skip
    empty.index.commit()
    found = (await writing.get("/v1/trends")).json()
    assert [each["name"] for each in found["entities"]] == ["Flood"]
    (flood,) = found["entities"]
    assert (flood["value"], flood["recent"], flood["past"], flood["days"]) == ("Q5", 12, 0, [0] * 14 + [6, 6])
    assert found["articles"][-3:] == [4, 10, 10]
    assert [each["value"] for each in found["stories"]] == ["s-Flood"]
    narrowed = (await writing.get("/v1/search", params={"q": flood["query"]})).json()
    assert narrowed["total"] == 12
    only = (await writing.get("/v1/trends", params={"q": "title:always"})).json()
    assert only["entities"] == []
    assert "Flood" in (await writing.get("/trends")).text
    assert (await writing.get("/trends", params={"q": "("})).status_code == 400
