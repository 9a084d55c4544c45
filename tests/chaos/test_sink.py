"""C7: an OpenSearch that refuses, drops, halves and forgets answers, goes away, and comes back."""

import asyncio
import random
import time
from collections.abc import Callable

import pytest

from streams.pipeline import DEAD, ENRICHED
from tests.chaos.harness import Fleet, committed, records, resident_mb, send, wait
from tests.scripted_opensearch import FAULTS, ScriptedOpenSearch
from tests.unit.query.articles import article

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(420)]

ARTICLES, SEED = 3000, 7


def version(number: int, rank: int, **more: object) -> bytes:
    id = f"item-{number}"
    fields = {"title": f"Report {number} told {rank}", "body": ["word " * 400], "change": "new" if rank == 1 else "update"}
    return article(**fields | {"id": id, "ref": id, "rank": rank} | more).to_json()


def mixed() -> tuple[list[bytes], dict[str, int], set[str]]:
    """Articles with newer and older versions and some that the cluster refuses; the newest rank of each; the refused."""
    chance, values, newest, refused = random.Random(SEED), [], {}, set()
    for number in range(ARTICLES):
        kind, id = chance.random(), f"item-{number}"
        if kind < 0.02:
            values.append(version(number, 1, title="refused by the cluster"))
            refused.add(id)
            continue
        ranks = [1, 2] if kind < 0.1 else [2, 1] if kind < 0.2 else [1]
        values += [version(number, rank) for rank in ranks]
        newest[id] = max(ranks)
    return values, newest, refused


def test_c7_a_sink_that_misbehaves(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    cluster = ScriptedOpenSearch(SEED, faults=0.5)
    fleet.env = {"NEWSLOOM_OPENSEARCH": cluster.url, "NEWSLOOM_BATCH_BYTES": "100000"}
    settings = fleet.settings
    values, newest, refused = mixed()
    try:
        fleet.start("sink", ["-m", "streams.cli", "sink", "opensearch"])
        third = len(values) // 3
        asyncio.run(send(settings, ENRICHED.name, values[:third]))
        wait(lambda: len(cluster.documents) > third // 2, 120)
        fleet.kill("sink")  # what it had written and not acked comes again
        sink = fleet.start("sink")
        cluster.down = True
        asyncio.run(send(settings, ENRICHED.name, values[third:]))
        before = len(cluster.documents)
        sizes = []
        for _ in range(20):
            time.sleep(1)
            sizes.append(resident_mb(sink))
        assert sink.poll() is None
        assert len(cluster.documents) == before
        cluster.down = False
        back = time.monotonic()
        wait(lambda: set(cluster.documents) == set(newest), 180)
        wait(lambda: _read(fleet) == len(values), 60)
        took = time.monotonic() - back
    finally:
        cluster.stop()
    assert {id: rank for id, (rank, _) in cluster.documents.items()} == newest
    letters = {message.key.decode() for message in asyncio.run(records(settings, DEAD.name))}
    assert letters == refused
    assert "ebalanc" not in fleet.log("sink")
    assert max(sizes) < resident_mb(sink) + 60 < 400
    missing = [kind for kind in (*FAULTS, "409", "400", "written again") if not cluster.seen[kind]]
    assert not missing
    seen(
        "C7",
        f"{len(values)} records, {sum(cluster.seen[fault] for fault in FAULTS)} of {sum(cluster.seen[f] for f in (*FAULTS, 'bulk'))} "
        f"bulk answers wrong in {len(FAULTS)} ways, 20 s without a cluster, a SIGKILL: every newest version written {took:.0f} s after, "
        f"{cluster.seen['409']} conflicts, {len(letters)} refused documents and no other in news.dead, at most {max(sizes):.0f} MB",
    )


def _read(fleet: Fleet) -> int:
    done = asyncio.run(committed(fleet.settings, "newsloom-opensearch"))
    return sum(offset for place, offset in done.items() if place.topic == ENRICHED.name)
