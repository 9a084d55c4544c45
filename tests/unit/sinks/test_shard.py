"""Every search lies with exactly one shard, and what one reached the next goes on from."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from streams.settings import Settings
from streams.sinks.alerting import Outbox, Shard
from streams.sinks.alerting.shard import SLOTS, slot_of

KEYS = [f"default/s{number}" for number in range(500)]


@pytest.mark.parametrize("of", [1, 2, 3, 7, 64])
def test_a_search_has_one_shard(of: int) -> None:
    shards = [Shard(index, of) for index in range(of)]
    assert all(sum(shard.has(key) for shard in shards) == 1 for key in KEYS)
    assert sorted(slot for shard in shards for slot in shard.slots) == [*range(SLOTS)]


def test_the_next_begins_where_the_slot_stands_that_is_furthest_behind(tmp_path: Path) -> None:
    for index, offset in ((0, 9), (1, 4)):
        with Outbox(tmp_path, Shard(index, 2)) as outbox:
            assert not outbox.reached.starts()
            outbox.reached.note("t", 0, offset)
    with Outbox(tmp_path, Shard(0, 3)) as outbox:
        assert outbox.reached.starts() == {("t", 0): 5}
        even = next(key for key in KEYS if slot_of(key) % 6 == 0)
        odd = next(key for key in KEYS if slot_of(key) % 6 == 3)
        assert [outbox.reached.done_with("t", 0, offset, even) for offset in (9, 10)] == [True, False]
        assert [outbox.reached.done_with("t", 0, offset, odd) for offset in (4, 5)] == [True, False]
        outbox.reached.forget("t", 0)
    with Outbox(tmp_path) as outbox:
        assert not outbox.reached.starts()


def test_what_was_reached_never_goes_back(tmp_path: Path) -> None:
    with Outbox(tmp_path) as outbox:
        outbox.reached.note("t", 0, 9)
        outbox.reached.note("t", 0, 3)
    with Outbox(tmp_path) as outbox:
        assert outbox.reached.starts() == {("t", 0): 10}


def test_a_shard_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValidationError, match="counted from 0"):
        Settings(alert_shards=2, alert_shard=2)
