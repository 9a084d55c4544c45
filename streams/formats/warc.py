"""WARC 0.18 to 1.1 (ISO 28500) through warcio: the pages in a web archive, one at a time, whatever the archive's size."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import GzipFile
from typing import IO, Any, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser

from streams.errors import Unreadable
from streams.formats.unpack import GZIP, LIMIT

KINDS = ("response", "resource", "conversion")
PIECE = 1 << 16
LENGTH = {"warc": "Content-Length", "arc": "length"}
HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], False)
READABLE = ("html", "xml", "json", "text/plain", "rss", "atom", "message/rfc822", "octet-stream")


@dataclass(frozen=True, slots=True)
class Capture:
    """One document as it was fetched. `value` ends one byte beyond the limit where the document does not."""

    url: str
    date: str
    content_type: str
    value: bytes


def is_warc(value: bytes) -> bool:
    return value[:7] in (b"WARC/0.", b"WARC/1.")


def captures(stream: IO[bytes]) -> Iterator[Capture]:
    """Every document with status 200 and a text type, in order; `stream` may be zipped.

    Raises Unreadable for an archive that breaks or ends within a record; the record that was cut is not given.
    """
    read = 0
    try:
        records = ArchiveIterator(_plain(stream), no_record_parse=True)
        records.INC_RECORD = ""  # its warning, on standard error: what is broken is for the caller to say
        for record in records:
            found = _capture(record) if record.rec_type in KINDS else None
            _read_whole(record)
            read += 1
            if found:
                yield found
    except (ArchiveLoadFailed, EOFError, ValueError, OverflowError, LookupError, AttributeError, OSError, zlib.error) as error:
        raise Unreadable(f"content: the WARC file breaks after {read} records ({type(error).__name__}: {str(error)[:200]})") from error


class _Members(GzipFile):
    """Gzip members one after another. Ends early with an OSError: warcio takes an EOFError for the end of the archive."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self.read1(-1 if size is None else size)  # read() would lose what it had when a member breaks
        except EOFError as error:
            raise OSError("its last gzip member is cut short") from error


def _plain(stream: IO[bytes]) -> IO[bytes]:
    """The archive unzipped; warcio's own reader takes a member that ends early for the end of the archive."""
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    return cast(IO[bytes], _Members(fileobj=buffered) if buffered.peek(2)[:2] == GZIP else buffered)


def _read_whole(record: Any) -> None:
    """Reads what is left of the record. Raises EOFError where that is less than the record says, ValueError where it does not say."""
    if not (record.rec_headers.get_header(LENGTH[record.format]) or "").strip().isdecimal():
        raise ValueError("a record that does not say how long it is")
    while record.raw_stream.read(PIECE):
        pass
    if record.raw_stream.limit:
        raise EOFError(f"{record.raw_stream.limit} bytes of the last record are missing")


def _capture(record: Any) -> Capture | None:
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type == "response" and record.length and url.startswith(("http:", "https:")):
        record.http_headers = HTTP.parse(record.raw_stream)
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    kind = (http.get_header("Content-Type") if http else record.content_type) or ""
    if kind and not any(word in kind.lower() for word in READABLE):
        return None
    value = record.content_stream().read(LIMIT + 1)
    return Capture(url, headers.get_header("WARC-Date") or "", kind.lower(), value) if value else None
