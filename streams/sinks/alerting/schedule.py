"""When a receiver is told of an alert: pure, a function of what was agreed, what was sent, and now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from schemas import Digest, Policy

Why = Literal["now", "quiet", "throttle", "digest", "burst"]


@dataclass(frozen=True, slots=True)
class History:
    """One search and one receiver: what was sent, and what waits."""

    sent: tuple[datetime, ...] = ()
    """When messages went out within the throttle's window, oldest first."""
    matched: tuple[datetime, ...] = ()
    """When the search was met within the burst's window, this alert not among them."""
    escalated: datetime | None = None
    """When a burst was last told."""
    held: int = 0
    """Alerts that wait."""


@dataclass(frozen=True, slots=True)
class Plan:
    """To be sent at `due`. `with_held`: all that waits for the receiver goes in the same message."""

    due: datetime
    why: Why
    with_held: bool = False


def plan(policy: Policy, kind: str, history: History, now: datetime) -> Plan:
    """Retractions and bursts go at once; all else waits for its digest, its turn, and the end of quiet hours."""
    if kind == "retraction":
        return Plan(now, "now")
    if kind == "match" and _bursts(policy, history, now):
        return Plan(now, "burst", with_held=True)
    due, why = _gathered(policy, history, now)
    turn = _turn(policy, history, due)
    if turn > due:
        due, why = turn, "throttle"
    loud = _after_quiet(policy, due)
    if loud > due:
        due, why = loud, why if why == "digest" else "quiet"
    return Plan(due, why, with_held=due == now and history.held > 0)


def _gathered(policy: Policy, history: History, now: datetime) -> tuple[datetime, Why]:
    digest = policy.digest
    if digest is None:
        return now, "now"
    if digest.count is not None and history.held + 1 >= digest.count:
        return now, "digest"
    if digest.every is None:
        return datetime.max.replace(tzinfo=now.tzinfo) - timedelta(days=2), "digest"
    return _next(digest, ZoneInfo(policy.zone), now), "digest"


def _next(digest: Digest, zone: ZoneInfo, now: datetime) -> datetime:
    """The next full hour, or the next time of day, after `now`."""
    local = now.astimezone(zone)
    if digest.every == "hour":
        return (now + timedelta(hours=1)).replace(second=0, microsecond=0) - timedelta(minutes=local.minute)
    return _at(local, digest.at, now)


def _at(local: datetime, time_of_day: str, now: datetime) -> datetime:
    """When the clock next shows `time_of_day`, after `now`."""
    hour, minute = map(int, time_of_day.split(":"))
    for days in (0, 1, 2):
        day = local.date() + timedelta(days=days)
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=local.tzinfo).astimezone(now.tzinfo)
        if moment > now:
            return moment
    raise AssertionError("a day has 24 hours")


def _turn(policy: Policy, history: History, moment: datetime) -> datetime:
    """The first time from `moment` on at which there may be another message."""
    if policy.throttle is None:
        return moment
    window = timedelta(minutes=policy.throttle.minutes)
    lately = [sent for sent in history.sent if sent > moment - window]
    return lately[-policy.throttle.most] + window if len(lately) >= policy.throttle.most else moment


def _after_quiet(policy: Policy, moment: datetime) -> datetime:
    """`moment`, or the end of the quiet hours that it lies in."""
    quiet = policy.quiet
    if quiet is None or quiet.start == quiet.end:
        return moment
    local = moment.astimezone(ZoneInfo(policy.zone))
    clock = f"{local:%H:%M}"
    within = quiet.start <= clock < quiet.end if quiet.start < quiet.end else clock >= quiet.start or clock < quiet.end
    return _at(local, quiet.end, moment) if within else moment


def _bursts(policy: Policy, history: History, now: datetime) -> bool:
    burst = policy.burst
    if burst is None:
        return False
    since = now - timedelta(minutes=burst.minutes)
    if history.escalated is not None and history.escalated > since:
        return False
    return sum(moment > since for moment in history.matched) + 1 >= burst.articles
