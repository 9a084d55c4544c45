"""A real HTTP server that misbehaves on script: each request is noted and answered with the next line of the script."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    at: float
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Scripted:
    """What was asked, and where to ask."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)

    @property
    def gaps(self) -> list[float]:
        return [later.at - before.at for before, later in zip(self.requests, self.requests[1:], strict=False)]


def answer(status: int, **headers: str) -> Act:
    async def act(writer: asyncio.StreamWriter) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n{lines}\r\n".encode())

    return act


async def huge(writer: asyncio.StreamWriter) -> None:
    """200, and then a body without end."""
    writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def silence(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def dribble(writer: asyncio.StreamWriter) -> None:
    """A header that never ends, a few bytes at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nx: ")
    while True:
        writer.write(b"y")
        await writer.drain()
        await asyncio.sleep(0.05)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


@asynccontextmanager
async def scripted(*acts: Act, tls: ssl.SSLContext | None = None) -> AsyncIterator[Scripted]:
    """The script's last line answers everything after it."""
    seen = Scripted()
    open_ones: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(_pair(line) for line in head[1:] if line)
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            act = acts[min(len(seen.requests), len(acts) - 1)]
            seen.requests.append(Request(time.monotonic(), head[0], headers, body))
            await act(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for writer in open_ones:
            writer.transport.abort()
        await server.wait_closed()


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()
