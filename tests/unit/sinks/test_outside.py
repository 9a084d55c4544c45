"""A connection whose answer came whole serves the next request to the same name; one that owes a body is left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streams.sinks.outside import Outside


@asynccontextmanager
async def keeping(answer: bytes) -> AsyncIterator[tuple[int, list[int]]]:
    """A server that keeps its connections: its port, and the requests of each connection."""
    seen: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place = len(seen)
        seen.append(0)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
                await reader.readexactly(int(length.split(b":")[1]))
                seen[place] += 1
                writer.write(answer)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], seen
    finally:
        server.close()


async def post_thrice(answer: bytes) -> list[int]:
    outside = Outside(allow_private=True)
    async with keeping(answer) as (port, seen):
        for _ in range(3):
            await outside.post(f"http://127.0.0.1:{port}/", b"{}", {})
        await outside.close()
    return seen


async def test_a_connection_serves_the_next_request() -> None:
    assert await post_thrice(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok") == [3]


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async with asyncio.timeout(3):
        assert await post_thrice(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n") == [1, 1, 1]
