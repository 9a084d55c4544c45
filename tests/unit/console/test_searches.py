"""Saved searches over the API and the pages."""

from datetime import UTC, datetime, timedelta

import feedparser
import httpx
import pytest
from lxml import html

from schemas import Burst, Digest, Duplicate, Policy, PublishedDate, Quiet, SavedSearch, Throttle
from tests.newsroom import NOW, Newsroom
from tests.unit.console.conftest import client_of
from tests.unit.query.articles import article


async def test_the_same_id_again_is_a_newer_version(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    first = (await writing.post("/v1/searches", json={"id": "floods", "name": "Floods", "query": "flood*"})).json()
    second = (await writing.post("/v1/searches", json={"id": "floods", "name": "Floods", "query": "flood* OR crue"})).json()
    assert (first["version"], second["version"]) == (1, 2)
    assert second["created_at"] == first["created_at"]
    assert [each.query for each in empty.searches.values()] == ["flood* OR crue"]


async def test_secrets_stay_inside(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    webhook = {"url": "https://receiver.example/hook", "secret": "s3cret"}
    saved = await writing.post("/v1/searches", json={"name": "n", "query": "x", "webhook": webhook})
    listed = await writing.get("/v1/searches")
    page = await writing.get("/searches")
    assert all("s3cret" not in each.text for each in (saved, listed, page))
    (kept,) = empty.searches.values()
    assert kept.webhook
    assert kept.webhook.secret == "s3cret"


async def test_an_id_with_a_slash_can_be_removed(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    for id in ("a/b", "c d/é"):
        search = SavedSearch(id=id, name="old", query="x", created_at=NOW, updated_at=NOW)
        empty.searches[search.key] = search
    assert (await writing.delete("/v1/searches/a/b")).status_code == 204
    assert (await writing.post("/searches/remove", data={"id": "c d/é"})).status_code == 303
    assert not empty.searches


@pytest.mark.parametrize(
    "wrong",
    [
        *({"query": "("}, {"query": "NOT x"}, {"name": ""}, {"name": " "}, {"id": "a b"}, {"webhook": {"url": "ftp://x"}}),
        *({"policy": {"digset": {}}}, {"policy": {"quiet": {"start": "25:00", "end": "07:00"}}}, {"policy": {"digest": {"at": "07:00"}}}),
        *({"channels": [{"kind": "email", "to": "nobody"}]}, {"channels": [{"kind": "pigeon", "to": "a@b"}]}),
    ],
)
async def test_what_cannot_be_saved_is_refused(writing: httpx.AsyncClient, empty: Newsroom, wrong: dict[str, object]) -> None:
    answer = await writing.post("/v1/searches", json={"name": "n", "query": "x", **wrong})
    assert answer.status_code in (400, 422)
    assert not empty.searches


async def test_a_preview_says_what_the_archive_would_have_raised(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    found = (await reading.get("/v1/searches/preview", params={"q": "tunnel OR hafentunnel"})).json()
    every = samples.index.search("tunnel OR hafentunnel").total
    assert found["matches"] + found["copies"] == every
    assert found["matches"] == samples.index.search("(tunnel OR hafentunnel) AND is:original").total > 0
    assert len(found["newest"]) == min(5, found["matches"])


async def test_a_preview_counts_each_day_of_the_last_week(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    now = datetime.now(UTC)
    for number, back in enumerate((0, 1, 1, 6, 7)):
        day = (now - timedelta(days=back)).strftime("%Y-%m-%d")
        published = PublishedDate(value=day, precision="day", source="publisher")
        empty.keep(article(id=f"a{number}", title="flood", published_at=published, received_at=now))
    empty.keep(article(id="c", title="flood", received_at=now, duplicate=Duplicate(of="a0", kind="near", containment=1)))
    empty.index.commit()
    found = (await writing.get("/v1/searches/preview", params={"q": "flood"})).json()
    assert (found["matches"], found["copies"]) == (5, 1)
    assert [each["matches"] for each in found["days"]] == [1, 0, 0, 0, 0, 2, 1]
    assert found["days"][-1]["date"] == f"{now:%Y-%m-%d}"


RECEIVERS = "slack https://hooks.example/T1/secret\ndesk@example.org\nhttps://receiver.example/ s3cret"
POLICY = {
    "name": "Floods", "query": "flood", "per": "story", "least_sources": "3", "copies": "on", "zone": "Europe/Vienna",
    "quiet_start": "22:00", "quiet_end": "07:00", "throttle_most": "4", "throttle_minutes": "60", "digest": "hour",
    "digest_at": "07:00", "digest_count": "20", "burst_articles": "9", "burst_minutes": "15", "channels": RECEIVERS,
}  # fmt: skip


async def test_the_editor_saves_a_policy_and_shows_it_again(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    assert (await writing.post("/searches", data=POLICY)).status_code == 303
    (kept,) = empty.searches.values()
    assert kept.policy == Policy(
        per="story", copies=True, least_sources=3, zone="Europe/Vienna", quiet=Quiet(start="22:00", end="07:00"),
        throttle=Throttle(most=4, minutes=60), digest=Digest(every="hour", count=20), burst=Burst(articles=9, minutes=15),
    )  # fmt: skip
    assert [(each.kind, each.secret) for each in kept.channels] == [("slack", None), ("email", None), ("webhook", "s3cret")]
    page = await writing.get(f"/searches/{kept.id}")
    assert "T1/secret" not in page.text
    assert "s3cret" not in page.text
    form = html.fromstring(page.text).forms[0]
    shown = dict(form.form_values())
    assert shown["channels"].splitlines()[0] == "slack https://hooks.example/…"
    await writing.post("/searches", data={**shown, "name": "Renamed"})
    (again,) = empty.searches.values()
    assert (again.name, again.version, again.policy, again.channels) == ("Renamed", 2, kept.policy, kept.channels)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"channels": "pigeon"}, "NAME@HOST"),
        ({"channels": "slack"}, "KIND ADDRESS"),
        ({"zone": "Vienna"}, "time zone"),
        ({"quiet_end": ""}, "pattern"),
        ({"throttle_most": "0"}, "greater than"),
    ],
)
async def test_what_the_editor_cannot_save_is_said_and_kept(writing: httpx.AsyncClient, empty: Newsroom, wrong: dict, told: str) -> None:
    answer = await writing.post("/searches", data=POLICY | wrong)
    assert answer.status_code == 400
    assert told in html.fromstring(answer.text).xpath("string(//*[@role='alert'])")
    assert 'value="Floods"' in answer.text
    assert not empty.searches


async def test_a_feed_has_the_alerts_and_its_key_opens_it_alone(samples: Newsroom) -> None:
    async with client_of(samples, token="t") as client:
        page = html.fromstring((await client.get("/searches", headers={"authorization": "Bearer t"})).text)
        feed = next(href for href in page.xpath("//a/@href") if "/floods/feed.atom" in href)
        answer = await client.get(feed)
        assert (await client.get(feed + "x")).status_code == 401
        assert (await client.get(feed.replace("floods", "german"))).status_code == 401
        assert (await client.get(feed.replace("/feed.atom", ""))).status_code == 401
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [
        f"urn:newsloom:alert:{row['id']}" for row in samples.archive.alerts("default/floods", 50)
    ]
    assert parsed.feed.title == "Floods"
    assert all(entry.link and entry.updated_parsed for entry in parsed.entries)


async def test_the_history_of_alerts_goes_back_page_by_page(reading: httpx.AsyncClient, samples: Newsroom) -> None:
    everything = [row["id"] for row in samples.archive.alerts(None, 500)]
    seen: list[str] = []
    while page := (await reading.get("/v1/alerts", params={"limit": 3, **({"before": seen[-1]} if seen else {})})).json():
        seen += [row["id"] for row in page]
    assert seen == everything
    assert (await reading.get("/v1/alerts", params={"before": "none"})).status_code == 404
    assert (await reading.get("/alerts", params={"search": "floods"})).status_code == 200


async def test_the_page_tries_a_query_before_it_is_saved(reading: httpx.AsyncClient) -> None:
    page = await reading.get("/searches", params={"name": "Tunnel", "query": "tunnel"})
    assert "Would have matched" in page.text
    assert 'value="Tunnel"' in page.text
    broken = await reading.get("/searches", params={"name": "Tunnel", "query": "("})
    assert broken.status_code == 400
    assert "something is missing" in broken.text


async def test_the_page_saves_and_keeps_what_was_typed_when_it_cannot(writing: httpx.AsyncClient, empty: Newsroom) -> None:
    broken = await writing.post("/searches", data={"name": "Tunnel", "query": "(tunnel"})
    assert broken.status_code == 400
    assert "(tunnel" in broken.text
    assert (await writing.post("/searches", data={"name": "Tunnel", "query": "tunnel"})).status_code == 303
    assert [each.name for each in empty.searches.values()] == ["Tunnel"]
