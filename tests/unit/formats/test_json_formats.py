"""ninjs in three dialects, JSON Feed and schema.org, with text of our own."""

from typing import Any

import orjson
import pytest

from schemas import RawArticle
from streams import formats
from streams.errors import Poison, Unreadable

BODY = "<p>Three ferries waited on Thursday.</p><p>The crews played cards.</p>"
NINJS_1 = {
    "uri": "urn:hw:ferry", "type": "text", "version": "3", "versioncreated": "2026-03-12T11:00:00Z", "firstcreated": "2026-03-12T09:00:00Z",
    "pubstatus": "usable", "embargoed": "2026-03-12T12:00:00Z", "language": "en", "byline": "Ada Nyberg", "headline": "Ferries wait",
    "body_xhtml": BODY, "body_text": "Three ferries waited on Thursday. The crews played cards.", "description_text": "Ships are stuck.",
    "subject": [{"name": "shipping", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000741"}],
    "infosource": [{"name": "Harbour Wire"}],
    "associations": {"main": {"type": "picture", "description_text": "The ice.",
        "renditions": {"s": {"href": "https://hw.example/s.jpg", "width": 100}, "l": {"href": "https://hw.example/l.jpg", "width": 900}}}},
}  # fmt: skip
NINJS_2 = {
    "uri": "urn:hw:ferry", "type": "text", "version": "3", "versioncreated": "2026-03-12T11:00:00Z", "firstcreated": "2026-03-12T09:00:00Z",
    "pubstatus": "usable", "embargoed": "2026-03-12T12:00:00Z", "language": "en", "by": "Ada Nyberg",
    "headlines": [{"role": "sub", "value": "Below"}, {"role": "main", "value": "Ferries wait"}],
    "bodies": [{"role": "text", "contenttype": "text/plain", "value": "Short."}, {"role": "html", "contenttype": "text/html", "value": BODY}],
    "descriptions": [{"role": "text", "value": "Ships are stuck."}],
    "subjects": [{"name": "shipping", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000741"}],
    "infosources": [{"name": "Harbour Wire"}],
    "associations": [{"name": "main", "type": "picture", "descriptions": [{"value": "The ice."}],
        "renditions": [{"href": "https://hw.example/s.jpg", "width": 100}, {"href": "https://hw.example/l.jpg", "width": 900}]}],
}  # fmt: skip
RENAMED = {
    "versioncreated": "versionCreated",
    "firstcreated": "firstCreated",
    "pubstatus": "pubStatus",
    "infosources": "infoSources",
    "contenttype": "contentType",
}
EXPECTED = {
    "uri": "urn:hw:ferry",
    "source": "Harbour Wire",
    "version": 3,
    "status": "usable",
    "embargoed_until": "2026-03-12T12:00:00Z",
    "language": "en",
    "title": "Ferries wait",
    "authors": ["Ada Nyberg"],
    "published_at": "2026-03-12T09:00:00Z",
    "modified_at": "2026-03-12T11:00:00Z",
    "subjects": ["medtop:20000741"],
    "keywords": ["shipping"],
    "standfirst": "Ships are stuck.",
    "content": BODY,
    "content_type": "text/html",
    "images": [{"url": "https://hw.example/l.jpg", "caption": "The ice."}],
}


def read(value: Any) -> RawArticle:
    (article,) = formats.read(orjson.dumps(value), {})
    return article


def told(article: RawArticle) -> dict[str, object]:
    return article.model_dump(exclude_none=True, exclude_defaults=True)


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {RENAMED.get(name, name): renamed(each) for name, each in value.items()}
    return [renamed(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "item",
    [NINJS_1, NINJS_2, renamed(NINJS_2), {"data": {"item": NINJS_1}}, renamed(NINJS_2) | {"standard": {"name": "ninjs", "version": "3.1"}}],
    ids=["1.6", "2.2", "3.1", "wrapped", "3.1 named"],
)
def test_every_version_of_ninjs_says_the_same(item: dict[str, Any]) -> None:
    assert told(read(item)) == EXPECTED


@pytest.mark.parametrize(
    ("word", "status", "flags"),
    [
        ("cancelled", "canceled", None),
        ("WITHDRAWN", "canceled", None),
        ("stat:withheld", "withheld", None),
        ("spiked", None, ["unknown_status:spiked"]),
    ],
)
def test_an_agency_s_own_words_for_the_status(word: str, status: str | None, flags: list[str] | None) -> None:
    article = read(NINJS_1 | {"pubstatus": word})
    assert (article.status, article.flags or None) == (status, flags)


@pytest.mark.parametrize(
    "odd", [{"subject": "ports"}, {"associations": []}, {"renditions": None}, {"byline": {"name": "A"}}, {"bodies": "x"}, {"version": 7}]
)
def test_drifted_types_cost_no_article(odd: dict[str, Any]) -> None:
    assert read(NINJS_1 | odd).title == "Ferries wait"


def test_a_kill_needs_only_its_uri() -> None:
    assert read({"uri": "urn:hw:ferry", "pubstatus": "canceled", "versioncreated": "2026-03-12T11:00:00Z"}).status == "canceled"


def test_ninjs_without_words_is_refused() -> None:
    with pytest.raises(Unreadable, match="needs content"):
        read({"uri": "urn:hw:ferry", "versioncreated": "2026-03-12T11:00:00Z"})


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Wire",
    "language": "en",
    "authors": [{"name": "The desk"}],
    "items": [
        {"id": 7, "url": "https://hw.example/7", "title": "Ferries wait", "content_html": BODY, "summary": "Stuck.", "tags": ["ice"],
         "date_published": "2026-03-12T09:00:00Z", "authors": [{"name": "Ada Nyberg"}], "image": "https://hw.example/7.jpg", "language": "sv"},
        {"id": "8", "external_url": "https://else.example/8", "summary": "Only a summary."},
        {"id": "9"},
    ],
}  # fmt: skip


def test_a_json_feed_gives_an_article_for_each_item_that_says_something() -> None:
    first, second = formats.read(orjson.dumps(FEED), {"x-news-url": b"https://hw.example/feed.json"})
    assert told(first) == {
        "uri": "7",
        "url": "https://hw.example/7",
        "source": "Harbour Wire",
        "language": "sv",
        "title": "Ferries wait",
        "authors": ["Ada Nyberg"],
        "keywords": ["ice"],
        "published_at": "2026-03-12T09:00:00Z",
        "standfirst": "Stuck.",
        "content": BODY,
        "content_type": "text/html",
        "images": [{"url": "https://hw.example/7.jpg"}],
    }
    assert (second.url, second.content, second.authors, second.flags) == (
        "https://else.example/8",
        "Only a summary.",
        ["The desk"],
        ["summary_only"],
    )


def test_the_author_of_json_feed_1_0_is_read() -> None:
    item = {"id": "1", "content_text": "Words.", "author": {"name": "Ada Nyberg"}}
    assert read({"version": "https://jsonfeed.org/version/1", "items": [item]}).authors == ["Ada Nyberg"]


NODE = {
    "@type": ["NewsArticle", "ReportageNewsArticle"],
    "@id": "https://hw.example/ferry#article",
    "headline": ["Ferries wait"],
    "articleBody": "Three ferries waited.\n\nThe crews played cards.",
    "description": "Ships are stuck.",
    "author": [{"@type": "Person", "name": "Ada Nyberg"}, "Bo Ek"],
    "publisher": {"name": "Harbour Wire"},
    "datePublished": "2026-03-12T09:00:00Z",
    "dateModified": "2026-03-12T11:00:00Z",
    "inLanguage": {"@type": "Language", "alternateName": "en"},
    "isAccessibleForFree": "False",
    "keywords": "ferries, ice",
    "articleSection": ["Transport", "Sea"],
    "image": [{"url": "https://hw.example/l.jpg", "caption": "The ice."}, "https://hw.example/m.jpg"],
    "mainEntityOfPage": {"@id": "https://hw.example/ferry"},
    "correction": "An earlier version named two ferries.",
}


@pytest.mark.parametrize(
    "wrapped",
    [
        {"@context": "https://schema.org", **NODE},
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, NODE]},
        [{"@context": "https://schema.org", **NODE}],
        {"@context": "https://schema.org", "@type": "WebPage", "mainEntity": NODE},
    ],
    ids=["node", "graph", "list", "page"],
)
def test_a_schema_org_article_is_found_in_its_wrapping(wrapped: Any) -> None:
    assert told(read(wrapped)) == {
        "uri": "https://hw.example/ferry#article",
        "url": "https://hw.example/ferry",
        "source": "Harbour Wire",
        "title": "Ferries wait",
        "authors": ["Ada Nyberg", "Bo Ek"],
        "section": "Transport",
        "language": "en",
        "published_at": "2026-03-12T09:00:00Z",
        "modified_at": "2026-03-12T11:00:00Z",
        "keywords": ["ferries", "ice"],
        "standfirst": "Ships are stuck.",
        "content": NODE["articleBody"],
        "content_type": "text/plain",
        "paywalled": True,
        "images": [{"url": "https://hw.example/l.jpg", "caption": "The ice."}, {"url": "https://hw.example/m.jpg"}],
        "signals": ["sig:correction"],
    }


@pytest.mark.parametrize(
    ("said", "paywalled"), [(True, False), ("true", False), ("https://schema.org/False", True), (0, True), ([False], True), (None, None)]
)
def test_strings_stand_for_booleans(said: Any, paywalled: bool | None) -> None:
    assert read({"@context": "https://schema.org", **NODE, "isAccessibleForFree": said}).paywalled is paywalled


def test_json_ld_without_an_article_says_what_it_is() -> None:
    with pytest.raises(Poison, match="Organization is no article"):
        read({"@context": "https://schema.org", "@type": "Organization", "name": "Harbour Wire"})
