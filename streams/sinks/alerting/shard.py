"""A part of the saved searches, and how far each part is: whoever takes one over goes on where it was left.

Searches lie in 64 slots by a hash of their key, whatever the number of shards; what is known of a slot's alerts lies in
the outbox that all shards share. So with another number of shards nothing moves but who asks for what: a slot was
brought as far as the furthest of those shards, of whatever number, that it ever was in.
"""

import sqlite3
from dataclasses import dataclass
from zlib import crc32

SLOTS = 64

SCHEMA = """
CREATE TABLE IF NOT EXISTS shards_reached (topic TEXT, partition INTEGER, shard INTEGER, shards INTEGER, next INTEGER,
  PRIMARY KEY (topic, partition, shard, shards)) WITHOUT ROWID;
"""

Partition = tuple[str, int]


def slot_of(key: str) -> int:
    """Where a search (`tenant/id`) lies."""
    return crc32(key.encode()) % SLOTS


@dataclass(frozen=True, slots=True)
class Shard:
    """Number `index` of `of`, counted from 0; `of` at most SLOTS."""

    index: int = 0
    of: int = 1

    @property
    def name(self) -> str:
        """The role's name, and with it its consumer group's."""
        return "alerts" if self.of == 1 else f"alerts-{self.index}-of-{self.of}"

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(range(self.index, SLOTS, self.of))

    def has(self, key: str) -> bool:
        """Whether a search (`tenant/id`) is one of ours."""
        return self.of == 1 or slot_of(key) % self.of == self.index


class Reached:
    """Offsets from which on the slots of one shard have something to do, by topic and partition."""

    def __init__(self, db: sqlite3.Connection, shard: Shard) -> None:
        self._db, self._shard = db, shard
        self._db.executescript(SCHEMA)
        self._began: dict[Partition, dict[int, int]] = {}
        for topic, partition, index, of, next in db.execute("SELECT topic, partition, shard, shards, next FROM shards_reached"):
            slots = self._began.setdefault((topic, partition), {})
            slots |= {slot: max(next, slots.get(slot, 0)) for slot in {*Shard(index, of).slots} & {*shard.slots}}

    def starts(self) -> dict[Partition, int]:
        """Where to begin to read: where the slot that is furthest behind stands. Partitions where one is not known are left out."""
        known = {place: slots for place, slots in self._began.items() if len(slots) == len(self._shard.slots)}
        return {place: min(slots.values()) for place, slots in known.items()}

    def forget(self, topic: str, partition: int) -> None:
        """The topic was made anew: what was reached on the old one says nothing."""
        self._began.pop((topic, partition), None)
        self._db.execute("DELETE FROM shards_reached WHERE topic = ? AND partition = ?", (topic, partition))

    def done_with(self, topic: str, partition: int, offset: int, key: str) -> bool:
        """Whether this search was through with the record before this process began."""
        return offset < self._began.get((topic, partition), {}).get(slot_of(key), 0)

    def note(self, topic: str, partition: int, offset: int) -> None:
        """Our slots are through with all up to here; it never goes back."""
        self._db.execute(
            "INSERT INTO shards_reached VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET next = MAX(next, excluded.next)",
            (topic, partition, self._shard.index, self._shard.of, offset + 1),
        )
