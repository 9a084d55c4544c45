"""What is put is sent once in effect, held as agreed, and survives a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemas import Alert, AlertedArticle, Burst, Channel, Digest, Policy, Quiet, Throttle
from streams.sinks.alerting import Outbox
from streams.sinks.alerting.outbox import Message

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOOK, DESK = Channel(kind="webhook", to="https://receiver.example/"), Channel(kind="email", to="desk@example.org")
HOURLY = Policy(digest=Digest(every="hour"))


def alert(id: str, kind: str = "match", article: str | None = None, channels: tuple[Channel, ...] = (HOOK,), title: str = "T") -> Alert:
    about = AlertedArticle(id=article or id, version=1, title=title, story="s")
    return Alert(
        id=id, kind=kind, search="f", search_name="Floods", query="flood", article=about, channels=[*channels], raised_at=NOW,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path) as one:
        yield one


def ids(messages: list[Message]) -> list[list[str]]:
    return [[each.id for each in message.alerts] for message in messages]


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def test_each_receiver_is_told_once_whatever_is_put_again(outbox: Outbox) -> None:
    told = alert("a", channels=(HOOK, DESK))
    assert (outbox.put(told, Policy(), NOW), outbox.put(told, Policy(), NOW)) == (2, 0)
    first, second = outbox.due(NOW)
    assert {first.channel.kind, second.channel.kind} == {"webhook", "email"}
    assert first.id != second.id
    outbox.delivered(first)
    assert outbox.put(told, Policy(), NOW) == 0
    assert [message.id for message in outbox.due(NOW)] == [second.id]


def test_what_is_under_way_is_not_due_again(outbox: Outbox) -> None:
    outbox.put(alert("a", channels=(HOOK, DESK)), Policy(), NOW)
    first, second = outbox.due(NOW)
    assert outbox.due(NOW, under_way=[first.id]) == [second]
    assert outbox.due(NOW, under_way=[first.id, second.id]) == []


def test_what_was_not_settled_is_the_same_message_after_a_restart(tmp_path: Path) -> None:
    with Outbox(tmp_path) as outbox:
        for id in "ab":
            outbox.put(alert(id), HOURLY, NOW)
        (sent,) = outbox.due(minutes(60))
    with Outbox(tmp_path) as outbox:
        outbox.put(alert("c"), HOURLY, minutes(30))
        again, later = outbox.due(minutes(61))
    assert again == sent
    assert ids([later]) == [["c"]]


def test_a_digest_is_one_message_at_its_time(outbox: Outbox) -> None:
    for number, id in enumerate("abc"):
        outbox.put(alert(id), HOURLY, minutes(number))
    assert outbox.due(minutes(59)) == []
    assert outbox.next_due(NOW) == minutes(60)
    (message,) = outbox.due(minutes(60))
    assert (ids([message]), message.why) == ([["a", "b", "c"]], "digest")


def test_a_digest_by_count_goes_when_it_is_full(outbox: Outbox) -> None:
    sent: list[list[str]] = []
    for id in "abcd":
        outbox.put(alert(id), Policy(digest=Digest(count=3)), NOW)
        for message in outbox.due(NOW):
            sent += ids([message])
            outbox.delivered(message)
    assert sent == [["a", "b", "c"]]


def test_a_throttle_gathers_what_is_too_much(outbox: Outbox) -> None:
    policy = Policy(throttle=Throttle(most=1, minutes=10))
    for number, id in enumerate("abc"):
        outbox.put(alert(id), policy, minutes(number))
        for message in outbox.due(minutes(number)):
            outbox.delivered(message)
    assert ids(outbox.due(minutes(10))) == [["b", "c"]]


def test_a_burst_takes_along_what_waits(outbox: Outbox) -> None:
    policy = Policy(burst=Burst(articles=3, minutes=5), digest=Digest(every="day"))
    for number, id in enumerate("abcd"):
        outbox.put(alert(id), policy, minutes(number))
    (message,) = outbox.due(minutes(4))
    assert (ids([message]), message.why) == ([["a", "b", "c"]], "burst")


def test_a_retraction_takes_back_what_was_not_sent(outbox: Outbox) -> None:
    night = Policy(quiet=Quiet(start="12:00", end="18:00"))
    outbox.put(alert("a"), night, NOW)
    for _ in range(2):
        assert outbox.put(alert("r", "retraction", article="a"), night, NOW) == 0
    assert outbox.due(minutes(600)) == []


def test_a_retraction_reaches_whoever_may_know(outbox: Outbox) -> None:
    outbox.put(alert("a"), Policy(), NOW)
    outbox.due(NOW)
    assert outbox.put(alert("r", "retraction", article="a"), HOURLY, NOW) == 1
    assert outbox.put(alert("x", "retraction", article="unknown"), HOURLY, NOW) == 1


def test_a_correction_of_what_waits_takes_its_place(outbox: Outbox) -> None:
    outbox.put(alert("a", title="wrong"), HOURLY, NOW)
    for _ in range(2):
        assert outbox.put(alert("c", "correction", article="a", title="right"), HOURLY, NOW) == 0
    (message,) = outbox.due(minutes(60))
    assert [(each.id, each.kind, each.article.title) for each in message.alerts] == [("a", "match", "right")]
    assert outbox.put(alert("c", "correction", article="a", title="right"), HOURLY, NOW) == 0


def test_what_was_given_up_is_tried_again_when_it_is_put_again(outbox: Outbox) -> None:
    outbox.put(alert("a", channels=(HOOK, DESK)), Policy(), NOW)
    dead, well = outbox.due(NOW)
    outbox.bury(dead, "410")
    outbox.delivered(well)
    assert outbox.due(NOW) == []
    outbox.put(alert("a", channels=(HOOK, DESK)), Policy(), minutes(1))
    assert [message.id for message in outbox.due(minutes(1))] == [dead.id]


def test_a_postponed_message_waits_with_its_attempts_counted(outbox: Outbox) -> None:
    outbox.put(alert("a"), Policy(), NOW)
    outbox.postpone(outbox.due(NOW)[0], minutes(5), "503")
    assert outbox.due(minutes(4)) == []
    assert outbox.due(minutes(5))[0].attempts == 1


def test_receivers_that_are_left_alone_hold_up_nobody(outbox: Outbox) -> None:
    for number in range(300):
        outbox.put(alert(f"a{number}"), Policy(), NOW)
    outbox.put(alert("b", channels=(DESK,)), Policy(), minutes(1))
    assert ids(outbox.due(minutes(1), without=[HOOK.key])) == [["b"]]


def test_what_waits_for_a_removed_search_goes_nowhere(outbox: Outbox) -> None:
    outbox.put(alert("a"), HOURLY, NOW)
    assert outbox.waiting_searches() == {"default/f"}
    outbox.withdraw("default/f")
    assert outbox.due(minutes(60)) == []


def test_who_was_told_is_known_after_a_restart_and_forgotten_with_the_article(tmp_path: Path) -> None:
    with Outbox(tmp_path) as outbox:
        outbox.note([alert("a")], "s", ["default/w"], NOW)
        outbox.put(alert("a", title="a secret title"), HOURLY, NOW)
    with Outbox(tmp_path) as outbox:
        told = outbox.told("a", "s")
        assert [told.article["default/f"].id, told.waiting] == ["a", {"default/w"}]
        assert ["default/f" in told.story, "default/w" in told.story] == [True, False]
        outbox.forget("a")
        assert outbox.told("a", "s").article == {}
        assert outbox.due(minutes(60)) == []
    assert b"a secret title" not in (tmp_path / "outbox.sqlite").read_bytes()


def test_old_things_are_let_go_and_what_waits_is_not(outbox: Outbox) -> None:
    outbox.note([alert("a")], "s", [], NOW)
    outbox.put(alert("a"), Policy(), NOW)
    outbox.delivered(outbox.due(NOW)[0])
    outbox.put(alert("b"), Policy(digest=Digest(count=9)), NOW)
    outbox.prune(NOW + timedelta(days=31))
    assert outbox.told("a", "s").article == {}
    assert outbox.waiting_searches() == {"default/f"}
