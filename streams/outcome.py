"""A step's result is a value: a record, a Drop, or an exception that one total function routes."""

from dataclasses import dataclass
from typing import Literal

DropReason = Literal["redelivery", "older_version", "embargoed", "no_text", "not_own_source", "early_kill", "forgotten"]


@dataclass(frozen=True, slots=True)
class Drop:
    """The article ends here on purpose; `detail` says more where there is more to say."""

    reason: DropReason
    detail: str | None = None
