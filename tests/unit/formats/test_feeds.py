"""Feeds from RSS 0.9 to Atom, with text of our own."""

import pytest

from schemas import RawArticle
from streams import formats
from streams.errors import TooLarge, Unreadable

RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Harbour Wire</title><link>https://hw.example/</link><language>en</language>
<item><title>Ferries wait</title><link>/ferry</link><description>Ships are stuck.</description></item></channel></rss>"""

RSS_2 = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Harbour Wire</title><link>https://hw.example/</link><language>en-gb</language>
<item><title>Ferries wait</title><link>https://hw.example/ferry</link><guid isPermaLink="false">hw-7</guid><dc:creator>Ada Nyberg</dc:creator>
<pubDate>Thu, 12 Mar 2026 09:00:00 GMT</pubDate><category>ice</category><category>ice</category>
<description>Ships are stuck.</description>
<content:encoded><![CDATA[<p>Three ferries waited on Thursday.</p><p>The crews played cards.</p>]]></content:encoded>
<media:content url="https://hw.example/l.jpg" medium="image"/><enclosure url="https://hw.example/a.mp3" type="audio/mpeg" length="1"/></item>
<item><author>desk@hw.example (Bo Ek)</author><description>Only a &lt;b&gt;summary&lt;/b&gt;.</description></item>
<item><link>https://hw.example/nothing</link></item></channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://hw.example/"><title>Harbour Wire</title></channel>
<item rdf:about="https://hw.example/ferry"><title>Ferries wait</title><link>https://hw.example/ferry</link></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><title>Harbour Wire</title><link href="https://hw.example/"/>
<entry><id>tag:hw.example,2026:7</id><title type="html">Ferries &amp;amp; ice</title><link rel="alternate" href="https://hw.example/ferry"/>
<published>2026-03-12T09:00:00Z</published><updated>2026-03-12T11:00:00Z</updated><author><name>Ada Nyberg</name></author>
<summary>Ships.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Three ferries waited.</p></div></content></entry></feed>"""


def read(value: str, **headers: str) -> list[RawArticle]:
    return formats.read(value.encode(), {f"x-news-{name}": text.encode() for name, text in headers.items()})


def test_an_old_feed_with_its_doctype_is_read_and_its_links_made_whole() -> None:
    (article,) = read(RSS_091)
    assert (article.title, article.url, article.source, article.language) == (
        "Ferries wait",
        "https://hw.example/ferry",
        "Harbour Wire",
        "en",
    )
    assert article.flags == ["summary_only"]


def test_a_full_entry_of_rss_2_becomes_an_article() -> None:
    first, second = read(RSS_2)
    assert first.model_dump(exclude_none=True, exclude_defaults=True) == {
        "uri": "hw-7",
        "url": "https://hw.example/ferry",
        "source": "Harbour Wire",
        "language": "en-gb",
        "title": "Ferries wait",
        "authors": ["Ada Nyberg"],
        "keywords": ["ice"],
        "published_at": "Thu, 12 Mar 2026 09:00:00 GMT",
        "standfirst": "Ships are stuck.",
        "content": "<p>Three ferries waited on Thursday.</p><p>The crews played cards.</p>",
        "content_type": "text/html",
        "images": [{"url": "https://hw.example/l.jpg"}],
    }
    assert (second.content, second.authors, second.flags) == ("Only a <b>summary</b>.", ["Bo Ek"], ["summary_only"])


def test_rdf_is_a_feed() -> None:
    (article,) = read(RDF)
    assert (article.uri, article.title) == ("https://hw.example/ferry", "Ferries wait")


def test_an_atom_entry_keeps_both_its_dates() -> None:
    (article,) = read(ATOM)
    assert (article.uri, article.url, article.published_at, article.modified_at) == (
        "tag:hw.example,2026:7", "https://hw.example/ferry", "2026-03-12T09:00:00Z", "2026-03-12T11:00:00Z")  # fmt: skip
    assert (article.authors, article.content, article.language) == (["Ada Nyberg"], "<p>Three ferries waited.</p>", "sv")


@pytest.mark.parametrize("feed", [RSS_091, RSS_2, RDF, ATOM])
@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json", ""])
def test_a_feed_is_a_feed_under_any_content_type(feed: str, kind: str) -> None:
    assert formats.read(feed.encode(), {"content-type": kind.encode()})[0].title


def test_headers_of_the_fetch_name_the_source_and_no_article() -> None:
    (article,) = read(RDF, url="https://hw.example/feed.rdf", source="hw", section="sea")
    assert (article.url, article.section) == ("https://hw.example/ferry", "sea")


def test_feeds_beyond_the_bounds_or_without_entries_are_refused() -> None:
    with pytest.raises(TooLarge, match="1001 entries"):
        read("<rss><channel>" + "<item><title>t</title></item>" * 1001 + "</channel></rss>")
    with pytest.raises(Unreadable, match="without entries"):
        read("<rss><channel><title>t</title></channel></rss>")
