"""From the bytes of a record to bytes that a reader can look at: unzipped within bounds, and in UTF-8 where they were UTF-16 or 32."""

import re
import zlib

from streams.errors import TooLarge, Unreadable

LIMIT = 8 * 1024 * 1024
"""Bytes of a record after decompression."""
LAYERS = 3
"""A proxy that zips what a publisher had zipped makes two."""
MEMBERS = 1000
GZIP = b"\x1f\x8b"
ENCODING = re.compile(r"""(<\?xml[^>]{0,100}?encoding\s*=\s*["'])[\w.:-]{1,40}""")
WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
)
NARROW = re.compile(rb"\A(?:\s\x00)*[<{\[]\x00[\s!?a-zA-Z\"{\[]\x00")
NARROW_BIG = re.compile(rb"\A(?:\x00\s)*\x00[<{\[]\x00[\s!?a-zA-Z\"{\[]")


def unpacked(value: bytes) -> bytes:
    """Gunzip, every member and at most three layers: a bomb is refused before it unfolds. Raises Unreadable, TooLarge."""
    for _ in range(LAYERS):
        if value[:2] != GZIP:
            break
        value = _gunzipped(value)
    if value[:2] == GZIP:
        raise Unreadable(f"content: gzip inside gzip, more than {LAYERS} times")
    if len(value) > LIMIT:
        raise TooLarge(f"content: over the limit of {LIMIT} bytes")
    return value


def _gunzipped(value: bytes) -> bytes:
    parts: list[bytes] = []
    room = LIMIT + 1
    while value[:2] == GZIP and room > 0:
        if len(parts) >= MEMBERS:
            raise TooLarge(f"content: a gzip stream of more than {MEMBERS} members")
        unpacker = zlib.decompressobj(31)
        try:
            part = unpacker.decompress(value, room)
        except zlib.error as error:
            raise Unreadable(f"content: broken gzip ({error})") from error
        parts.append(part)
        room -= max(len(part), 1)
        if room > 0 and not unpacker.eof:
            raise Unreadable("content: the gzip stream is cut off")
        value = unpacker.unused_data
    if room > 0 and value.strip(b"\0"):
        raise Unreadable("content: bytes after the end of the gzip stream")
    return b"".join(parts)


def in_utf8(value: bytes) -> bytes:
    """UTF-16 and UTF-32, with a mark or recognised by their first characters, as UTF-8; anything else as it is."""
    name = next((name for mark, name in WIDE if value.startswith(mark)), None)
    if name is None:
        name = "utf-16-le" if NARROW.match(value[:200]) else "utf-16-be" if NARROW_BIG.match(value[:200]) else None
    if name is None:
        return value
    told = value.decode(name, "replace").removeprefix("\ufeff")
    return ENCODING.sub(r"\1utf-8", told, count=1).encode("utf-8", "replace")
