"""What a page says of itself beside its text: who wrote it and when, pictures, paywall, corrections, what stands around it."""

import json
from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from tests.unit.clean.newspages import COMMENTS, COOKIE, EN, FOOTER, NEWSLETTER, NIGHT, RELATED, SHARE

TEXT = "".join(f"<p>{line}</p>" for line in EN)


def page(
    head: str = "", above: str = "", below: str = "", title: str = NIGHT, url: str = "https://westmark-post.example/ferry"
) -> CleanArticle:
    html = (
        f"<html><head><title>{title}</title>{head}</head><body>{COOKIE}<article><h1>{title}</h1>{above}{TEXT}{below}</article>"
        f"{RELATED}{NEWSLETTER}{FOOTER}</body></html>"
    )
    found = clean(RawArticle(content=html, content_type="text/html", url=url), datetime(2026, 3, 15, tzinfo=UTC))
    assert isinstance(found, CleanArticle)
    return found


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": NIGHT} | fields)}</script>'


HALE = {"@type": "Person", "@id": "#hale", "name": "Jon Hale"}
POST = {"@type": "Organization", "name": "Westmark Post"}


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (ld(author=[HALE, {"@type": "Person", "name": "Ida Roos"}]), ["Jon Hale", "Ida Roos"]),
        (ld(author="By Jon Hale and Ida Roos"), ["Jon Hale", "Ida Roos"]),
        (ld(author=[HALE, POST], publisher=POST), ["Jon Hale"]),
        (
            ld(**{"@type": "WebPage", "@graph": [HALE, {"@type": "NewsArticle", "author": {"@id": "#hale"}}]}),
            ["Jon Hale"],
        ),
        (
            f'<script type="application/ld+json">\n//<![CDATA[\n{json.dumps({"@type": "Article", "author": HALE})}\n//]]></script>',
            ["Jon Hale"],
        ),
        ('<meta name="parsely-author" content="Jon Hale">', ["Jon Hale"]),
        ('<meta property="article:author" content="https://social.example/westmarkpost">', []),
        ('<meta name="author" content="Westmark Post">', []),
        ('<meta name="author" content="Redaktion">', []),
        ('<meta name="author" content="Jos&amp;eacute; Hale">', ["José Hale"]),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jon Hale">', ["Jon Hale"]),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jon Hale @jonhale">', ["Jon Hale"]),
        (ld(author=[HALE, {"@type": "Person", "name": "Harbour Desk"}]), ["Jon Hale", "Harbour Desk"]),
        ('<meta name="author" content="wordpressadmin">', []),
        (ld(author=POST, publisher=POST), ["Westmark Post"]),
        ("", []),
    ],
)
def test_declared_authors_are_persons_unless_only_the_publisher_is_named(head: str, found: list[str]) -> None:
    assert page(head).authors == found


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ('<p class="meta">10.03.2026 von Jon Hale</p>', ["Jon Hale"]),
        ('<span class="author vcard"><span>Author</span> <a class="url fn n" href="/author/jon">Jon Hale</a></span>', ["Jon Hale"]),
        ('<p class="byline">VON JON HALE am 10. März 2026</p>', ["JON HALE"]),
        ("<p>Par Jon Hale</p>", ["Jon Hale"]),
        ("<p>A column by Jon Hale</p>", ["Jon Hale"]),
        ('<p class="byline">Erstellt von Jon Hale</p>', ["Jon Hale"]),
        ('<div class="AuthorDate">Datum: 10.03.2026 Autor: Jon Hale Quelle: Post</div>', ["Jon Hale"]),
        ('<div class="byline"><b>Jon Hale</b> <b>Ida Roos</b></div>', ["Jon Hale", "Ida Roos"]),
        ('<div class="share-row"><span class="byline">By Jon Hale</span></div>', ["Jon Hale"]),
        ('<aside class="meta"><p class="authors">Von: <a href="/autor/jon">Jon Hale</a></p></aside>', ["Jon Hale"]),
        (f'<div class="author-info">{"Kind words for large, small and other people of the harbour. " * 3}</div>', []),
        ('<div class="byline">By our reporters in the harbour</div>', []),
        ('<p class="author">Posted on Tuesday</p>', []),
    ],
)
def test_shown_authors(above: str, found: list[str]) -> None:
    assert page(above=above).authors == found


@pytest.mark.parametrize(
    ("head", "above", "found", "source"),
    [
        (ld(datePublished="2026-03-10T23:15:00-05:00"), "", "2026-03-10T23:15:00-05:00", "json-ld"),
        ('<meta name="sailthru.date" content="2026-03-10">', "", "2026-03-10", "meta"),
        ("", '<time datetime="2026-03-10T08:15Z">Tuesday</time>', "2026-03-10T08:15:00Z", "time"),
        ("", '<div class="uploaded-date">10.03.26</div>', "2026-03-10", "text"),
        ("", "<div>10/03/2026</div>", "2026-03-10", "text"),
        ("", "<div>3/25/2026</div>", "2026-03-25", "text"),
        ("", "<p>Publicado el 10 de marzo de 2026</p>", "2026-03-10", "text"),
        ("", "<p>2026年3月10日</p>", "2026-03-10", "text"),
    ],
)
def test_dates_say_where_they_stood_and_keep_the_publishers_day(head: str, above: str, found: str, source: str) -> None:
    told = page(head, above).published_at
    assert told is not None
    assert (told.value, told.source) == (found, source)


def test_a_user_name_gives_way_to_the_full_name_in_the_byline() -> None:
    byline = '<p class="byline">By Jon Hale</p>'
    assert page('<meta name="author" content="j_hale">', byline).authors == ["Jon Hale"]
    assert page('<meta name="author" content="Jon">', byline).authors == ["Jon Hale"]
    assert page('<meta name="author" content="Ida">', byline).authors == ["Ida"]


def test_the_articles_own_footer_may_name_its_author() -> None:
    footer = '<footer class="entry-footer"><a rel="author" href="/author/jon">Jon Hale</a></footer>'
    assert page(below=footer).authors == ["Jon Hale"]
    assert page(below=footer.replace("entry-", "page-")).authors == []


@pytest.mark.parametrize(
    "above",
    [
        "<p>10. März 2026 | Harbour, council</p>",
        "<p>Port Ellery, 10 March 2026 – The council of the harbour town voted for the night ferry, and it did so twice in a night.</p>",
    ],
)
def test_a_line_or_the_text_may_open_with_the_date(above: str) -> None:
    told = page(above=above).published_at
    assert told is not None
    assert (told.value, told.source) == ("2026-03-10", "text")


@pytest.mark.parametrize("path", ["2026/03/10/ferry", "news/10-03-2026", "20260310/ferry"])
def test_the_address_may_name_the_day(path: str) -> None:
    told = page(url=f"https://westmark-post.example/{path}").published_at
    assert told is not None
    assert (told.value, told.source) == ("2026-03-10", "url")


def test_no_author_and_no_date_are_invented() -> None:
    found = page()
    assert (found.authors, found.published_at) == ([], None)


def test_pictures_have_address_caption_and_text_and_are_named_once() -> None:
    figure = '<figure><img src="/f.jpg?w=300" alt="A ferry"><figcaption>The ferry at dusk. Photo: Ida Roos</figcaption></figure>'
    found = page('<meta property="og:image" content="https://westmark-post.example/f.jpg">', figure)
    assert [(each.url, each.caption, each.alt) for each in found.images] == [
        ("https://westmark-post.example/f.jpg", "The ferry at dusk. Photo: Ida Roos", "A ferry")
    ]


@pytest.mark.parametrize(
    ("head", "below", "paywalled"),
    [
        (ld(isAccessibleForFree="False"), "", True),
        (ld(isAccessibleForFree=True), '<div class="paywall">Read on</div>', False),
        ('<meta property="article:content_tier" content="locked">', "", True),
        ("", '<div class="paywall-box">Subscribe now to read on.</div>', True),
        ("", "", None),
    ],
)
def test_paywall(head: str, below: str, paywalled: bool | None) -> None:
    assert page(head, below=below).paywalled is paywalled


@pytest.mark.parametrize(
    "note",
    [
        "This article was amended on 11 March 2026. The ticket costs 3.20 euros, not 2.30 as an earlier version said.",
        "Korrektur: In einer früheren Fassung hieß es, die Fahrt koste 2,30 Euro.",
        "Une première version de cet article indiquait un autre prix.",
    ],
)
def test_correction_notes_are_data_and_not_body(note: str) -> None:
    found = page(below=f"<p>{note}</p>")
    assert (found.corrections, found.body) == ([note], EN)


def test_declared_corrections_are_data() -> None:
    assert page(ld(correction={"@type": "CorrectionComment", "text": "The price was wrong."})).corrections == ["The price was wrong."]


def test_live_blogs_are_flagged() -> None:
    times = '<time datetime="2026-03-10T08:15Z">8.15</time><time datetime="2026-03-10T08:40Z">8.40</time>'
    assert "live_blog" in page(above=times, title="Live: the vote on the night ferry").flags
    assert "live_blog" in page(ld(**{"@type": "LiveBlogPosting"})).flags
    assert "live_blog" not in page(above=times).flags


def test_canonical_address_and_name_of_the_site() -> None:
    found = page('<link rel="canonical" href="/2026/ferry"><meta property="og:site_name" content="Westmark Post">')
    assert found.source == "Westmark Post"
    assert "url:https://westmark-post.example/2026/ferry" in found.aliases


def test_boxes_around_the_text_are_counted_by_kind() -> None:
    removed = page(below=SHARE + COMMENTS).removed
    assert {kind: removed[kind] for kind in ("comments", "related_posts", "share", "newsletter", "cookie_notice")} == {
        "comments": 1, "related_posts": 1, "share": 1, "newsletter": 1, "cookie_notice": 1,
    }  # fmt: skip


def test_what_entities_stand_for_is_composed() -> None:
    found = page(above="<p>The harbour cafe&#x301; at the pier opens at four in the morning, and it has done so every day for years.</p>")
    assert "café" in found.body[0]
