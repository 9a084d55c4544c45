"""From `news.enriched` to a receiver: `python -m tests.benchmarks.alerting SHARED [SEARCHES] [RATE] [SECONDS]`.

A real broker, the alerts role as it is run, and a webhook on this machine. Searches are those of `alert_queries.py` that
met at most one of 2,000 articles, as people's searches do; every tenth has the webhook. Articles are others of the same
set, RATE a second. Prints the time from sending an article to each receipt of its alerts, and the role's CPU.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from schemas import Channel, EnrichedArticle, SavedSearch
from streams.delivery.clients import producer
from streams.embedded.kafka import Kafka
from streams.embedded.topics import ensure_topics
from streams.pipeline import ENRICHED, SEARCHES
from streams.query import Document, SearchSet
from streams.settings import Settings
from tests.chaos.harness import tree_of
from tests.unit.query import articles as data

LEARNT = 2_000
HOOKED = 10
"""Every tenth search has a receiver."""
WARM = 2.0
"""Seconds at the start that are not counted."""


def main(shared: Path, number: int = 100_000, rate: float = 50.0, seconds: float = 60.0) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kafka = Kafka(folder / "kafka")
        kafka.start()
        try:
            asyncio.run(measured(shared, folder, Settings(broker=kafka.address, data=folder / "data"), number, rate, seconds))
        finally:
            kafka.stop()


async def measured(shared: Path, folder: Path, settings: Settings, number: int, rate: float, seconds: float) -> None:
    everything = data.background(shared, LEARNT + int(rate * seconds))
    texts = rare(shared, folder, everything[:LEARNT], number)
    await ensure_topics(settings)
    with receiving() as (port, received):
        await keep(settings, texts, f"http://127.0.0.1:{port}/")
        began = time.monotonic()
        role = start(settings, folder)
        print(f"{len(texts)} searches; role ready after {time.monotonic() - began:.0f} s", flush=True)
        cpu = tree_of(role.pid).cpu
        sent = await flow(settings, everything[LEARNT:], rate, seconds)
        await asyncio.sleep(5)
        cpu = tree_of(role.pid).cpu - cpu
        role.terminate()
        role.wait(30)
    report(sent, received, cpu)


def rare(shared: Path, folder: Path, learnt: list[EnrichedArticle], number: int) -> list[str]:
    """So many searches that met at most one of the articles."""
    make = [sys.executable, str(shared / "eval/alert_queries.py"), str(shared / "data/articles/background.jsonl.gz")]
    lines = subprocess.run([*make, str(3 * number), "5"], check=True, capture_output=True).stdout.splitlines()
    searches, met = SearchSet(), Counter[str]()
    for line in lines:
        query = json.loads(line)["query"]
        searches.add(query, query)
    searches.settle()
    for each in learnt:
        met.update(searches.match_document(Document.of(each)))
    return list(itertools.islice((query for line in lines if met[query := json.loads(line)["query"]] <= 1), number))


async def keep(settings: Settings, texts: list[str], hook: str) -> None:
    client, now = producer(settings), datetime.now(UTC)
    await client.start()
    for place, query in enumerate(texts):
        channels = [Channel(kind="webhook", to=hook)] if place % HOOKED == 0 else []
        search = SavedSearch(id=f"s{place}", name="S", query=query, channels=channels, created_at=now, updated_at=now)
        await client.send(SEARCHES.name, search.to_json(), key=search.key.encode())
    await client.stop()


def start(settings: Settings, folder: Path) -> subprocess.Popen[bytes]:
    """The role, once it reads."""
    ready = folder / "ready"
    env = {"NEWSLOOM_BROKER": settings.broker or "", "NEWSLOOM_DATA": str(settings.data), "NEWSLOOM_READY_FILE": str(ready)}
    command = [sys.executable, "-m", "streams.cli", "sink", "alerts"]
    role = subprocess.Popen(command, env={**os.environ, **env, "NEWSLOOM_ALLOW_PRIVATE_WEBHOOKS": "true"})
    while not ready.exists() and role.poll() is None:
        time.sleep(0.2)
    return role


async def flow(settings: Settings, articles: list[EnrichedArticle], rate: float, seconds: float) -> dict[str, float]:
    """When each article was sent."""
    client, sent = producer(settings), {}
    await client.start()
    began = time.time()
    for place, each in enumerate(articles[: int(rate * seconds)]):
        await asyncio.sleep(max(0.0, began + place / rate - time.time()))
        id = f"n{place}"
        sent[id] = time.time()
        await client.send(ENRICHED.name, each.model_copy(update={"id": id, "change": "new"}).to_json(), key=id.encode())
    await client.stop()
    return sent


class receiving:
    """A webhook that notes when it was told of which article."""

    def __enter__(self) -> tuple[int, list[tuple[str, float]]]:
        received: list[tuple[str, float]] = []

        class Hook(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                event = json.loads(self.rfile.read(int(self.headers["content-length"])))
                received.append((event["data"]["article"]["id"], time.time()))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self._server.server_address[1], received

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()


def report(sent: dict[str, float], received: list[tuple[str, float]], cpu: float) -> None:
    start = min(sent.values()) + WARM
    waits = sorted(at - sent[id] for id, at in received if sent[id] >= start)
    span = max(sent.values()) - min(sent.values())
    print(f"{len(sent)} articles in {span:.0f} s, {len(received)} receipts, {1000 * cpu / len(sent):.1f} ms of CPU an article")
    for share in (0.5, 0.9, 0.99):
        print(f"p{share * 100:.0f} {1000 * waits[min(len(waits) - 1, int(share * len(waits)))]:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]), *map(float, sys.argv[3:5]))
