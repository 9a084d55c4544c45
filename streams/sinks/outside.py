"""Requests to addresses that people typed in: never inside unless allowed, bounded in time, size and redirects.

What a name means is checked where it is looked up for a connection, and that address is what is connected to. A connection whose
answer came whole serves the next request to the same name.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.helpers import is_ip_address
from yarl import URL

from streams.errors import Misused, Transient

SECONDS = 5.0
"""Longest wait for a connection or the next bytes; a request as a whole may take twice that."""
KEPT_SECONDS = 1.0
"""How long a connection waits for the next request: less than any receiver keeps it, so that none is sent into a closing one."""
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
class Checked(AbstractResolver):
    """Looks names up for connections. Raises as `check_address` does."""

    allow_private: bool

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        address = await asyncio.to_thread(check_address, host, port, self.allow_private)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)]

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Outside:
    """One client for all receivers."""

    allow_private: bool = False
    _client: aiohttp.ClientSession | None = None

    async def post(self, to: str, body: bytes, headers: dict[str, str]) -> None:
        """Returns once the receiver answered 2xx. Raises Transient for what may pass, Misused for what will not.

        Follows 307 and 308, which repeat the request; each hop is checked like the first.
        """
        try:
            url = URL(to)
            async with asyncio.timeout(2 * SECONDS):
                for _ in range(REDIRECTS + 1):
                    status, told = await self._send(url, body, headers)
                    if status not in (307, 308):
                        return _judge(str(url.host), status, told)
                    url = url.join(URL(told.get("location", "")))
        except aiohttp.InvalidURL as error:
            raise Misused(f"{to}: no such address") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Transient(f"{url.host}: {str(error) or type(error).__name__}") from error
        except ValueError as error:
            raise Misused(f"{to}: {error}") from error
        raise Misused(f"{url.host}: more than {REDIRECTS} redirects")

    async def _send(self, url: URL, body: bytes, headers: dict[str, str]) -> tuple[int, Mapping[str, str]]:
        """The answer's head; what follows it is never read, so its size is no matter."""
        if url.scheme not in ("http", "https") or not url.host:
            raise Misused(f"{url}: a webhook is an http or https URL")
        if is_ip_address(url.host):  # needs no lookup, and gets none
            check_address(url.host, url.port or 443, self.allow_private)
        async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers

    def _http(self) -> aiohttp.ClientSession:
        if self._client is None:
            connector = aiohttp.TCPConnector(
                resolver=Checked(self.allow_private), use_dns_cache=False, limit=0, keepalive_timeout=KEPT_SECONDS
            )
            patience = aiohttp.ClientTimeout(total=None, sock_connect=SECONDS, sock_read=SECONDS)
            jar = aiohttp.DummyCookieJar()
            self._client = aiohttp.ClientSession(connector=connector, timeout=patience, cookie_jar=jar, auto_decompress=False)
        return self._client

    async def close(self) -> None:
        if self._client:
            await self._client.close()


def _judge(host: str, status: int, told: Mapping[str, str]) -> None:
    if status in (408, 425, 429) or status >= 500:
        wait = told.get("retry-after", "")
        asked = timedelta(seconds=min(int(wait), MOST_HOURS * 3600)) if wait.isascii() and wait.isdigit() else timedelta()
        raise Busy(f"{host} answered {status}", asked)
    if status >= 300:
        raise Misused(f"{host} answered {status}")
