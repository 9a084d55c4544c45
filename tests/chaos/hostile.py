"""Raw records that no publisher should send, each by what is wrong with it."""

import base64
import gzip
import io
import zipfile

import orjson

TEXT = "The council met on Monday and talked about the bridge over the river for two hours."
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(9))
    + b"]><rss><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>"
)


def _json(**fields: object) -> bytes:
    return orjson.dumps({"content": TEXT, "source": "Desk", **fields})


def _page(body: str | bytes) -> bytes:
    body = body if isinstance(body, bytes) else body.encode()
    return orjson.dumps({"content_base64": base64.b64encode(body).decode(), "content_type": "text/html", "source": "Desk"})


def _deflated() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.html", b"a" * 10_000_000)
    return out.getvalue()


def hostile() -> dict[str, bytes]:
    """What is wrong with it, and the record."""
    return {
        "truncated JSON": _json(ref="a")[:-9],
        "invalid UTF-8": b'{"title": "caf\xe9", "content": "\xff\xfe\xfd"}',
        "lone surrogate": b'{"title": "a \\ud800 b", "content": "' + TEXT.encode() + b' \\udfff"}',
        "NUL": b'{"title": "a\\u0000b", "content": "' + TEXT.encode() + b'\\u0000"}',
        "raw NUL bytes": b"\x00" * 5000,
        "empty": b"",
        "spaces": b" \n\t ",
        "null": b"null",
        "number": b"42",
        "empty array": b"[]",
        "array of null": b"[null, null]",
        "empty object": b"{}",
        "deep JSON": b"[" * 100_000 + b"]" * 100_000,
        "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "fields of wrong types": orjson.dumps({"title": {"a": 1}, "content": [1, 2], "authors": 7, "published_at": []}),
        "year 0001": _json(ref="year 1", title="Year one", published_at="0001-01-01T00:00:00Z"),
        "year 9999": _json(ref="year 9999", title="Year 9999", published_at="9999-12-31T23:59:59+14:00"),
        "no date": _json(title="No date", published_at="the day after yesterday"),
        "negative version": _json(title="Negative", version=-3, uri="urn:negative"),
        "endless version": b'{"title": "Endless", "content": "%s", "version": 1%s}' % (TEXT.encode(), b"0" * 400),
        "fractional version": b'{"title": "Fraction", "content": "%s", "version": 1e400}' % TEXT.encode(),
        "NaN": b'{"title": "NaN", "content": "%s", "version": NaN}' % TEXT.encode(),
        "64 KB title": _json(title="long " * 13_000),
        "64 KB url": _json(title="Long address", url="https://example.org/" + "a" * 65_536),
        "bad address": _json(title="Bad address", url="http://[::1"),
        "script address": _json(title="Script", url="javascript:alert(1)"),
        "10,000 authors": _json(title="Many authors", authors=["Ann Lee"] * 10_000),
        "100,000 keywords": _json(title="Many keywords", keywords=[f"word {n}" for n in range(100_000)]),
        "bad base64": orjson.dumps({"content_base64": "!!!not base64!!!", "title": "Bad base64"}),
        "image as page": orjson.dumps(
            {"content_base64": base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400).decode(), "content_type": "text/html"}
        ),
        "PDF as text": orjson.dumps(
            {"content_base64": base64.b64encode(b"%PDF-1.7\n" + bytes(range(256)) * 400).decode(), "content_type": "text/plain"}
        ),
        "zip bomb": _deflated(),
        "gzip bomb": gzip.compress(b"<p>bomb</p>" * 20_000_000, 9),
        "broken gzip": gzip.compress(_json(title="Broken"))[:-12],
        "billion laughs": LAUGHS,
        "outside entity": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        "half a feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>Half</title><item><title>One',
        "feed as page": _page('<?xml version="1.0"?><rss version="2.0"><channel><item><title>One</title></item></channel></rss>'),
        "100,000 nested tags": _page("<div>" * 100_000 + TEXT + "</div>" * 100_000),
        "100,000 sibling tags": _page("<p>a</p>" * 100_000),
        "100,000 links": _page('<a href="/x">x</a> ' * 100_000),
        "50,000 attributes": _page("<p " + " ".join(f"a{n}=b" for n in range(50_000)) + f">{TEXT}</p>"),
        "200,000 table cells": _page("<table>" + "<tr>" + "<td>1</td>" * 200_000 + "</tr></table>"),
        "one line of 6 MB": orjson.dumps({"title": "One line", "content": "word " * 1_200_000, "source": "Desk"}),
        "6 MB without a space": orjson.dumps({"title": "No space", "content": "x" * 6_000_000, "source": "Desk"}),
        "UTF-16": '{"title": "Wide", "content": "wide words"}'.encode("utf-16"),
        "CloudEvent of 7": orjson.dumps({"specversion": "1.0", "type": "x", "source": "/x", "id": "1", "data": 7}),
        "quotes without end": _json(title="Quotes", content="“ said " * 60_000),
        "brackets without end": _json(title="Brackets", content="([{<" * 100_000),
        "combining marks": _json(title="Marks", content="e" + "\u0301" * 200_000),
    }
