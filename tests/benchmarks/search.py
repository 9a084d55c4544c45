"""Archive, index and `GET /v1/search` at a size: `python -m tests.benchmarks.search SHARED [ARTICLES] [QUERIES] [FOLDER]`.

Articles are those of the background set again and again, with other ids, days and a tenth of their words from another
article; ten names, two places and three topics each, the first of them often. Prints articles indexed per CPU second, and
milliseconds of two-term queries with facets, each asked once.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx

from schemas import EnrichedArticle, Entity, Place, PublishedDate, StoryRef, Topic
from streams.console.app import create_app
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from tests.newsroom import Newsroom
from tests.unit.query import articles as data

BASIS = 2_000
BATCH = 500


def main(shared: Path, number: int = 100_000, asked: int = 300, folder: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(folder or scratch)
        basis = data.background(shared, BASIS)
        if not (place / "index").exists():
            fill(place, basis, number)
        asyncio.run(ask(place, basis, asked))


def varied(basis: list[EnrichedArticle], number: int) -> Iterator[EnrichedArticle]:
    rng = random.Random(3)
    for place in range(number):
        one, other = rng.choice(basis), rng.choice(basis)
        words, others = one.text.split(" "), other.text.split(" ")
        for _ in range(len(words) // 10):
            words[rng.randrange(len(words))] = rng.choice(others)
        came = data.NOW - timedelta(minutes=rng.randrange(30 * 1440))
        published = PublishedDate(value=f"{came:%Y-%m-%d}", precision="day", source="publisher")
        story = StoryRef(id=f"s{rng.randrange(number // 4 + 1)}", novelty=rng.random())
        changes = {
            "id": f"a{place}",
            **_named(rng),
            "body": " ".join(words).split("\n\n"),
            "received_at": came,
            "published_at": published,
            "story": story,
        }
        yield one.model_copy(update=changes)


def _named(rng: random.Random) -> dict[str, object]:
    """What an article is counted by, drawn as names are met: number n about 1/n as often as the first."""
    names, places, topics = (
        {int(kinds ** rng.random()) for _ in range(number)} for kinds, number in ((20_000, 10), (2_000, 2), (1_200, 3))
    )
    return {
        "entities": [Entity(name=f"Name {each}", type="person", wikidata=f"Q{each}") for each in names],
        "places": [Place(name=f"Place {each}", wikidata=f"Q9{each}", lat=each % 90, lon=each % 180) for each in places],
        "topics": [Topic(qcode=f"medtop:{each:08}", label=f"Topic {each}", score=1, by="benchmark") for each in topics],
    }


def fill(place: Path, basis: list[EnrichedArticle], number: int) -> None:
    cpu, wall, batch, made = 0.0, 0.0, [], 0.0
    with Archive.writer(place / "archive") as archive:
        index = Index.writer(place / "index")
        for each in varied(basis, number):
            batch.append((each, each.to_json()))
            if len(batch) == BATCH:
                began, clock = time.process_time(), time.perf_counter()
                with archive.transaction():
                    for article, record in batch:
                        stamp = archive.put(article, record)
                        index.put(article, stamp or 0)
                index.commit()
                cpu, wall, batch = cpu + time.process_time() - began, wall + time.perf_counter() - clock, []
                made += BATCH
    print(f"{made:.0f} articles in batches of {BATCH}: {made / cpu:.0f} per CPU second, {made / wall:.0f} per second", flush=True)


async def ask(place: Path, basis: list[EnrichedArticle], number: int) -> None:
    newsroom = Newsroom(place)
    rng = random.Random(5)
    words = [[word for word in each.text.split() if word.isalpha() and len(word) > 3] for each in basis]
    queries = [" ".join(rng.sample(drawn, 2)).lower() for drawn in rng.choices([each for each in words if len(each) > 20], k=number)]
    app = create_app(newsroom.desk, Settings.model_validate({"token": None}))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8420") as client:
        for sort in ("relevance", "date"):
            for facets in (True, False):
                await measured(client, queries, sort, facets)
        began, cpu = time.perf_counter(), time.process_time()
        await client.get("/v1/trends")
        print(f"trends: {(time.perf_counter() - began) * 1000:.0f} ms, {(time.process_time() - cpu) * 1000:.0f} ms of CPU")


async def measured(client: httpx.AsyncClient, queries: list[str], sort: str, facets: bool) -> None:
    walls, cpus, hits = [], [], 0
    for query in queries:
        began, cpu = time.perf_counter(), time.process_time()
        answer = await client.get("/v1/search", params={"q": query, "sort": sort, "facets": facets})
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        hits += answer.raise_for_status().json()["total"]
    walls.sort()
    cpus.sort()
    middle, last = len(queries) // 2, int(len(queries) * 0.99)
    print(
        f"{sort}, {'with' if facets else 'without'} facets: p50 {walls[middle]:.1f} p99 {walls[last]:.1f} ms, "
        f"CPU p50 {cpus[middle]:.1f} p99 {cpus[last]:.1f} ms, {hits / len(queries):.0f} hits a query",
        flush=True,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:4]), *sys.argv[4:5])
