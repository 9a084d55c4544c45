"""NewsML-G2 and NITF, with text of our own: what each element becomes."""

import pytest

from schemas import RawArticle
from streams import formats
from streams.errors import Unreadable

NITF = """
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
  <head>
    <title>Slug of the ferry</title>
    <docdata management-status="usable">
      <doc-id id-string="ferry-7"/><date.issue norm="20260312T101500Z"/><du-key version="4"/>
      <ed-msg msg-type="update" info="adds quote"/>
      <key-list><keyword key="ferries"/><keyword key="ice"/></key-list>
    </docdata>
    <tobject><tobject.subject tobject.subject.refnum="20000741"/><tobject.subject tobject.subject.refnum="04015000"/></tobject>
    <pubdata name="Harbour Wire" position.section="Transport"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Ferries wait for the ice&nbsp;breaker</hl1><hl2>Second line</hl2></hedline>
      <byline>By <person>Ada Nyberg</person>, <byttl>Staff</byttl></byline>
      <abstract><p>Three ships are stuck.</p></abstract>
    </body.head>
    <body.content>
      <p>Three ferries <em>waited</em> on Thursday &amp; the crews played cards.</p>
      <hl2>Waiting</hl2>
      <table><tr><td>Ships</td><td>3</td></tr></table>
      <media media-type="image"><media-reference source="https://harbour.example/ice.jpg"/><media-caption>The ice.</media-caption></media>
      <bq><block><p>We have time.</p></block></bq>
    </body.content>
  </body>
</nitf>"""

ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:harbour.example:2026:ferry" version="12" xml:lang="en-GB"
          standard="NewsML-G2" standardversion="2.33" conformance="power">
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="nprov:HW"><name>Harbour Wire</name></provider>
    <versionCreated>2026-03-12T11:00:00+01:00</versionCreated>
    <firstCreated>2026-03-12T09:00:00+01:00</firstCreated>
    <embargoed>2026-03-12T12:00:00Z</embargoed>
    <pubStatus {status}/>
    <link rel="irel:isTranslationOf" href="https://harbour.example/sv"/>
    <link rel="irel:webVersion" contenttype="text/html" href="https://harbour.example/ferry"/>
    <signal {signal}/>
  </itemMeta>
  <contentMeta>
    <by>By Ada Nyberg</by>
    <creator qcode="staff:an"><name>A. Nyberg</name></creator>
    <subject qcode="medtop:20000741"><name>shipping</name></subject>
    <subject uri="http://cv.iptc.org/newscodes/mediatopic/20000749"/>
    <subject qcode="hw:ice"><name>ice</name><sameAs qcode="medtop:20001370"/></subject>
    <keyword>ferries</keyword>
    <headline role="hld:sub">Below</headline>
    <headline role="hld:main">Ferries wait</headline>
    <description role="drol:summary">Three ships are stuck.</description>
  </contentMeta>
  <contentSet>{content}</contentSet>
</newsItem>"""


def item(content: str = "", status: str = 'qcode="stat:usable"', signal: str = 'qcode="sig:update"') -> bytes:
    return ITEM.format(content=content, status=status, signal=signal).encode()


def read(value: bytes | str) -> RawArticle:
    (article,) = formats.read(value.encode() if isinstance(value, str) else value, {})
    return article


def told(article: RawArticle) -> dict[str, object]:
    return article.model_dump(exclude_none=True, exclude_defaults=True)


def test_an_nitf_document_becomes_an_article() -> None:
    assert told(read(NITF)) == {
        "uri": "ferry-7",
        "source": "Harbour Wire",
        "version": "4",
        "title": "Ferries wait for the ice breaker",
        "authors": ["Ada Nyberg"],
        "section": "Transport",
        "published_at": "20260312T101500Z",
        "keywords": ["ferries", "ice"],
        "subjects": ["medtop:20000741", "subj:04015000"],
        "standfirst": "Three ships are stuck.",
        "content": read(NITF).content,
        "content_type": "text/html",
        "images": [{"url": "https://harbour.example/ice.jpg", "caption": "The ice."}],
        "signals": ["sig:update"],
    }


def test_an_nitf_body_keeps_its_blocks_and_only_them() -> None:
    markup = " ".join((read(NITF).content or "").split())
    assert "<p>Three ferries waited on Thursday &amp; the crews played cards.</p>" in markup
    assert "<h2>Waiting</h2>" in markup
    assert "<td>Ships</td><td>3</td>" in markup
    assert "<blockquote><div><p>We have time.</p></div></blockquote>" in markup
    assert "ice.jpg" not in markup


def test_a_killed_nitf_document_is_canceled() -> None:
    assert read(NITF.replace('management-status="usable"', 'management-status="killed"')).status == "canceled"


def test_a_news_item_becomes_an_article() -> None:
    assert told(read(item("<inlineXML><html><body><p>One.</p><p>Two.</p></body></html></inlineXML>"))) == {
        "uri": "urn:newsml:harbour.example:2026:ferry",
        "url": "https://harbour.example/ferry",
        "source": "Harbour Wire",
        "version": 12,
        "status": "usable",
        "embargoed_until": "2026-03-12T12:00:00Z",
        "language": "en-GB",
        "title": "Ferries wait",
        "authors": ["Ada Nyberg"],
        "published_at": "2026-03-12T09:00:00+01:00",
        "modified_at": "2026-03-12T11:00:00+01:00",
        "subjects": ["medtop:20000741", "medtop:20000749", "medtop:20001370"],
        "keywords": ["ferries", "shipping", "ice"],
        "standfirst": "Three ships are stuck.",
        "content": "<article><p>One.</p><p>Two.</p></article>",
        "content_type": "text/html",
        "signals": ["sig:update"],
    }


def test_an_item_goes_before_the_nitf_inside_it() -> None:
    article = read(item(f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>'))
    assert (article.title, article.version, article.section) == ("Ferries wait", 12, "Transport")
    assert "crews played cards" in (article.content or "")


def test_inline_data_is_the_text() -> None:
    article = read(item('<inlineData contenttype="text/plain">First line.\n\nSecond line.</inlineData>'))
    assert (article.content, article.content_type) == ("First line.\n\nSecond line.", "text/plain")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ('qcode="stat:canceled"', "canceled"),
        ('qcode="stat:withheld"', "withheld"),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', "canceled"),
        ('qcode="stat:spiked"', None),
    ],
)
def test_the_publication_status_is_read(status: str, expected: str | None) -> None:
    article = read(item(status=status))
    assert article.status == expected
    assert ("unknown_status:spiked" in (article.flags or [])) is (expected is None)


@pytest.mark.parametrize("signal", ['qcode="sig:correction"', 'uri="http://cv.iptc.org/newscodes/signal/correction"'])
def test_signals_are_kept(signal: str) -> None:
    assert read(item(signal=signal)).signals == ["sig:correction"]


def test_an_item_without_text_is_its_summary_and_says_so() -> None:
    article = read(item())
    assert (article.content, article.flags) == ("Three ships are stuck.", ["summary_only"])


def test_the_largest_rendition_of_a_picture_is_the_image() -> None:
    small, large = (f'<remoteContent contenttype="image/jpeg" width="{n}" href="https://harbour.example/{n}.jpg"/>' for n in (200, 2000))
    assert [str(image.url) for image in read(item(small + large)).images or []] == ["https://harbour.example/2000.jpg"]  # type: ignore[union-attr]


PACKAGE = """<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:p" version="2"><itemMeta><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>The day at sea</headline></contentMeta>
<groupSet root="g"><group id="g"><itemRef residref="urn:1"><title>Ice</title><description>Ships wait.</description></itemRef>
<itemRef residref="urn:2"><title>Fish</title></itemRef></group></groupSet></packageItem>"""


def test_a_package_tells_what_it_refers_to() -> None:
    article = read(PACKAGE)
    assert (article.uri, article.title, article.content) == ("urn:p", "The day at sea", "Ice. Ships wait.\n\nFish")
    assert article.flags == ["package"]


def test_a_message_gives_its_items_and_not_the_package_around_them() -> None:
    inside = item("<inlineData>One.</inlineData>").decode().partition("?>")[2]
    message = f"<newsMessage><header><sent>2026-03-12</sent></header><itemSet>{PACKAGE}{inside}{inside}</itemSet></newsMessage>"
    assert [article.title for article in formats.read(message.encode(), {})] == ["Ferries wait", "Ferries wait"]


def test_items_that_carry_no_article_are_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="NewsML-G2 conceptItem carries no article"):
        read('<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:c"/>')


def test_broken_xml_is_mended_and_flagged() -> None:
    article = read(item("<inlineData>One.</inlineData>").replace(b"</newsItem>", b""))
    assert (article.title, article.flags) == ("Ferries wait", ["mended_xml"])
