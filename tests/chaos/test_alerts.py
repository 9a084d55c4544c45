"""The alerts role is killed again and again while articles flow and its receiver fails: nothing is lost, nothing doubled in effect."""

import asyncio
import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from schemas import Channel, SavedSearch
from streams.pipeline import ENRICHED
from tests.chaos.harness import Fleet, send, wait
from tests.chaos.test_kill import ALERTING, keep
from tests.unit.query import articles

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(1800)]
KILLS = int(os.environ.get("NEWSLOOM_CHAOS_KILLS", "4"))
EACH = 15


@dataclass
class Receiver:
    """Answers some requests wrong; keeps what it took, by key."""

    port: int = 0
    taken: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: int = 0

    def told(self, kind: str) -> set[str]:
        return {article for taken in self.taken.values() for told, article in taken if told == kind}


@contextmanager
def receiving(wrong: float = 0.2) -> Iterator[Receiver]:
    seen, rng, lock = Receiver(), random.Random(4), threading.Lock()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                seen.asked += 1
                well = rng.random() > wrong
                if well:
                    told = (event["type"].split(".")[2], event["data"]["article"]["id"])
                    seen.taken.setdefault(self.headers["idempotency-key"], []).append(told)
            self.send_response(200 if well else 503)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    seen.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield seen
    server.shutdown()


def enriched(id: str, **fields: object) -> bytes:
    return articles.article(id=id, ref=id, title=f"Council {id}", **fields).to_json()


def test_killed_again_and_again_it_loses_and_doubles_nothing(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    fleet.env = {"NEWSLOOM_ALLOW_PRIVATE_WEBHOOKS": "true", "NEWSLOOM_INSTANCE": "one"}
    rng, now = random.Random(9), datetime.now(UTC)
    ids = [f"a{number}" for number in range(KILLS * EACH)]
    with receiving() as receiver:
        hook = Channel(kind="webhook", to=f"http://127.0.0.1:{receiver.port}/")
        search = SavedSearch(id="councils", name="Councils", query="council", channels=[hook], created_at=now, updated_at=now)
        asyncio.run(keep(fleet.settings, search))
        for number in range(KILLS):
            fleet.start("alerts", ALERTING)
            asyncio.run(send(fleet.settings, ENRICHED.name, [enriched(id) for id in ids[number * EACH : (number + 1) * EACH]]))
            before = receiver.asked
            wait(lambda before=before: receiver.asked > before, 120, pause=0.02)
            time.sleep(rng.uniform(0, 0.5))
            fleet.kill("alerts")
        fleet.start("alerts", ALERTING)
        wait(lambda: receiver.told("match") == {*ids}, 180)  # a kill takes back what was not sent yet, and nobody is told of it
        asyncio.run(send(fleet.settings, ENRICHED.name, [enriched(id, rank=2, version=2, change="kill") for id in ids]))
        wait(lambda: receiver.told("match") == receiver.told("retraction") == {*ids}, 180)
    for told in receiver.taken.values():
        assert len(set(told)) == 1, "one key stands for one alert"
    assert len(receiver.taken) == 2 * len(ids)
    again = sum(len(told) - 1 for told in receiver.taken.values())
    seen(
        "C14",
        f"{KILLS} SIGKILLs of alerts, {receiver.asked} requests: {len(ids)} matches and as many kills told, {again} again under their key",
    )
