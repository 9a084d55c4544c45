"""What Slack and Teams are sent, through a real server; nothing in an article can act there."""

import json
from dataclasses import replace

import pytest

from schemas import Channel
from streams.sinks.alerting.outbox import Message
from streams.sinks.chat import post_slack, post_teams, slack, teams
from streams.sinks.outside import Outside
from tests.unit.sinks.receiving import answer, scripted
from tests.unit.sinks.test_email import alert, message


async def test_both_are_posted_as_json_under_the_messages_key() -> None:
    outside = Outside(allow_private=True)
    async with scripted(answer(200), answer(202)) as server:
        for send, kind in ((post_slack, "slack"), (post_teams, "teams")):
            to = Channel(kind=kind, to=f"http://127.0.0.1:{server.port}/{kind}")  # type: ignore[arg-type]
            await send(replace(message(alert()), channel=to), outside)
    await outside.close()
    assert [request.line.split()[1] for request in server.requests] == ["/slack", "/teams"]
    assert {request.headers["idempotency-key"] for request in server.requests} == {"m1"}
    assert json.loads(server.requests[1].body)["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"


@pytest.fixture
def hostile() -> Message:
    return message(alert("<!channel> & [click](https://evil.example) *now* |x"))


def test_slack_shows_a_title_as_it_is(hostile: Message) -> None:
    made = slack(hostile)
    assert made["text"] == "Floods: &lt;!channel&gt; &amp; [click](https://evil.example) *now* |x"
    text = made["blocks"][1]["text"]["text"]
    assert text.startswith("<https://example.org/1?a=1&amp;b=2|&lt;!channel&gt; &amp;")
    assert "It rained." in text


def test_teams_shows_a_title_as_it_is(hostile: Message) -> None:
    card = teams(hostile)["attachments"][0]["content"]
    item = card["body"][1]
    assert item["items"][0]["text"] == r"\<\!channel\> & \[click\]\(https://evil.example\) \*now\* \|x"
    assert item["selectAction"]["url"] == "https://example.org/1?a=1&b=2"


def test_a_digest_stays_within_what_they_take() -> None:
    many = message(*(alert("T" * 5000) for _ in range(200)), why="digest")
    assert len(slack(many)["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3000 for block in slack(many)["blocks"])
    assert len(json.dumps(teams(many))) < 28_000
