"""Whatever bytes arrive, reading ends soon: in articles, or in an error of ours that has words."""

import gzip
import os

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from streams import formats
from tests.unit.formats.fuzzing import CASES, SEEDS, Document, ends_well

EXAMPLES = int(os.environ.get("NEWSLOOM_FUZZ_EXAMPLES", "60"))
"""Per test; `python -m tests.benchmarks.fuzz` runs for as long as one likes."""
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 1000)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_itself_is_read(name: str) -> None:
    assert formats.read(SEEDS[name], {})


@pytest.mark.parametrize("name", CASES)
def test_whatever_is_drawn_ends_well(name: str) -> None:
    @SETTINGS
    @given(document=CASES[name])
    def check(document: Document) -> None:
        ends_well(*document)

    check()


@pytest.mark.parametrize(("value", "kind"), [(b"\x1f\x8b", ""), (b"\xff\xfe", ""), (b"<", "application/xml"), (b"WARC/1.0", "")])
def test_beginnings_alone_end_well(value: bytes, kind: str) -> None:
    ends_well(value, kind)


LONG = {
    "open tags": b"<a" * 500_000,
    "comments": b"<!---->" * 500_000 + b"<rss>",
    "instructions": b"<?x?>" * 300_000,
    "open comment": b"<!--" * 500_000,
    "doctype": b"<!DOCTYPE " + b"[" * 1_000_000,
    "nested nitf": b"<nitf><body><body.content>" + b"<p>" * 60_000,
    "nested item": b"<newsItem><contentSet><inlineXML>" + b"<div>" * 60_000,
    "attributes": b"<nitf " + b"".join(b'a%d="" ' % n for n in range(100_000)) + b"/>",
    "named characters": b"<nitf>" + b"&nbsp;" * 500_000 + b"</nitf>",
    "broken feed": b"<rss><channel><item>" + b"<description><![CDATA[" * 20_000,
    "braces": b'{"a":"' + b"{" * 3_000_000,
    "quotes": b'{"' * 1_000_000,
    "backslashes": b'{"a":"' + b"\\" * 3_000_001,
    "mail headers": b"From: a@b\nMessage-ID: 1\n" + b"X: y\n" * 500_000,
    "mail folding": b"From: a@b\nMessage-ID: 1\nSubject: " + b"=?utf-8?q?a?=\n " * 200_000,
    "mail addresses": b"From: " + b"(" * 500_000 + b"\nMessage-ID: 1\n\nx",
    "mail parameters": b"From: a@b\nMessage-ID: 1\nContent-Type: multipart/mixed; " + b"a*0=b;" * 100_000 + b"\n\nx",
    "warc headers": b"WARC/1.0\r\n" + b"A: b\r\n" * 500_000,
    "zipped nothing": gzip.compress(b"") * 100_000,
    "wide": "<a".encode("utf-16") * 500_000,
    "keywords": orjson.dumps({"@context": "x", "@type": "NewsArticle", "headline": "F", "keywords": ["k"] * 500_000}),
    "graph": orjson.dumps({"@context": "x", "@graph": [{"@type": "Thing"}] * 200_000}),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_long_documents_end_soon(name: str) -> None:
    ends_well(LONG[name])
