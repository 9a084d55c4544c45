"""Web archives: records one at a time, memory flat, broken ones named."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from streams import formats
from streams.errors import Unreadable
from streams.formats.warc import captures

PAGE = b"<html><body><p>Three ferries waited on Thursday.</p></body></html>"


def archive(*records: tuple[str, str, str, bytes], zipped: bool = True) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=zipped)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "a test"}))
    for url, status, kind, body in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return stream.getvalue()


@pytest.mark.parametrize("zipped", [True, False])
def test_pages_that_were_fetched_become_articles(zipped: bool) -> None:
    feed = b"<rss><channel><item><title>Ice</title><link>https://hw.example/ice</link></item></channel></rss>"
    value = archive(
        ("https://hw.example/1", "200 OK", "text/html; charset=utf-8", PAGE),
        ("https://hw.example/2", "404 Not Found", "text/html", PAGE),
        ("https://hw.example/3", "200 OK", "image/png", b"\x89PNG"),
        ("https://hw.example/4", "200 OK", "text/html", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("https://hw.example/feed", "200 OK", "application/rss+xml", feed),
        zipped=zipped,
    )
    page, entry = formats.read(value, {"content-type": b"application/warc", "x-news-source": b"hw"})
    assert (page.url, page.content_type, page.source) == ("https://hw.example/1", "text/html; charset=utf-8", "hw")
    assert (entry.url, entry.title) == ("https://hw.example/ice", "Ice")


def test_an_archive_without_pages_and_a_broken_one_say_so() -> None:
    with pytest.raises(Unreadable, match="without a readable document"):
        formats.read(archive(), {})
    for length in (b"nonsense", b"9" * 40):
        with pytest.raises(Unreadable, match="WARC"):
            formats.read(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: " + length + b"\r\n\r\n", {})


@pytest.mark.parametrize("kind", ["members", "one member", "plain"])
def test_an_archive_cut_within_a_record_says_so_and_gives_what_came_before(kind: str) -> None:
    urls = [f"https://hw.example/{number}" for number in range(3)]
    parts = [archive((url, "200 OK", "text/html", PAGE), zipped=kind == "members") for url in urls]
    value = gzip.compress(b"".join(parts)) if kind == "one member" else b"".join(parts)
    ends = [sum(map(len, parts[:number])) for number in range(4)]
    for length in range(2, len(value)):
        given: list[str] = []
        try:
            for page in captures(io.BytesIO(value[:length])):
                given.append(page.url)
        except Unreadable:
            assert given == urls[: len(given)]
            least, most = (sum(end <= length + tail for end in ends[1:]) for tail in (0, 20))
            assert kind == "one member" or least <= len(given) <= most
        else:
            # whole but for the empty lines that end a record; each part begins with a record about the archive itself
            assert kind != "one member"
            about = len(archive(zipped=kind == "members"))
            assert any(-4 <= length - end <= 2 or abs(length - end - about) <= 12 for end in ends), length


@pytest.mark.parametrize("zipped", [True, False])
def test_an_empty_response_does_not_end_the_archive(zipped: bool) -> None:
    value = archive(
        ("https://hw.example/1", "200 OK", "text/html", b""), ("https://hw.example/2", "200 OK", "text/html", PAGE), zipped=zipped
    )
    bare = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://hw.example/0\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    value = (gzip.compress(bare) if zipped else bare) + value
    assert [page.url for page in captures(io.BytesIO(value))] == ["https://hw.example/2"]


class Endless(io.RawIOBase):
    """A stream of the same pages over and over, that never holds them all."""

    def __init__(self, times: int) -> None:
        one = archive(("https://hw.example/1", "200 OK", "text/html", PAGE * 1000))
        self._left: Iterator[bytes] = (one for _ in range(times))
        self._buffer = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]
        self._buffer = self._buffer or next(self._left, b"")
        part, self._buffer = self._buffer[: len(target)], self._buffer[len(target) :]
        target[: len(part)] = part
        return len(part)


def test_memory_does_not_grow_with_the_archive() -> None:
    peaks = []
    for times in (5, 200):
        tracemalloc.start()
        assert sum(1 for _ in captures(io.BufferedReader(Endless(times)))) == times
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_an_archive_that_is_cut_off_gives_what_came_before() -> None:
    whole = gzip.decompress(archive(*[(f"https://hw.example/{n}", "200 OK", "text/html", PAGE) for n in range(3)]))
    given = formats.read(whole[:-40], {})
    assert [(article.url, article.flags) for article in given] == [(f"https://hw.example/{n}", ["archive_cut"]) for n in range(2)]
    with pytest.raises(Unreadable, match="breaks after 1 records"):
        formats.read(whole[: len(whole) // 3], {})


def test_a_wrong_length_writes_nothing_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    record = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n"
    list(captures(io.BytesIO(record)))
    assert capsys.readouterr().err == ""
