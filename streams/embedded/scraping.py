"""A role's own `/metrics`, for an installation whose roles share no machine.

Under `up` the roles' processes share a folder and the console shows the sum. Containers cannot share one: the files in
it are named after process ids, and in its container each role is process 1.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from streams import telemetry
from streams.console.guard import is_loopback
from streams.errors import Misused
from streams.settings import Settings


class _Handler(BaseHTTPRequestHandler):
    """Answers `/metrics` (with the bearer token, where one is set) and `/healthz`."""

    token: bytes | None = None
    timeout = 10

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self._answer(200, b"ok\n")
        elif self.path != "/metrics":
            self._answer(404, b"not here: /metrics or /healthz\n")
        elif self._knows_the_token():
            self._answer(200, telemetry.exposition())
        else:
            self._answer(401, b"send Authorization: Bearer TOKEN\n")

    def _knows_the_token(self) -> bool:
        given = self.headers.get("authorization", "").removeprefix("Bearer ")
        return self.token is None or secrets.compare_digest(given.encode("utf-8", "replace"), self.token)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A scrape every few seconds is no news."""


@contextmanager
def scraped(settings: Settings) -> Iterator[int | None]:
    """Serve this process' metrics while the block runs, where `metrics_port` is set; the port.

    Raises Misused for an address beyond loopback without a token, and for a port that is taken.
    """
    if settings.metrics_port is None:
        yield None
        return
    if settings.token is None and not is_loopback(settings.host):
        raise Misused(f"metrics on {settings.host} need a token: set NEWSLOOM_TOKEN")
    token = settings.token.get_secret_value().encode() if settings.token else None
    handler = type("Handler", (_Handler,), {"token": token})
    try:
        server = ThreadingHTTPServer((settings.host, settings.metrics_port), handler)
    except OSError as error:
        raise Misused(f"metrics cannot be served on {settings.host}:{settings.metrics_port}: {error.strerror}") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
