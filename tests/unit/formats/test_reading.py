"""The bytes decide what a document is; what cannot be read says what it was."""

import base64
import gzip

import orjson
import pytest

from schemas import RawArticle
from streams import formats
from streams.errors import Poison, TooLarge, Unreadable

TEXT = "The harbour authority said on Monday that dredging would resume once the ice had gone."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def read(value: bytes, kind: str = "", **headers: str) -> list[RawArticle]:
    return formats.read(value, {"content-type": kind.encode(), **{f"x-news-{name}": text.encode() for name, text in headers.items()}})


def one(value: bytes, kind: str = "") -> RawArticle:
    (article,) = read(value, kind)
    return article


def content(article: RawArticle) -> str:
    return article.content or base64.b64decode(article.content_base64 or "").decode()


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (PNG, "a PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "a JPEG image"),
        (b"%PDF-1.7\n" + b"x" * 100, "a PDF document"),
        (b"PK\x03\x04" + bytes(50), "a ZIP archive"),
        (b"RIFF\x00\x10\x00\x00WEBPVP8 ", "a WEBP file"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "an MP4 video"),
        (bytes(range(32)) * 40, "binary data of no known kind"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_its_name(value: bytes, named: str) -> None:
    for kind in ("", "text/html", "application/json"):
        with pytest.raises(Unreadable, match=named):
            read(value, kind)


def test_an_image_packed_into_the_contract_is_refused_by_its_name() -> None:
    with pytest.raises(Unreadable, match="content_base64: a PNG image"):
        read(orjson.dumps({"title": "A title", "content_base64": base64.b64encode(PNG).decode()}))


@pytest.mark.parametrize("text", ["{Reuters} The harbour is open.", "[Photo: the harbour] It is open.", "BMW and ID3 are names."])
def test_a_text_may_begin_like_something_else(text: str) -> None:
    for kind in ("", "text/plain"):
        assert content(one(text.encode(), kind)) == text


def test_a_text_that_is_json_of_no_article_stays_a_text() -> None:
    assert content(one(b'{"colour": "red"}', "text/plain")) == '{"colour": "red"}'


@pytest.mark.parametrize("kind", ["", "text/plain", "text/html", "application/json", "application/xml", "application/octet-stream"])
def test_the_contract_is_found_under_any_content_type(kind: str) -> None:
    assert one(orjson.dumps({"title": "A title", "content": TEXT}), kind).content == TEXT


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_zipped_documents_are_unzipped(layers: int) -> None:
    value = orjson.dumps({"content": TEXT})
    for _ in range(layers):
        value = gzip.compress(value)
    assert one(value).content == TEXT


def test_members_of_a_gzip_file_are_one_document() -> None:
    value = orjson.dumps({"content": TEXT})
    assert one(gzip.compress(value[:10]) + gzip.compress(value[10:])).content == TEXT


def test_a_fourth_layer_and_a_bomb_are_refused() -> None:
    value = orjson.dumps({"content": TEXT})
    for _ in range(4):
        value = gzip.compress(value)
    with pytest.raises(Unreadable, match="gzip inside gzip"):
        read(value)
    with pytest.raises(TooLarge):
        read(gzip.compress(gzip.compress(b"0" * 100_000_000)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_characters_are_read_in_xml_and_json(encoding: str) -> None:
    feed = f"<?xml version='1.0' encoding='utf-16'?><rss><channel><item><title>Überfahrt</title><description>{TEXT}</description></item></channel></rss>"
    if encoding == "utf-8-sig":
        feed = feed.replace("utf-16", "utf-8")
    assert one(feed.encode(encoding)).title == "Überfahrt"
    assert one(orjson.dumps({"title": "Überfahrt"}).decode().encode(encoding)).title == "Überfahrt"


@pytest.mark.parametrize("root", ["rss", "nitf", "newsItem", "anything"])
def test_declared_entities_are_refused_in_any_xml(root: str) -> None:
    value = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">]><{root}><title>&a;</title></{root}>'
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(Unreadable, match="declares entities"):
            read(value.encode(encoding))


def test_xml_of_no_known_format_is_refused_by_its_root() -> None:
    with pytest.raises(Unreadable, match="its root is invoice"):
        read(b'<?xml version="1.0"?><invoice><total>3</total></invoice>')
    with pytest.raises(Unreadable, match="its root is contentSet"):
        read(b"<contentSet><inlineData>A text.</inlineData></contentSet>")


def test_xhtml_is_a_page() -> None:
    assert (
        one(b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words</p></body></html>').content_type
        == "text/html"
    )


def test_broken_characters_in_json_are_flagged() -> None:
    assert one(b'{"title": "abc \xff def"}').flags == ["invalid_utf8"]
    assert one(b'{"title": "abc \\ud800 def"}').flags == ["lone_surrogates"]
    assert one(b'{"title": "abc def"}').flags is None


@pytest.mark.parametrize("version", [b"1" + b"0" * 30, b"-1" + b"0" * 30, b"1e300"])
def test_a_version_beyond_64_bits_says_so(version: bytes) -> None:
    with pytest.raises(Unreadable, match=r"version: .* beyond 64 bits"):
        read(b'{"title": "A title", "version": ' + version + b"}")


def event(**fields: object) -> bytes:
    return orjson.dumps({"specversion": "1.0", "id": "1", "type": "article", "source": "harbour.example", **fields})


@pytest.mark.parametrize(
    "data",
    [
        {"data": {"content": TEXT}},
        {"data": {"content": TEXT}, "datacontenttype": "application/json"},
        {"data": TEXT, "datacontenttype": "text/plain"},
        {"data_base64": base64.b64encode(TEXT.encode()).decode(), "datacontenttype": "text/plain"},
        {"data_base64": base64.b64encode(orjson.dumps({"content": TEXT})).decode()},
        {"data_base64": base64.b64encode(gzip.compress(orjson.dumps({"content": TEXT}))).decode()},
    ],
)
def test_structured_events_carry_any_document(data: dict[str, object]) -> None:
    article = one(event(**data), "application/cloudevents+json")
    assert content(article) == TEXT
    assert article.source == "harbour.example"


def test_broken_events_name_the_field() -> None:
    with pytest.raises(Unreadable, match="data_base64: "):
        read(event(data_base64="@@@"))
    with pytest.raises(Unreadable, match="data: expected"):
        read(event(data=7))


def test_events_in_events_end() -> None:
    value = event(data={"content": TEXT})
    for _ in range(5):
        value = event(data=value.decode(), datacontenttype="application/json")
    with pytest.raises(Poison, match="events inside events"):
        read(value)


def test_headers_fill_what_the_document_leaves_open() -> None:
    (article,) = read(orjson.dumps({"content": TEXT, "title": "Its own"}), title="The header's", section="ports")
    assert (article.title, article.section) == ("Its own", "ports")
