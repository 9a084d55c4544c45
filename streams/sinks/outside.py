"""Requests to addresses that people typed in: never inside unless allowed, bounded in time, size and redirects."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from datetime import timedelta

import httpx

from streams.errors import Misused, Transient

SECONDS = 5.0
"""Longest wait for a connection or the next bytes; a request as a whole may take twice that."""
REDIRECTS = 3
MOST_HOURS = 1
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Busy(Transient):
    """The receiver says how long it wants to be left alone."""

    def __init__(self, message: str, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


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
class Outside:
    """One client for all receivers."""

    allow_private: bool = False
    _client: httpx.AsyncClient | None = None

    async def post(self, to: str, body: bytes, headers: dict[str, str]) -> None:
        """Returns once the receiver answered 2xx. Raises Transient for what may pass, Misused for what will not.

        Follows 307 and 308, which repeat the request; each hop is checked like the first.
        """
        try:
            url = httpx.URL(to)
            async with asyncio.timeout(2 * SECONDS):
                for _ in range(REDIRECTS + 1):
                    answer = await self._send(url, body, headers)
                    if answer.status_code not in (307, 308):
                        return _judge(url.host, answer)
                    url = url.join(answer.headers.get("location", ""))
        except (httpx.TransportError, TimeoutError, OSError) as error:
            raise Transient(f"{url.host}: {str(error) or type(error).__name__}") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Misused(f"{to}: {error}") from error
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


def _judge(host: str, answer: httpx.Response) -> None:
    status = answer.status_code
    if status in (408, 425, 429) or status >= 500:
        wait = answer.headers.get("retry-after", "")
        asked = timedelta(seconds=min(int(wait), MOST_HOURS * 3600)) if wait.isascii() and wait.isdigit() else timedelta()
        raise Busy(f"{host} answered {status}", asked)
    if status >= 300:
        raise Misused(f"{host} answered {status}")
