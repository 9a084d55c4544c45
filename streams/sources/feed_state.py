"""What is known of a polled feed, and what one more answer makes of it: pure, time is an argument.

    answer ──► after(state, answer, now) ──► state with the next time to ask

A feed that answers is asked again after the interval or its own max-age; one that fails after twice as long each time;
one that is gone (410) never again; one that moved for good (301, 308) under its new address.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""No feed waits longer than this for its next turn, whatever it asks for."""

AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedState:
    """`asked` is the address in the list, `url` the one in use; `seen` are digests of the entries it had last."""

    asked: str
    url: str
    etag: str | None = None
    modified: str | None = None
    next_at: datetime = AT_ONCE
    failures: int = 0
    gone: bool = False
    status: int | None = None
    problem: str | None = None
    answered_at: datetime | None = None
    articles: int = 0
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `status` 0 where it could not be reached, `moved_to` where it moved for good."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    moved_to: str | None = None
    problem: str | None = None


def conditions(state: FeedState) -> dict[str, str]:
    """Headers that let the server answer 304 (RFC 9110, section 13)."""
    told = {"if-none-match": state.etag, "if-modified-since": state.modified}
    return {name: value for name, value in told.items() if value}


def after(state: FeedState, answer: Answer, now: datetime, interval: timedelta) -> FeedState:
    """The state once `answer` is dealt with."""
    state = replace(state, status=answer.status or None, problem=answer.problem, url=answer.moved_to or state.url)
    if answer.status == 410:
        return replace(state, gone=True, problem="gone (410)")
    if answer.problem is None and answer.status in (200, 304):
        wait = min(max(interval, _max_age(answer.headers)), LONGEST) + _spread(state.asked, interval)
        state = replace(state, failures=0, answered_at=now, next_at=now + wait)
        return _validated(state, answer) if answer.status == 200 else state
    failures = min(state.failures + 1, 20)
    backed_off = min(interval * 2**failures, LONGEST)
    wait = min(max(backed_off, _retry_after(answer.headers, now)), LONGEST)
    return replace(state, failures=failures, next_at=now + wait, problem=answer.problem or f"status {answer.status}")


def _validated(state: FeedState, answer: Answer) -> FeedState:
    return replace(state, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))


def _spread(url: str, interval: timedelta) -> timedelta:
    """Up to a tenth of the interval, the same for a feed every time: feeds listed together do not stay together."""
    return interval * (hashlib.blake2b(url.encode(), digest_size=1).digest()[0] / 2560)


def _max_age(headers: dict[str, str]) -> timedelta:
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isdecimal():
            return timedelta(seconds=min(int(value[:9]), 86_400))
    return timedelta()


def _retry_after(headers: dict[str, str], now: datetime) -> timedelta:
    """Seconds or a date (RFC 9110, section 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return timedelta(seconds=min(int(value[:9]), 86_400))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return timedelta()
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta())
