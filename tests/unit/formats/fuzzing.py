"""Documents of every format, damaged in every way that a strategy can draw: for the tests, and for `tests.benchmarks.fuzz`."""

import base64
import gzip
import time
from datetime import UTC, datetime
from typing import Any

import orjson
from hypothesis import strategies as st

from streams import formats
from streams.errors import Poison
from streams.steps.clean import clean
from tests.unit.clean.newspages import COMMENTS, COOKIE, EN, FOOTER, NEWSLETTER, NIGHT, RELATED, SHARE
from tests.unit.clean.textdumps import DUMPS

NOW = datetime(2026, 3, 15, tzinfo=UTC)
SECONDS = 2.0
Document = tuple[bytes, str]
"""Bytes, and the type they are said to have."""


def news_page() -> str:
    """A page with everything that stands around articles."""
    ld = {"@type": "NewsArticle", "headline": NIGHT, "author": [{"@type": "Person", "name": "Jon Hale"}], "datePublished": "2026-03-10"}
    head = f'<title>{NIGHT}</title><meta property="og:title" content="{NIGHT}"><script type="application/ld+json">{orjson.dumps(ld).decode()}</script>'
    text = "".join(f"<p>{line}</p>" for line in EN)
    body = f'{COOKIE}<article><h1>{NIGHT}</h1><p class="byline">By Jon Hale on 10 March 2026</p>{text}{SHARE}</article>'
    return f"<!doctype html><html><head>{head}</head><body>{body}{COMMENTS}{RELATED}{NEWSLETTER}{FOOTER}</body></html>"


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
    "news page": news_page().encode(),
    "dump": DUMPS[0].text.encode(),
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


def _wrapped(value: bytes, kind: str, wrapping: str) -> Document:
    if wrapping == "gzip":
        return gzip.compress(value), kind
    if wrapping == "utf-16":
        return value.decode("latin-1").encode("utf-16"), kind
    if wrapping == "event":
        return orjson.dumps({"specversion": "1.0", "datacontenttype": kind, "data_base64": base64.b64encode(value).decode()}), kind
    return value, kind


def _places(node: Any) -> list[tuple[Any, Any]]:
    pairs = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    return [(node, key) for key, _ in pairs] + [each for _, inner in pairs for each in _places(inner)]


def _with(seed: bytes, which: int, value: Any) -> Document:
    """The document with one of its fields holding a value."""
    changed = orjson.loads(seed)
    places = _places(changed)
    node, key = places[which % len(places)]
    node[key] = value
    try:
        return orjson.dumps(changed, option=orjson.OPT_NON_STR_KEYS), ""
    except orjson.JSONEncodeError:
        return b"{}", ""


def _damaged(seed: bytes) -> st.SearchStrategy[Document]:
    return st.builds(_wrapped, damaged(seed), KINDS, st.sampled_from(["", "gzip", "utf-16", "event"]))


CASES: dict[str, st.SearchStrategy[Document]] = {
    **{f"damaged {name}": _damaged(seed) for name, seed in SEEDS.items()},
    **{
        f"fields of {name}": st.builds(_with, st.just(seed), st.integers(0, 1000), VALUES)
        for name, seed in SEEDS.items()
        if seed.startswith(b"{")
    },
    "any bytes": st.tuples(st.binary(max_size=300), KINDS),
}
