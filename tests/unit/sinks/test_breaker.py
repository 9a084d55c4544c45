"""A receiver that fails is left alone for longer and longer, and one that works is left alone never."""

from datetime import UTC, datetime, timedelta

from streams.sinks.alerting.breaker import AT_ONCE, GIVE_UP, LONGEST, PATIENCE, PAUSE, Breaker, next_attempt

NOW = datetime(2026, 3, 14, tzinfo=UTC)


def failed(times: int) -> Breaker:
    breaker = Breaker()
    for _ in range(times):
        breaker = breaker.after(False, NOW)
    return breaker


def test_a_few_failures_close_nothing() -> None:
    assert failed(PATIENCE - 1).allows(NOW, AT_ONCE - 1)
    assert not failed(0).allows(NOW, AT_ONCE)


def test_too_many_in_a_row_leave_it_alone_and_then_one_may_try() -> None:
    breaker = failed(PATIENCE)
    assert not breaker.allows(NOW + PAUSE / 2, 0)
    assert breaker.allows(NOW + PAUSE, 0)
    assert not breaker.allows(NOW + PAUSE, 1)
    assert breaker.after(True, NOW) == Breaker()


def test_pauses_grow_to_a_bound() -> None:
    pauses = [failed(PATIENCE + more).opens - NOW for more in range(40)]  # type: ignore[operator]
    assert pauses[:3] == [PAUSE, 2 * PAUSE, 4 * PAUSE]
    assert max(pauses) == LONGEST


def test_a_message_is_tried_at_growing_intervals_for_hours() -> None:
    now, waits = NOW, []
    while (again := next_attempt(len(waits) + 1, NOW, now)) is not None:
        waits.append(again - now)
        now = again
    assert [wait.total_seconds() for wait in waits[:4]] == [0.5, 2, 8, 32]
    assert waits == sorted(waits)
    assert GIVE_UP - timedelta(minutes=10) <= now - NOW <= GIVE_UP


def test_a_receiver_that_asks_for_time_gets_it() -> None:
    assert next_attempt(1, NOW, NOW, timedelta(seconds=90)) == NOW + timedelta(seconds=90)
