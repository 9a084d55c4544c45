"""Everything that can go wrong, by what it means for the record in hand.

NewsloomError
├── Poison        can never work: to news.dead at once
│   ├── Unreadable      the bytes are not what they say, or not anything
│   ├── TooLarge        over a bound on size, depth or count
│   ├── TookTooLong     over its deadline, or its worker died on it
│   └── Undelivered     an alert that its receiver did not take
├── Transient     the outside is down: retried, and the partition waits
└── Misused       a person's mistake: command line, settings, query; printed without a traceback
"""

from pydantic import ValidationError


class NewsloomError(Exception):
    """Root of the tree."""


class Poison(NewsloomError):
    """This record can never be processed, however often it is tried."""

    reason = "failed"


class Unreadable(Poison):
    """The record cannot be read as an article."""

    reason = "unreadable"


class TooLarge(Poison):
    """The record is over a bound on size, depth or count."""

    reason = "too_large"


class TookTooLong(Poison):
    """The record ran over its deadline, or took its worker process down with it."""

    reason = "took_too_long"


class Undelivered(Poison):
    """The receiver of an alert refused it, or was not reached for hours."""

    reason = "undelivered"


REASONS = ("failed", "invalid", "out_of_memory", "too_large", "took_too_long", "undelivered", "unreadable")
"""Everything a dead letter may give as its reason."""


class Transient(NewsloomError):
    """Something outside is down; the same record may work later."""


class Misused(NewsloomError):
    """What a person asked for cannot be done; the message says why and what to do."""


def first_problem(error: ValidationError) -> str:
    """The first field that is wrong, and how: what a person needs of pydantic's list."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "record"
    return f"{field}: {first['msg']}"
