"""Which offsets of one partition may be committed: everything up to the first that is not finished.

Stock Faust acknowledges a record whose agent raised and, when acks come out of order, commits past one that is still
in flight. Here a record is released for its ack only once it and everything delivered before it is finished.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Token = TypeVar("Token")


@dataclass(slots=True)
class Ledger(Generic[Token]):
    """Offsets between delivery and commit, each with a token (Faust's event) that is handed back when it may be acked.

    Gaps between offsets are normal: compaction and transaction markers leave them. After `revoke` nothing is ever
    released again: the partition's next owner has in flight whatever was not committed.
    """

    revoked: bool = False
    committed: int = -1
    """The newest offset that was released; -1 before the first."""
    _waiting: OrderedDict[int, Token] = field(default_factory=OrderedDict)
    _finished: set[int] = field(default_factory=set)

    def deliver(self, offset: int, token: Token) -> bool:
        """Take an offset in; False for one that is in flight or released already and must not be worked on again."""
        if self.revoked or offset <= self.committed or offset in self._waiting:
            return False
        self._waiting[offset] = token
        return True

    def finish(self, offsets: Iterable[int]) -> list[Token]:
        """Mark offsets finished; the tokens that may be acked now, in the order of delivery."""
        if self.revoked:
            return []
        self._finished.update(offset for offset in offsets if offset in self._waiting)
        released: list[Token] = []
        while self._waiting and (first := next(iter(self._waiting))) in self._finished:
            self._finished.remove(first)
            released.append(self._waiting.pop(first))
            self.committed = first
        return released

    def revoke(self) -> None:
        """The partition went to another worker."""
        self.revoked = True
        self._waiting.clear()
        self._finished.clear()

    @property
    def in_flight(self) -> int:
        """Offsets delivered and not released."""
        return len(self._waiting)
