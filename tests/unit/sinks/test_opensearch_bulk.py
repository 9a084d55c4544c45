"""Each item's answer taken for itself, against a server that misbehaves on script."""

from collections.abc import Iterator

import httpx
import orjson
import pytest

from streams.sinks.opensearch import Action, Bulk
from tests.scripted_opensearch import FAULTS, ScriptedOpenSearch


@pytest.fixture
def cluster() -> Iterator[ScriptedOpenSearch]:
    found = ScriptedOpenSearch()
    yield found
    found.stop()


def action(id: str, version: int = 1, title: str = "good", size: int = 10) -> Action:
    return Action("news-2026.03", id, version, orjson.dumps({"title": title, "body": "x" * size}))


async def write(cluster: ScriptedOpenSearch, actions: list[Action]) -> list[object]:
    async with httpx.AsyncClient(base_url=cluster.url) as client:
        return [*await Bulk(client).write(actions)]


async def test_all_are_written(cluster: ScriptedOpenSearch) -> None:
    assert await write(cluster, [action("a"), action("b")]) == [None, None]
    assert sorted(cluster.documents) == ["a", "b"]


async def test_an_older_version_changes_nothing_and_is_no_error(cluster: ScriptedOpenSearch) -> None:
    assert await write(cluster, [action("a", 5, "newer"), action("a", 3, "older")]) == [None, None]
    assert cluster.documents["a"][1]["title"] == "newer"
    assert cluster.seen["409"] == 1


async def test_a_document_that_cannot_be_written_does_not_touch_its_neighbours(cluster: ScriptedOpenSearch) -> None:
    verdicts = await write(cluster, [action("a"), action("b", title="refused"), action("c")])
    assert [verdict is None for verdict in verdicts] == [True, False, True]
    assert "mapper_parsing_exception: failed to parse field [date]" in str(verdicts[1])


async def test_a_request_too_large_is_sent_in_halves(cluster: ScriptedOpenSearch) -> None:
    cluster.most_bytes = 2000
    verdicts = await write(cluster, [*(action(f"a{number}", size=200) for number in range(20)), action("large", size=5000)])
    assert [number for number, verdict in enumerate(verdicts) if verdict] == [20]
    assert "over what the cluster takes" in str(verdicts[20])
    assert len(cluster.documents) == 20


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_may_pass_is_tried_again(cluster: ScriptedOpenSearch, fault: str) -> None:
    turns = iter([fault, fault])
    cluster.fault = lambda: next(turns, None)  # type: ignore[method-assign]
    actions = [action(f"a{number}") for number in range(9)]
    verdicts = await write(cluster, [*actions, action("r", title="refused")])
    assert [verdict is None for verdict in verdicts] == [True] * 9 + [False]
    assert sorted(cluster.documents) == sorted(each.id for each in actions)
    assert cluster.seen[fault] == 2
