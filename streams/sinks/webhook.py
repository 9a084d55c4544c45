"""Alerts to webhooks: signed CloudEvents, retried with back-off, never to private addresses unless allowed."""

import asyncio
import hashlib
import hmac
import ipaddress
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import orjson
import stamina
import structlog

from schemas import Alert
from streams.errors import Misused, Transient

log = structlog.get_logger()

ATTEMPTS = 4
SECONDS = 5.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `TIMESTAMP.BODY`, as the header `x-newsloom-signature` carries it."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def check_address(host: str, port: int, allow_private: bool) -> str:
    """The address to connect to. Raises Misused for a private, loopback, link-local or otherwise special one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Transient(f"{host}: {error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allow_private and not ipaddress.ip_address(address).is_global:
            raise Misused(f"{host} is {address}: webhooks to private addresses need NEWSLOOM_ALLOW_PRIVATE_WEBHOOKS=true")
    return addresses[0]


@dataclass
class Receiver:
    """Delivers alerts; one client for all."""

    allow_private: bool = False
    delivered: set[str] = field(default_factory=set)
    """Ids delivered by this process: the same alert again is not sent again. Receivers have the idempotency key."""
    _client: httpx.AsyncClient | None = None

    async def deliver(self, alert: Alert) -> str | None:
        """None once the receiver answered 2xx; else why it never did. Never raises."""
        if alert.id in self.delivered:
            return None
        try:
            async for attempt in stamina.retry_context(on=Transient, attempts=ATTEMPTS, wait_initial=0.2, wait_max=5.0):
                with attempt:
                    await self._post(alert)
        except (Transient, Misused, httpx.InvalidURL, ValueError) as error:
            log.warning("a webhook was not delivered", alert=alert.id, search=alert.search, error=str(error))
            return str(error)
        self.delivered.add(alert.id)
        if len(self.delivered) > 100_000:
            self.delivered.clear()
        return None

    async def _post(self, alert: Alert) -> None:
        assert alert.webhook is not None  # noqa: S101  # the caller looked
        parts = urlsplit(alert.webhook.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Misused(f"{alert.webhook.url}: a webhook is an http or https URL")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = await asyncio.to_thread(check_address, parts.hostname, port, self.allow_private)
        body, headers = envelope(alert)
        if alert.webhook.secret:
            headers["x-newsloom-signature"] = signature(alert.webhook.secret, headers["x-newsloom-timestamp"], body)
        # connect to the address that was checked, under the name it was asked by
        pinned = httpx.URL(alert.webhook.url).copy_with(host=address)
        headers["host"] = parts.netloc.rpartition("@")[2]
        try:
            answer = await self._http().post(pinned, content=body, headers=headers, extensions={"sni_hostname": parts.hostname})
        except httpx.HTTPError as error:
            raise Transient(f"{parts.hostname}: {error or type(error).__name__}") from error
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Transient(f"{parts.hostname} answered {answer.status_code}")
        if answer.status_code >= 300:
            raise Misused(f"{parts.hostname} answered {answer.status_code}")

    def _http(self) -> httpx.AsyncClient:
        self._client = self._client or httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)
        return self._client

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()


def envelope(alert: Alert) -> tuple[bytes, dict[str, str]]:
    """The alert as a structured CloudEvent, and the headers that go with it."""
    event = {
        "specversion": "1.0",
        "id": alert.id,
        "source": "newsloom",
        "type": f"newsloom.alert.{alert.kind}.v1",
        "time": alert.raised_at.isoformat(),
        "datacontenttype": "application/json",
        "data": orjson.Fragment(alert.model_copy(update={"webhook": None}).to_json()),
    }
    return orjson.dumps(event), {
        "content-type": "application/cloudevents+json",
        "idempotency-key": alert.id,
        "x-newsloom-timestamp": str(int(time.time())),
    }
