"""A real SMTP server that answers on script: what it was handed, and what it says to each command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Mailed:
    """Mails as they came, with the addresses on the envelope."""

    port: int = 0
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)


@asynccontextmanager
async def mail_server(**says: bytes) -> AsyncIterator[Mailed]:
    """`says`: another answer to a command, such as rcpt=b"550 no such user"."""
    seen = Mailed()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender = to = ""
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode():
            verb = line[:4].strip().lower()
            if verb == "mail":
                sender = line
            if verb == "rcpt":
                to = line
            if verb == "data":
                writer.write(b"354 go on\r\n")
                seen.mails.append((sender, to, await reader.readuntil(b"\r\n.\r\n")))
            writer.write(says.get(verb, b"221 bye" if verb == "quit" else b"250 ok") + b"\r\n")
            await writer.drain()
            if verb == "quit":
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        await server.wait_closed()
