"""When a receiver is told: a table of cases, and laws that no order of alerts may break."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Burst, Digest, Policy, Quiet, Throttle
from streams.sinks.alerting.schedule import History, plan

NIGHT = Quiet(start="22:00", end="07:00")


def at(clock: str, day: int = 14) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02}T{clock}:00+00:00")


ANY_TIME = at("12:00")


@pytest.mark.parametrize(
    ("policy", "now", "due", "why"),
    [
        (Policy(), "12:00", at("12:00"), "now"),
        (Policy(quiet=NIGHT), "21:59", at("21:59"), "now"),
        (Policy(quiet=NIGHT), "22:00", at("07:00", 15), "quiet"),
        (Policy(quiet=NIGHT), "06:59", at("07:00"), "quiet"),
        (Policy(quiet=NIGHT), "07:00", at("07:00"), "now"),
        (Policy(quiet=Quiet(start="12:00", end="13:00")), "12:30", at("13:00"), "quiet"),
        (Policy(quiet=NIGHT, zone="America/New_York"), "04:30", at("11:00"), "quiet"),
        (Policy(quiet=NIGHT, zone="America/New_York"), "22:30", at("22:30"), "now"),
        (Policy(digest=Digest(every="hour")), "12:00", at("13:00"), "digest"),
        (Policy(digest=Digest(every="hour")), "12:59", at("13:00"), "digest"),
        (Policy(digest=Digest(every="hour"), zone="Asia/Kolkata"), "12:00", at("12:30"), "digest"),
        (Policy(digest=Digest(every="day", at="07:00")), "06:30", at("07:00"), "digest"),
        (Policy(digest=Digest(every="day", at="07:00")), "07:00", at("07:00", 15), "digest"),
        (Policy(digest=Digest(every="day", at="03:00"), quiet=NIGHT), "12:00", at("07:00", 15), "digest"),
    ],
)
def test_when_it_is_sent(policy: Policy, now: str, due: datetime, why: str) -> None:
    found = plan(policy, "match", History(), at(now))
    assert (found.due, found.why) == (due, why)


def test_the_night_in_which_the_clock_changes_ends_by_the_clock() -> None:
    """On 29 March 2026 Vienna's night has an hour less."""
    policy = Policy(quiet=NIGHT, zone="Europe/Vienna")
    assert plan(policy, "match", History(), datetime(2026, 3, 28, 23, tzinfo=UTC)).due == datetime(2026, 3, 29, 5, tzinfo=UTC)


def test_a_digest_by_count_takes_along_what_waits() -> None:
    policy = Policy(digest=Digest(count=3))
    for held, goes in ((0, False), (1, False), (2, True)):
        found = plan(policy, "match", History(held=held), ANY_TIME)
        assert (found.due == ANY_TIME, found.with_held) == (goes, goes)


def test_more_than_was_agreed_waits_for_its_turn() -> None:
    policy = Policy(throttle=Throttle(most=2, minutes=60))
    sent = (at("11:10"), at("11:30"))
    assert plan(policy, "match", History(sent=sent[:1]), ANY_TIME).due == ANY_TIME
    found = plan(policy, "match", History(sent=sent), ANY_TIME)
    assert (found.due, found.why) == (at("12:10"), "throttle")
    assert plan(policy, "match", History(sent=sent, held=4), at("12:10")).with_held


def test_a_burst_breaks_every_agreement_once() -> None:
    policy = Policy(burst=Burst(articles=3, minutes=10), quiet=NIGHT, digest=Digest(every="day"), throttle=Throttle(most=1, minutes=60))
    now = at("23:00")
    lately, long_ago = (at("22:52"), at("22:58")), (at("22:40"), at("22:58"))
    found = plan(policy, "match", History(matched=lately, sent=(at("22:59"),), held=2), now)
    assert (found.due, found.why, found.with_held) == (now, "burst", True)
    assert plan(policy, "match", History(matched=long_ago), now).why == "digest"
    assert plan(policy, "match", History(matched=lately, escalated=at("22:55")), now).why == "digest"
    assert plan(policy, "correction", History(matched=lately), now).why == "digest"


def test_a_retraction_waits_for_nothing() -> None:
    policy = Policy(quiet=NIGHT, digest=Digest(every="day"), throttle=Throttle(most=1, minutes=60))
    assert plan(policy, "retraction", History(sent=(at("22:59"),)), at("23:00")).due == at("23:00")


TIMES = st.sampled_from([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 20, 59)])
POLICIES = st.builds(
    Policy,
    zone=st.sampled_from(["UTC", "Europe/Vienna", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]),
    quiet=st.none() | st.builds(Quiet, start=TIMES, end=TIMES),
    throttle=st.none() | st.builds(Throttle, most=st.integers(1, 4), minutes=st.integers(1, 300)),
    digest=st.none() | st.builds(Digest, every=st.sampled_from(["hour", "day"]), at=TIMES, count=st.none() | st.integers(2, 5)),
)


@settings(deadline=None, max_examples=60)
@given(POLICIES, st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_nothing_is_lost_too_early_too_often_or_at_night(policy: Policy, gaps: list[int]) -> None:
    """A receiver as the outbox sees it: what is due goes as one message, and then counts."""
    now, waiting, sent, told = datetime(2026, 3, 27, tzinfo=UTC), [], [], 0

    def send(until: datetime) -> None:
        nonlocal told
        while waiting and min(waiting) <= until:
            moment = min(waiting)
            told += sum(due <= moment for due in waiting)
            waiting[:] = [due for due in waiting if due > moment]
            sent.append(moment)

    for gap in gaps:
        now += timedelta(minutes=gap)
        send(now)
        found = plan(policy, "match", History(sent=tuple(sent), held=len(waiting)), now)
        assert found.due >= now
        assert plan(policy, "match", History(sent=tuple(sent), held=len(waiting)), found.due).due >= found.due
        if found.with_held:
            waiting[:] = [now] * len(waiting)
        waiting.append(found.due)
        assert found.due - now <= timedelta(days=3)
    send(datetime(2027, 1, 1, tzinfo=UTC))
    assert told == len(gaps)
    assert sent == sorted(sent)
