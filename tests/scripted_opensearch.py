"""An OpenSearch that misbehaves on script: real HTTP, real versions, seeded faults.

It keeps documents under `external_gte` as OpenSearch does, so what a client did in the end can be read from it.
"""

import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

FAULTS = ("429", "503", "item 429", "item 503", "silence", "half", "written and silent", "garbage")


class ScriptedOpenSearch:
    """`faults` is the share of bulk requests that go wrong; documents titled `refused` are answered 400."""

    def __init__(self, seed: int = 0, faults: float = 0.0, most_bytes: int = 1 << 30) -> None:
        self.documents: dict[str, tuple[int, dict[str, Any]]] = {}
        self.homes: dict[str, str] = {}
        self.seen: Counter[str] = Counter()
        self.faults, self.most_bytes, self.down = faults, most_bytes, False
        self._chance = random.Random(seed)
        self._turns = cycle(self._chance.sample(FAULTS, len(FAULTS)))
        self._lock = threading.Lock()
        owner = self

        class Handler(_Handler):
            cluster = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault(self) -> str | None:
        with self._lock:
            return next(self._turns) if self._chance.random() < self.faults else None

    def bulk(self, body: bytes, fault: str | None) -> list[dict[str, Any]]:
        """The items of the answer; with an item fault every other one is refused for now."""
        lines = body.decode().splitlines()
        items = []
        with self._lock:
            for number, (head, source) in enumerate(zip(lines[::2], lines[1::2], strict=True)):
                again = fault and fault.startswith("item") and number % 2 == 0
                items.append({"index": self._busy(fault) if again else self._write(json.loads(head)["index"], json.loads(source))})
        return items

    def _busy(self, fault: str | None) -> dict[str, Any]:
        return {"status": int((fault or "").split()[1]), "error": {"type": "rejected_execution_exception", "reason": "busy"}}

    def _write(self, head: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        if source.get("title", "").startswith("refused"):
            self.seen["400"] += 1
            return {"status": 400, "error": {"type": "mapper_parsing_exception", "reason": "failed to parse field [date]"}}
        known = self.documents.get(head["_id"])
        if known and known[0] > head["version"]:
            self.seen["409"] += 1
            return {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "older"}}
        self.seen["written again" if known else "written"] += 1
        self.documents[head["_id"]] = (head["version"], source)
        self.homes[head["_id"]] = head["_index"]
        return {"status": 200 if known else 201}


class _Handler(BaseHTTPRequestHandler):
    cluster: ScriptedOpenSearch
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_PUT(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.cluster.down:
            return self._answer(503, {"error": "down"})
        if self.path == "/_bulk":
            return self._bulk(body)
        if self.path.endswith("/_search"):
            wanted = json.loads(body)["query"]["ids"]["values"]
            hits = [{"_id": id, "_index": self.cluster.homes[id]} for id in wanted if id in self.cluster.homes]
            return self._answer(200, {"hits": {"hits": hits}})
        self._answer(200, {"acknowledged": True})

    def _bulk(self, body: bytes) -> None:
        if len(body) > self.cluster.most_bytes:
            self.cluster.seen["413"] += 1
            return self._answer(413, {"error": "too large"})
        fault = self.cluster.fault()
        self.cluster.seen[fault or "bulk"] += 1
        if fault in ("429", "503"):
            return self._answer(int(fault), {"error": fault})
        if fault == "silence":
            return self._hang_up()
        items = self.cluster.bulk(body, fault)
        if fault == "written and silent":
            return self._hang_up()
        if fault == "garbage":
            return self._answer(200, None)
        self._answer(200, {"items": items[: len(items) // 2] if fault == "half" else items})

    def _hang_up(self) -> None:
        time.sleep(0.2)
        self.close_connection = True

    def _answer(self, status: int, value: Any) -> None:
        body = b'{"items": [{"ind' if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
