"""No input crashes or stalls cleaning: each gives an article, a drop, or a Poison error that names the problem."""

import base64
import gzip
import time
from datetime import UTC, datetime

import orjson
import pytest

from schemas import CleanArticle
from streams import formats
from streams.errors import Poison
from streams.outcome import Drop
from streams.steps.clean import clean

NOW = datetime(2026, 3, 15, tzinfo=UTC)
TEXT = "A sentence that is long enough to be taken for a paragraph of an article, and then some more of it. " * 3
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]><rss><channel><item><title>&j;</title></item></channel></rss>"
)


def raw(**fields: object) -> bytes:
    return orjson.dumps({"content": TEXT, "title": "A title", **fields})


HOSTILE = {
    "empty": b"",
    "blank": b" \n\t ",
    "truncated JSON": raw()[:-20],
    "invalid UTF-8 in JSON": b'{"content": "abc \xff\xfe def", "title": "x"}',
    "lone surrogate": b'{"content": "abc \\ud800 def", "title": "x"}',
    "NUL bytes": raw(content="a\0b " * 50),
    "only NUL": b"\0" * 1000,
    "JSON number": b"[1, 2, 3]",
    "JSON null": b"null",
    "empty list": b"[]",
    "empty object": b"{}",
    "deep JSON": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "100,000 nested divs": b"<html><body>" + b"<div>" * 100_000 + b"text",
    "100,000 nested bolds": b"<html><body>" + b"<b>" * 100_000 + b"text",
    "100,000 siblings": b"<html><body>" + b"<p>word</p>" * 100_000,
    "100,000 links": b"<html><body>" + b'<a href="/x">link</a>' * 100_000,
    "50,000 attributes": b"<html><body><p " + b"".join(b"a%d=1 " % n for n in range(50_000)) + b">text</p>",
    "one long line": b"word " * 1_000_000,
    "one long word": b"a" * 5_000_000,
    "20 MB of HTML": b"<html><body><p>" + b"x" * 20_000_000,
    "gzip bomb": gzip.compress(b"0" * 200_000_000, 9),
    "cut gzip": gzip.compress(raw())[:-12],
    "billion laughs": LAUGHS,
    "feed of 200,000 items": b"<rss><channel>" + b"<item><title>t</title></item>" * 200_000,
    "feed without entries": b"<rss><channel><title>t</title></channel></rss>",
    "year 0001": raw(published_at="0001-01-01T00:00:00+14:00", modified_at="0001-01-01"),
    "year 9999": raw(published_at="9999-12-31T23:59:59-14:00", embargoed_until="9999-12-31"),
    "received in year 0001": raw(received_at="0001-01-01T00:00:00+14:00"),
    "received in year 9999": raw(received_at="9999-12-31T23:59:59-14:00"),
    "impossible date": raw(published_at="2026-13-45"),
    "huge timestamp": raw(published_at=1e300),
    "negative version": raw(version=-5),
    "huge version": raw(version="9" * 17),
    "version of words": raw(version="final final"),
    "64 KB title": raw(title="t" * 65_536),
    "bad base64": raw(content=None, content_base64="@@@@"),
    "binary": raw(content=None, content_base64=base64.b64encode(bytes(range(256)) * 100).decode()),
    "wrong type": raw(title={"a": 1}),
    "unknown status": raw(status="published"),
    "bad URL": raw(url="http://[::1"),
    "quotes that never end": raw(content='"' * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_input_ends_in_a_known_way(name: str) -> None:
    began = time.process_time()
    try:
        results = [clean(article, NOW) for article in formats.read(HOSTILE[name], {})]
    except Poison as error:
        said = str(error)
    else:
        said = "an article or a drop"
        assert all(isinstance(result, CleanArticle | Drop) for result in results)
    assert said
    assert time.process_time() - began < 8  # a stall, not a speed: the worker's deadline is 10 s


def test_a_tag_of_thousands_of_attributes_loses_them_and_its_text_stays() -> None:
    (article,) = formats.read(HOSTILE["50,000 attributes"].replace(b">text<", b">" + TEXT.encode() + b"<"), {})
    result = clean(article, NOW)
    assert isinstance(result, CleanArticle)
    assert TEXT.strip() in result.text


def test_a_bad_date_is_flagged_and_the_article_goes_on() -> None:
    (article,) = formats.read(HOSTILE["impossible date"], {})
    result = clean(article, NOW)
    assert isinstance(result, CleanArticle)
    assert "bad_date:published_at" in result.flags


def test_nul_bytes_never_cut_a_text_short() -> None:
    (article,) = formats.read(raw(content=f"{TEXT}\0{TEXT}"), {})
    result = clean(article, NOW)
    assert isinstance(result, CleanArticle)
    assert len(result.text) > len(TEXT) * 1.8
