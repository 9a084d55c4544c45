"""Whatever becomes of a delivery, the router says what to publish, and forgets nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from schemas import TrailEntry
from schemas import headers as names
from streams.delivery.envelope import Delivery, Output
from streams.delivery.result import Dropped, Emitted, Failed, Result
from streams.delivery.routing import route

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
ITEM = Emitted("a1", 2, "A title", b'{"id":"a1"}', source="Harbour Post")


def delivery(**changes: object) -> Delivery:
    fields = {"topic": "news.raw", "partition": 3, "offset": 14, "timestamp_ms": 1000, "key": b"k", "value": b"raw"}
    return Delivery(**(fields | {"headers": {}} | changes))  # type: ignore[arg-type]


def sent(outputs: list[Output], topic: str) -> list[Output]:
    return [output for output in outputs if output.topic == topic]


def test_a_record_goes_on_with_its_origin_and_leaves_a_trail() -> None:
    outputs = route("clean", "news.clean", delivery(), Result((ITEM,)), NOW)
    (record,) = sent(outputs, "news.clean")
    assert record.key == b"a1"
    assert record.headers[names.CE_ID] == b"a1@2"
    assert record.headers[names.ORIGIN] == b"news.raw:3:14"
    (entry,) = [TrailEntry.from_json(output.value or b"") for output in sent(outputs, "news.trail")]
    assert (entry.outcome, entry.article, entry.origin) == ("record", "a1", "news.raw:3:14")


def test_the_backfill_topic_marks_its_lane_and_every_later_step_keeps_the_mark() -> None:
    (first,) = sent(route("clean", "news.clean", delivery(topic="news.raw.backfill"), Result((ITEM,)), NOW), "news.clean")
    assert first.headers[names.LANE] == b"backfill"
    later = delivery(topic="news.clean", headers=dict(first.headers))
    (second,) = sent(route("classify", "news.classified", later, Result((ITEM,)), NOW), "news.classified")
    assert second.headers[names.LANE] == b"backfill"


def test_a_drop_goes_nowhere_but_the_trail() -> None:
    outputs = route("clean", "news.clean", delivery(), Result((Dropped("no_text"),)), NOW)
    assert [output.topic for output in outputs] == ["news.trail"]


def test_a_failure_keeps_key_value_and_headers_byte_for_byte() -> None:
    original = delivery(headers={"x-news-url": b"\xff\x00"}, value=b"\x00\xff{")
    failed = Failed("unreadable", "Unreadable", "content: not JSON")
    outputs = route("clean", "news.clean", original, Result(failed), NOW)
    (letter,) = sent(outputs, "news.dead")
    assert (letter.key, letter.value) == (b"k", b"\x00\xff{")
    assert letter.headers["x-news-url"] == b"\xff\x00"
    assert letter.headers[names.DEAD_REASON] == b"unreadable"
    assert (letter.headers[names.DEAD_PARTITION], letter.headers[names.DEAD_OFFSET]) == (b"3", b"14")


def test_a_letter_that_dies_again_keeps_its_history() -> None:
    failed = Failed("failed", "ValueError", "no")
    first = sent(route("clean", None, delivery(), Result(failed), NOW), "news.dead")[0]
    again = delivery(headers=dict(first.headers))
    later = NOW.replace(year=2027)
    second = sent(route("clean", None, again, Result(failed), later), "news.dead")[0]
    assert second.headers[names.DEAD_ATTEMPTS] == b"2"
    assert second.headers[names.DEAD_FIRST_FAILED] == first.headers[names.DEAD_FIRST_FAILED]


def test_a_letter_put_back_speaks_for_its_first_origin_and_accounts_for_its_own_place() -> None:
    first = sent(route("clean", None, delivery(), Result(Failed("failed", "E", "no")), NOW), "news.dead")[0]
    again = delivery(offset=99, headers=dict(first.headers))
    entries = [TrailEntry.from_json(output.value or b"") for output in route("clean", None, again, Result((ITEM,)), NOW)]
    assert {(entry.origin, entry.reason) for entry in entries} == {("news.raw:3:14", None), ("news.raw:3:99", "redriven")}


def test_articles_of_one_feed_have_origins_of_their_own() -> None:
    outputs = route("clean", "news.clean", delivery(), Result((ITEM, ITEM, ITEM)), NOW)
    origins = [output.headers[names.ORIGIN] for output in sent(outputs, "news.clean")]
    assert origins == [b"news.raw:3:14", b"news.raw:3:14:1", b"news.raw:3:14:2"]


@given(st.text(), st.text(max_size=20), st.binary())
def test_no_message_or_value_breaks_the_letter(message: str, name: str, value: bytes) -> None:
    outputs = route("clean", None, delivery(value=value), Result(Failed("failed", "E", message)), NOW)
    assert sent(outputs, "news.dead")[0].value == value
