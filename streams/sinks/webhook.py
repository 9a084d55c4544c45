"""Alerts to webhooks: signed CloudEvents, retried with back-off, never to private addresses unless allowed."""

import asyncio
import hashlib
import hmac
import ipaddress
import socket
import time
from dataclasses import dataclass, field

import httpx
import orjson
import stamina
import structlog

from schemas import Alert
from streams.errors import Misused, Transient

log = structlog.get_logger()

ATTEMPTS = 4
SECONDS = 5.0
"""Longest wait for a connection or the next bytes; an attempt as a whole may take twice that."""
REDIRECTS = 3
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `TIMESTAMP.BODY`, as the header `x-newsloom-signature` carries it."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def check_address(host: str, port: int, allow_private: bool) -> str:
    """The address to connect to. Raises Misused for one inside: private, loopback, link-local, multicast or mapped to such."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Transient(f"{host}: {error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allow_private and not is_outside(address):
            raise Misused(f"{host} is {address}: webhooks to private addresses need NEWSLOOM_ALLOW_PRIVATE_WEBHOOKS=true")
    return addresses[0]


def is_outside(address: str) -> bool:
    """Whether anybody's network could hold it; an IPv6 address that wraps an IPv4 one is what it wraps."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            return is_outside(str(wrapped))
    return ip.is_global and not ip.is_multicast


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
        except (Transient, Misused, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.warning("a webhook was not delivered", alert=alert.id, search=alert.search, error=str(error))
            return str(error)
        self.delivered.add(alert.id)
        if len(self.delivered) > 100_000:
            self.delivered.clear()
        return None

    async def _post(self, alert: Alert) -> None:
        """One attempt. Follows 307 and 308, which repeat the request; each hop is checked like the first."""
        assert alert.webhook is not None  # noqa: S101  # the caller looked
        url = httpx.URL(alert.webhook.url)
        body, headers = envelope(alert)
        if alert.webhook.secret:
            headers["x-newsloom-signature"] = signature(alert.webhook.secret, headers["x-newsloom-timestamp"], body)
        try:
            async with asyncio.timeout(2 * SECONDS):
                for _ in range(REDIRECTS + 1):
                    answer = await self._send(url, body, headers)
                    if answer.status_code not in (307, 308):
                        return _judge(url.host, answer.status_code)
                    url = url.join(answer.headers.get("location", ""))
        except (httpx.TransportError, TimeoutError, OSError) as error:
            raise Transient(f"{url.host}: {str(error) or type(error).__name__}") from error
        raise Misused(f"{url.host}: more than {REDIRECTS} redirects")

    async def _send(self, url: httpx.URL, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """The answer's head; what follows it is never read, so its size is no matter."""
        if url.scheme not in ("http", "https") or not url.host:
            raise Misused(f"{url}: a webhook is an http or https URL")
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await asyncio.to_thread(check_address, url.host, port, self.allow_private)
        # connect to the address that was checked, under the name it was asked by
        named = headers | {"host": url.netloc.decode("ascii")}
        request = self._http().stream(
            "POST", url.copy_with(host=address), content=body, headers=named, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        )
        async with request as answer:
            return answer

    def _http(self) -> httpx.AsyncClient:
        self._client = self._client or httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)
        return self._client

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()


def _judge(host: str, status: int) -> None:
    """Raises Transient for what may pass, Misused for what will not."""
    if status in (408, 425, 429) or status >= 500:
        raise Transient(f"{host} answered {status}")
    if status >= 300:
        raise Misused(f"{host} answered {status}")


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
