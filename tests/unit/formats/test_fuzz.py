"""Whatever bytes arrive, reading ends soon: in articles, or in an error of ours that has words."""

import base64
import gzip
import os
import time
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from streams import formats
from streams.errors import Poison
from streams.steps.clean import clean

NOW = datetime(2026, 3, 15, tzinfo=UTC)
EXAMPLES = int(os.environ.get("NEWSLOOM_FUZZ_EXAMPLES", "60"))
"""Per test; a fuzz run of half an hour sets it to a hundred thousand."""
SECONDS = 2.0
SETTINGS = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 1000)

SEEDS: dict[str, bytes] = {
    "contract": b'{"title":"Ferries wait","content":"Three ferries.","version":3,"authors":["A"],"published_at":"2026-03-12"}',
    "event": b'{"specversion":"1.0","source":"hw","datacontenttype":"text/plain","data_base64":"VGhyZWU="}',
    "ninjs": b'{"uri":"u","versioncreated":"2026-03-12","headline":"F","body_xhtml":"<p>T</p>","subject":[{"code":"1","scheme":"s"}],'
    b'"associations":{"a":{"type":"picture","renditions":{"l":{"href":"https://x.example/l","width":9}}}}}',
    "json feed": b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>T</p>","authors":[{"name":"A"}]}]}',
    "schema.org": b'{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"F","articleBody":"T","image":[{"url":"x"}]}]}',
    "rss": b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>HW</title><item><title>F</title><link>/f</link>"
    b"<pubDate>Thu, 12 Mar 2026 09:00:00 GMT</pubDate><description>&lt;p&gt;T&lt;/p&gt;</description></item></channel></rss>",
    "atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>F</title><content type='xhtml'><div>T</div></content></entry></feed>",
    "nitf": b"<nitf><head><docdata><doc-id id-string='1'/></docdata></head><body><body.head><hedline><hl1>F</hl1></hedline></body.head>"
    b"<body.content><p>T&nbsp;</p><media><media-reference source='x'/></media></body.content></body></nitf>",
    "newsml": b"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g' version='2'><itemMeta><pubStatus qcode='stat:usable'/>"
    b"</itemMeta><contentMeta><headline>F</headline><subject qcode='medtop:1'/></contentMeta><contentSet><inlineData>T</inlineData></contentSet></newsItem>",
    "mail": b"From: =?utf-8?q?A?= <a@b.example>\nMIME-Version: 1.0\nSubject: F\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVGhyZWU=\n--b--\n",
    "warc": b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/\r\nContent-Type: application/http\r\nContent-Length: 66\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Three</p></html>\r\n\r\n\r\n",
    "page": b"<!doctype html><html><head><meta charset='latin-1'><title>F</title></head><body><p>Three ferries.</p></body></html>",
}  # fmt: skip
KINDS = st.sampled_from(
    ["", "text/html", "text/plain; charset=x", "application/json", "application/xml", "message/rfc822", "application/warc", "\x00"]
)
TOKENS = st.sampled_from([b"<", b">", b"{", b"}", b'"', b"\x00", b"\xff", b"\n", b"\n\n", b"--b", b"]]>", b"&#", b"\\ud800", b"=?utf-8?b?", b"9" * 40, b"<!--", b"<![CDATA["])  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "url", "value", "role", "items"]) | st.text(max_size=4), inner, max_size=3), max_leaves=6)  # fmt: skip


def ends_well(value: bytes, kind: str = "") -> None:
    began, said = time.process_time(), "an article"
    try:
        for article in formats.read(value, {"content-type": kind.encode("latin-1", "replace")}):
            clean(article, NOW)
    except Poison as error:
        said = str(error)
    assert said
    assert time.process_time() - began < SECONDS


@st.composite
def damaged(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with pieces cut out, doubled, overwritten or put in."""
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(seed)))
        end = draw(st.integers(start, min(len(seed), start + 40)))
        piece = draw(st.one_of(TOKENS, st.binary(max_size=6), st.just(seed[start:end] * 2), st.just(b"")))
        seed = seed[:start] + piece + seed[end:]
    return seed


@pytest.mark.parametrize("name", SEEDS)
def test_the_seed_itself_is_read(name: str) -> None:
    assert formats.read(SEEDS[name], {})


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_document_ends_well(name: str) -> None:
    @SETTINGS
    @given(value=damaged(SEEDS[name]), kind=KINDS, wrapping=st.sampled_from(["", "gzip", "utf-16", "event"]))
    def check(value: bytes, kind: str, wrapping: str) -> None:
        if wrapping == "gzip":
            value = gzip.compress(value)
        elif wrapping == "utf-16":
            value = value.decode("latin-1").encode("utf-16")
        elif wrapping == "event":
            value = orjson.dumps({"specversion": "1.0", "datacontenttype": kind, "data_base64": base64.b64encode(value).decode()})
        ends_well(value, kind)

    check()


@pytest.mark.parametrize("name", [name for name, seed in SEEDS.items() if seed.startswith(b"{")])
def test_any_value_may_stand_in_any_field(name: str) -> None:
    document = orjson.loads(SEEDS[name])

    def fields(node: Any) -> list[tuple[Any, Any]]:
        pairs = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        return [(node, key) for key, _ in pairs] + [each for _, inner in pairs for each in fields(inner)]

    @SETTINGS
    @given(which=st.integers(0, 1000), value=VALUES)
    def check(which: int, value: Any) -> None:
        changed = orjson.loads(orjson.dumps(document))
        places = fields(changed)
        node, key = places[which % len(places)]
        node[key] = value
        ends_well(orjson.dumps(changed, option=orjson.OPT_NON_STR_KEYS, default=str) if _plain(value) else b"{}")

    check()


def _plain(value: Any) -> bool:
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        return False
    return True


@SETTINGS
@given(value=st.binary(max_size=300), kind=KINDS)
@example(value=b"\x1f\x8b", kind="")
@example(value=b"\xff\xfe", kind="")
@example(value=b"<", kind="application/xml")
@example(value=b"WARC/1.0", kind="")
def test_any_bytes_end_well(value: bytes, kind: str) -> None:
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
