"""WARC 0.18 to 1.1 (ISO 28500) through warcio: the pages in a web archive, one at a time, whatever the archive's size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from streams.errors import Unreadable
from streams.formats.unpack import LIMIT

KINDS = ("response", "resource", "conversion")
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
    """Every document with status 200 and a text type, in order; `stream` may be zipped. Raises Unreadable for a broken archive."""
    read = 0
    try:
        for record in ArchiveIterator(stream):
            read += 1
            if record.rec_type in KINDS and (found := _capture(record)):
                yield found
    except (ArchiveLoadFailed, EOFError, ValueError, OverflowError, LookupError, AttributeError, OSError) as error:
        raise Unreadable(f"content: the WARC file breaks after {read} records ({type(error).__name__}: {str(error)[:200]})") from error


def _capture(record: Any) -> Capture | None:
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    kind = (http.get_header("Content-Type") if http else record.content_type) or ""
    if kind and not any(word in kind.lower() for word in READABLE):
        return None
    value = record.content_stream().read(LIMIT + 1)
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    return Capture(url, headers.get_header("WARC-Date") or "", kind.lower(), value) if value else None
