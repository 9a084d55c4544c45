"""Search, articles, stories and entities over the samples."""

import csv
import io
import json
from collections import deque

import httpx
import pytest
from lxml import html

from tests.newsroom import Newsroom
from tests.unit.query.articles import article


async def test_hits_show_the_words_that_were_found(reading: httpx.AsyncClient) -> None:
    hits = (await reading.get("/v1/search", params={"q": "tunnel", "limit": 3})).json()["hits"]
    marked = [text for hit in hits for part in hit["excerpt"].values() for text, wanted in part if wanted]
    assert marked
    assert {text.casefold() for text in marked} == {"tunnel"}


async def test_a_cursor_reaches_every_hit_once(reading: httpx.AsyncClient) -> None:
    seen, cursor = [], None
    while True:
        page = (await reading.get("/v1/search", params={"sort": "date", "limit": 7, **({"cursor": cursor} if cursor else {})})).json()
        seen += [hit["id"] for hit in page["hits"]]
        if not (cursor := page["cursor"]):
            break
    assert len(seen) == len(set(seen)) == page["total"]


async def test_facets_lead_to_as_many_hits_as_they_say(reading: httpx.AsyncClient) -> None:
    facets = (await reading.get("/v1/search", params={"facets": True})).json()["facets"]
    for field in ("source", "lang", "topic", "entity", "place", "day"):
        each = facets[field][0]
        narrowed = await reading.get("/v1/search", params={"q": each["query"]})
        assert narrowed.json()["total"] == each["number"]


async def test_an_article_comes_with_all_that_is_known(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    id = samples.index.search("title:tunnel is:original").hits[0]
    known = (await reading.get(f"/v1/articles/{id}")).json()
    assert known["article"]["id"] == id
    assert known["story"]["id"] == known["article"]["story"]["id"]
    assert {entry["step"] for entry in known["trail"]} >= {"clean", "classify", "dedupe", "enrich", "index"}
    assert known["versions"]


@pytest.mark.parametrize("least", [1, 2])
async def test_stories_page_by_page_come_once_each(reading: httpx.AsyncClient, samples: Newsroom, least: int) -> None:
    everything, _ = samples.archive.stories(500, None, least)
    seen, params = [], {"limit": 4, "least": least}
    while True:
        page = (await reading.get("/v1/stories", params=params)).json()
        seen += [story["id"] for story in page["stories"]]
        if not page["cursor"]:
            break
        params["cursor"] = page["cursor"]
    assert seen == [story["id"] for story in everything]
    assert len(set(seen)) == len(seen)
    assert all(story["size"] >= least for story in everything)


async def test_a_story_tells_its_life(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    (story, *_), _ = samples.archive.stories(1, None, 2)
    told = (await reading.get(f"/v1/stories/{story['id']}")).json()
    assert [event["revision"] for event in told["events"]] == list(range(1, told["revision"] + 1))
    assert (told["events"][0]["kind"], told["events"][0]["reason"]) == ("created", "first article")
    assert {event["article"] for event in told["events"]} == {member["id"] for member in told["members"]}


async def test_an_entity_is_found_by_id_and_by_name(reading: httpx.AsyncClient) -> None:
    facets = (await reading.get("/v1/search", params={"facets": True})).json()["facets"]["entity"]
    linked = next(each for each in facets if each["value"].startswith("Q"))
    by_id = (await reading.get(f"/v1/entities/{linked['value']}")).json()
    assert by_id["wikidata"] == linked["value"]
    assert by_id["total"] == linked["number"]
    by_name = (await reading.get(f"/v1/entities/{by_id['name'].upper()}")).json()
    assert by_name["name"] == by_id["name"]
    assert by_id["name"] not in [each["name"] for each in by_id["company"]]


async def test_every_link_of_the_pages_leads_somewhere(reading: httpx.AsyncClient) -> None:
    """Crawls the console from its first page: each address it offers is there, and says what it is."""
    waiting, seen = deque(["/"]), set()
    while waiting and len(seen) < 500:
        path = waiting.popleft()
        if path in seen or path.count("AND") > 1:
            continue
        seen.add(path)
        answer = await reading.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            links = html.fromstring(answer.text).xpath("//a/@href | //link/@href | //script/@src")
            waiting += [link.partition("#")[0] for link in links if link.startswith("/")]
    assert len([path for path in seen if path.startswith("/articles/")]) > 20
    assert any(path.startswith("/entities/") for path in seen)


async def test_what_an_article_says_is_shown_as_text_only(writing: httpx.AsyncClient) -> None:
    hostile = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'
    article = {
        "title": hostile,
        "content": f"{hostile} and a good deal of further text to keep.",
        "source": hostile,
        "url": "javascript:alert(1)",
    }
    assert (await writing.post("/v1/articles", json=article)).status_code == 202
    id = (await writing.get("/v1/search")).json()["hits"][0]["id"]
    for path in ("/", "/search?q=text", f"/articles/{id}", "/stories?least=1"):
        page = (await writing.get(path)).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


@pytest.mark.parametrize("query", ["tunnel OR bridge", "tunnel NOT bridge", "tunnel"])
async def test_a_facet_narrows_any_query_and_once_only(reading: httpx.AsyncClient, query: str) -> None:
    before = (await reading.get("/v1/search", params={"q": query, "facets": True})).json()
    each = before["facets"]["lang"][0]
    after = (await reading.get("/v1/search", params={"q": each["query"], "facets": True})).json()
    assert after["total"] == each["number"] <= before["total"]
    assert after["facets"]["lang"][0]["query"] is None


async def test_an_export_has_every_hit_once(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    total = samples.index.search("lang:en").total
    lines = (await reading.get("/v1/search/export", params={"q": "lang:en"})).text.splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) == total
    table = (await reading.get("/v1/search/export", params={"q": "lang:en", "format": "csv", "limit": 5})).text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines[:5]]
    assert all(row["title"] for row in rows)
    assert (await reading.get("/v1/search/export", params={"q": "("})).status_code == 400


async def test_a_spreadsheet_takes_nothing_for_a_formula(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    empty.keep(article(title='=HYPERLINK("https://evil.example")'))
    empty.index.commit()
    table = (await writing.get("/v1/search/export", params={"format": "csv"})).text
    assert next(csv.DictReader(io.StringIO(table)))["title"].startswith("'=")


@pytest.mark.parametrize("sort", ["date", "relevance"])
async def test_collapsed_pages_show_each_story_once(reading: httpx.AsyncClient, samples: Newsroom, sort: str) -> None:
    rows = samples.archive.articles(samples.index.search("", limit=200).hits)
    stories = {row["story"]["id"] for row in rows if row.get("story")}
    seen, params = [], {"sort": sort, "limit": 5, "collapse": True}
    while True:
        page = (await reading.get("/v1/search", params=params)).json()
        seen += [hit["story"]["id"] for hit in page["hits"] if hit["story"]]
        if not page["cursor"]:
            break
        params["cursor"] = page["cursor"]
    assert sorted(seen) == sorted(stories)


async def test_paging_neither_skips_nor_repeats_while_articles_arrive(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    for number in range(20):
        empty.keep(article(id=f"a{number}", title="flood"))
    empty.index.commit()
    seen, cursor = [], None
    for number in range(50):
        page = (await writing.get("/v1/search", params={"sort": "date", "limit": 3, **({"cursor": cursor} if cursor else {})})).json()
        seen += [hit["id"] for hit in page["hits"]]
        empty.keep(article(id=f"b{number}", title="flood"))
        empty.index.commit()
        if not (cursor := page["cursor"]):
            break
    assert seen == [f"a{number}" for number in reversed(range(20))]


async def test_more_like_this_finds_the_story_and_not_the_article(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    id = samples.index.search("title:tunnel is:original").hits[0]
    found = (await reading.get(f"/v1/articles/{id}/similar")).json()
    assert id not in [row["id"] for row in found]
    assert "tunnel" in found[0]["title"].casefold()
    assert (await reading.get("/v1/articles/none/similar")).status_code == 404


async def test_a_person_nobody_knows_has_a_page_by_name_and_office(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    """Under one local id in all articles; the page says what the id cannot tell apart."""
    for number, said in enumerate(
        ("Foreign Minister Anna Lindqvist opened", "Senator Anna Lindqvist closed", "Goalkeeper Anna Lindqvist left")
    ):
        content = f"{said} the bridge in Stockholm number {number} on Monday, before a crowd of {number + 7} hundred people."
        empty.take_in([json.dumps({"title": f"Bridge {number}", "content": content}).encode()], {})
    known = (await writing.get("/v1/entities/local:anna-lindqvist:politics")).json()
    assert (known["total"], known["name"], known["known_as"]) == (2, "Anna Lindqvist", "local:anna-lindqvist:politics")
    page = await writing.get("/entities/local:anna-lindqvist:politics")
    assert "kind of office are counted as one" in page.text
