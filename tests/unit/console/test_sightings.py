"""Who printed a text: each copy as it was seen, and which of them was out first."""

import orjson
import pytest

from tests.newsroom import Newsroom
from tests.unit.console.conftest import client_of

TEXT = [
    f"Paragraph {n} tells how the council of Westmark met on day {n} and counted {n * 7 + 3} votes for the bridge over the river."
    for n in range(1, 9)
]
AROUND = [f"Orchard {n} of the lower hills keeps {n * 31} trees, which gave {n * 17} baskets of plums to the mill." for n in range(11, 31)]


def printed(source: str, body: list[str], published: str | None = None) -> bytes:
    return orjson.dumps(
        {"uri": source, "source": source, "title": f"{source} on the bridge", "url": f"https://{source.lower()}.example/bridge",
         "content": "\n\n".join(body), "content_type": "text/plain", "published_at": published}
    )  # fmt: skip


@pytest.fixture
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    found = Newsroom(tmp_path_factory.mktemp("copies"))
    printings = [
        printed("Post", TEXT, "2026-05-31T10:00:00+02:00"),
        printed("Gazette", [*TEXT[:5], "Our own desk adds that 4711 people watched."], "2026-05-31T09:00:00+02:00"),
        printed("Reuters", TEXT, "2026-05-31T08:30:00Z"),
        printed("Orchard", [*TEXT, *AROUND], "2026-05-30T08:00:00Z"),
    ]
    found.take_in(printings, {"content-type": b"application/json"})
    return found


async def test_every_copy_is_a_sighting_of_the_first_that_arrived(newsroom: Newsroom) -> None:
    async with client_of(newsroom) as client:
        post = newsroom.index.search("source:post").hits[0]
        found = (await client.get(f"/v1/articles/{post}/copies")).json()
        assert found["original"] == post
        told = [(row["source"], row["kind"], row["added"], row["numbers"]) for row in found["copies"]]
        assert told == [("Gazette", "near", 1, 1), ("Reuters", "same", 0, 0), ("Orchard", "contained", 20, 58)]
        assert [row["url"] for row in found["copies"]] == [f"https://{name}.example/bridge" for name in ("gazette", "reuters", "orchard")]
        assert (await client.get(f"/v1/articles/{found['copies'][0]['id']}/copies")).json() == found
        assert (await client.get(f"/v1/articles/{post}")).json()["copies"] == found["copies"]


async def test_an_agency_was_out_first_before_those_who_print_it(newsroom: Newsroom) -> None:
    async with client_of(newsroom) as client:
        post = newsroom.index.search("source:post").hits[0]
        found = (await client.get(f"/v1/articles/{post}/copies")).json()
        assert found["first"] == newsroom.index.search("source:reuters").hits[0]
        newsroom.take_in(
            [orjson.dumps({"uri": "Reuters", "source": "Reuters", "status": "canceled"})], {"content-type": b"application/json"}
        )
        left = (await client.get(f"/v1/articles/{post}/copies")).json()
        assert left["first"] == newsroom.index.search("source:gazette").hits[0]  # by its own clock an hour before the Post


async def test_copies_come_page_by_page(newsroom: Newsroom) -> None:
    async with client_of(newsroom) as client:
        post, seen, cursor = newsroom.index.search("source:post").hits[0], [], 0
        while cursor is not None:
            page = (await client.get(f"/v1/articles/{post}/copies", params={"limit": 2, "cursor": cursor})).json()
            seen += [row["source"] for row in page["copies"]]
            cursor = page["cursor"]
        assert seen == ["Gazette", "Reuters", "Orchard"]
        assert (await client.get("/v1/articles/nothing/copies")).status_code == 404


async def test_the_article_page_tells_its_copies(newsroom: Newsroom) -> None:
    async with client_of(newsroom) as client:
        page = (await client.get(f"/articles/{newsroom.index.search('source:post').hits[0]}")).text
    assert all(each in page for each in ("Gazette", "Reuters", "Orchard", "20 paragraphs, 58 figures"))


async def test_the_story_page_tells_its_life(newsroom: Newsroom) -> None:
    """Its articles with their copies under them, new versions, kills, and what happened to the story."""
    post = newsroom.index.search("source:post").hits[0]
    again = {
        "uri": "Post",
        "source": "Post",
        "title": "Post on the bridge, once more",
        "version": 2,
        "content": "\n\n".join([*TEXT, "It rained."]),
    }
    kill = {"uri": "Gazette", "source": "Gazette", "status": "canceled"}
    newsroom.take_in([orjson.dumps(each) for each in (again, kill)], {"content-type": b"application/json"})
    record = newsroom.archive.article(post)
    assert record
    async with client_of(newsroom) as client:
        told = (await client.get(f"/v1/stories/{record['story']['id']}")).json()
        page = (await client.get(f"/stories/{record['story']['id']}")).text
    assert [(each["change"], each["source"]) for each in told["changes"]] == [("update", "Post"), ("kill", "Gazette")]
    assert [row["source"] for row in told["copies"][post]] == ["Reuters"]
    assert [event["kind"] for event in told["events"]] == ["created", "updated", "updated", "updated"]
    assert told["days"] == [{"date": "2026-06-01", "matches": 3}]
    assert {"Westmark"} <= {each["name"] for each in told["entities"]}
    for shown in ("1 copy: Reuters", "Post on the bridge, once more", "Gazette on the bridge", "kill"):
        assert shown in page
