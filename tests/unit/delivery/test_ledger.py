"""The ledger never lets an offset be committed while one before it is unfinished, in any order of events."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from streams.delivery.ledger import Ledger


def test_acks_wait_for_the_slow_one_in_front() -> None:
    ledger: Ledger[str] = Ledger()
    for offset in range(10, 14):
        ledger.deliver(offset, f"event {offset}")
    assert ledger.finish([11, 12, 13]) == []  # stock Faust commits 14 here and loses 10
    assert ledger.finish([10]) == ["event 10", "event 11", "event 12", "event 13"]


def test_gaps_between_offsets_are_no_obstacle() -> None:
    ledger: Ledger[int] = Ledger()
    for offset in (3, 7, 8):
        ledger.deliver(offset, offset)
    assert ledger.finish([3, 7]) == [3, 7]
    assert ledger.in_flight == 1


def test_a_record_in_flight_is_not_taken_in_twice() -> None:
    ledger: Ledger[int] = Ledger()
    assert ledger.deliver(1, 1)
    assert not ledger.deliver(1, 1)
    ledger.finish([1])
    assert not ledger.deliver(1, 1)


def test_after_a_revocation_nothing_is_acked() -> None:
    ledger: Ledger[int] = Ledger()
    ledger.deliver(1, 1)
    ledger.revoke()
    assert ledger.finish([1]) == []
    assert not ledger.deliver(2, 2)


class OnePartition(RuleBasedStateMachine):
    """A partition, its owners one after another, and what the broker holds as committed."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[int] = []
        self.processed: set[int] = set()
        self.committed = 0
        """Records of the log below this index come never again."""
        self.owner: Ledger[int] = Ledger()
        self.fetched = 0
        self.zombies: list[tuple[Ledger[int], list[int]]] = []
        self.in_flight: list[int] = []

    @rule(gap=st.integers(1, 3))
    def publish(self, gap: int) -> None:
        self.log.append((self.log[-1] if self.log else 0) + gap)

    @precondition(lambda self: self.fetched < len(self.log))
    @rule()
    def deliver(self) -> None:
        offset = self.log[self.fetched]
        self.fetched += 1
        if self.owner.deliver(offset, offset):
            self.in_flight.append(offset)

    @precondition(lambda self: self.fetched > self.committed)
    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        offset = self.log[data.draw(st.integers(self.committed, self.fetched - 1))]
        assert not self.owner.deliver(offset, offset)

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        done = data.draw(st.lists(st.sampled_from(self.in_flight), min_size=1, unique=True))
        self.processed.update(done)
        self.in_flight = [offset for offset in self.in_flight if offset not in done]
        self._commit(self.owner.finish(done))

    def _commit(self, released: list[int]) -> None:
        assert released == sorted(released)
        if released:
            self.committed = self.log.index(released[-1]) + 1

    @rule()
    def crash(self) -> None:
        """The memory of the owner is gone; the next one starts at the committed offset."""
        self.owner, self.in_flight, self.fetched = Ledger(), [], self.committed

    @rule()
    def rebalance(self) -> None:
        """The owner is told, and goes on finishing what it had: it must not commit any of that."""
        self.owner.revoke()
        self.zombies.append((self.owner, self.in_flight))
        self.crash()

    @precondition(lambda self: self.zombies)
    @rule()
    def zombie_finishes(self) -> None:
        ledger, held = self.zombies.pop()
        assert ledger.finish(held) == []

    @invariant()
    def nothing_unprocessed_is_committed(self) -> None:
        assert set(self.log[: self.committed]) <= self.processed


OnePartition.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestOnePartition = OnePartition.TestCase
