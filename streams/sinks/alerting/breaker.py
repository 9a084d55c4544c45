"""A receiver that fails again and again is left alone for a while: pure, a function of its failures and now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = 5
"""Failures in a row after which a receiver is left alone."""
PAUSE = timedelta(seconds=10)
"""The first time it is left alone; twice as long each time it fails again."""
LONGEST = timedelta(minutes=10)
AT_ONCE = 8
"""Messages under way to one receiver."""

FIRST_WAIT = timedelta(seconds=0.5)
WAITS_GROW = 4
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP = timedelta(hours=6)
"""How long a message is tried."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row; closed until there are too many, then open until a moment, then one may try."""

    failures: int = 0
    opens: datetime | None = None

    def allows(self, now: datetime, under_way: int) -> bool:
        if self.failures < PATIENCE:
            return under_way < AT_ONCE
        return under_way == 0 and (self.opens is None or now >= self.opens)

    def after(self, went_well: bool, now: datetime) -> "Breaker":
        if went_well:
            return Breaker()
        failures = self.failures + 1
        over = failures - PATIENCE
        return Breaker(failures, now + min(LONGEST, PAUSE * 2 ** min(over, 10)) if over >= 0 else None)


def next_attempt(attempts: int, began: datetime, now: datetime, asked: timedelta = timedelta()) -> datetime | None:
    """When to try a message again after so many attempts, no sooner than the receiver `asked`; None: no more."""
    wait = max(asked, min(LONGEST_WAIT, FIRST_WAIT * WAITS_GROW ** min(attempts - 1, 8)))
    return now + wait if now + wait - began <= GIVE_UP else None
