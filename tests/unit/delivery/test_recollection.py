"""A restart takes up the file where it holds, and folds the topic from its start where it does not: never anything between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from structlog.testing import capture_logs

from streams.delivery import recollection, snapshot
from streams.delivery.recollection import EVERY, FACTS, Recollection
from streams.delivery.snapshot import Reach, Unusable, load, save
from streams.settings import Settings
from streams.steps.dedupe import Memory
from tests.unit.dedupe.test_decide import article, feed


class Message(NamedTuple):
    offset: int
    key: bytes
    value: bytes | None


@dataclass
class Topic:
    """`news.fingerprints` and one who reads it; every second offset is a transaction's mark."""

    records: list[Message] = field(default_factory=list)
    at: int = 0

    def put(self, key: str, value: bytes | None) -> int:
        self.records.append(Message(2 * len(self.records), key.encode(), value))
        return self.records[-1].offset

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def assign(self, places: list[object]) -> None: ...

    def assignment(self) -> set[object]:
        return {FACTS}

    async def end_offsets(self, places: list[object]) -> dict[object, int]:
        return {FACTS: 2 * len(self.records)}

    async def position(self, place: object) -> int:
        return self.at

    def seek(self, place: object, offset: int) -> None:
        self.at = offset

    async def seek_to_beginning(self) -> None:
        self.at = 0

    async def getmany(self, timeout_ms: int, max_records: int) -> dict[object, list[Message]]:
        found = [record for record in self.records if record.offset >= self.at][:3]
        self.at = found[-1].offset + 2 if len(found) == 3 else 2 * len(self.records)
        return {FACTS: found}


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Topic:
    found = Topic()
    monkeypatch.setattr(recollection, "reader", lambda *_, **__: found)
    return found


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Recollection]:
    return lambda: Recollection(Settings(broker="nowhere:1", data=tmp_path))


def decided(topic: Topic, numbers: range) -> Memory:
    """What a writer of so many articles would have put there."""
    memory = Memory()
    for number in numbers:
        for fact in feed(memory, article(f"a{number}", [f"Line {number} of the {number}th text."]), f"t:0:{number}").facts:
            topic.put(fact.key, fact.to_json())
    return memory


def known(found: Recollection) -> set[str]:
    return {f"a{number}" for number in range(20) if found.memory.get(f"a{number}")}


async def test_only_what_came_after_the_file_is_folded(topic: Topic, fresh: Callable[[], Recollection]) -> None:
    decided(topic, range(7))
    first = fresh()
    assert await first.catch_up() == 7
    await first.stop()
    decided(topic, range(7, 9))
    again = fresh()
    assert await again.catch_up() == 2
    assert await again.catch_up() == 0
    assert known(again) == {f"a{number}" for number in range(9)}


async def test_a_writer_does_not_fold_its_own_decisions_again(topic: Topic, fresh: Callable[[], Recollection]) -> None:
    decided(topic, range(3))
    writer = fresh()
    await writer.catch_up()
    async with writer.ahead():
        given = article("a3", ["The fourth text."])
        facts = feed(writer.memory, given, "t:0:3").facts
    writer.published([(FACTS.topic, topic.put(facts[0].key, facts[0].to_json()), facts[0].key.encode()), ("news.deduped", 99, b"a3")])
    writer.published([(FACTS.topic, -1, b"made up")])
    assert await writer.catch_up() == 0
    await writer.stop()
    again = fresh()
    assert (await again.catch_up(), known(again)) == (0, {"a0", "a1", "a2", "a3"})


async def rolled_back(writer: Recollection) -> None:
    async with writer.ahead():
        feed(writer.memory, article("a9", ["A text that was rolled back."]), "t:0:9")
        raise OSError("fenced")


async def test_what_did_not_reach_the_topic_is_never_saved(topic: Topic, fresh: Callable[[], Recollection]) -> None:
    decided(topic, range(3))
    writer = fresh()
    await writer.catch_up()
    with pytest.raises(OSError, match="fenced"):
        await rolled_back(writer)
    await writer.stop()
    again = fresh()
    assert (await again.catch_up(), known(again)) == (3, {"a0", "a1", "a2"})


async def test_it_is_written_when_enough_has_come(topic: Topic, fresh: Callable[[], Recollection], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recollection, "EVERY", 5)
    decided(topic, range(6))
    found = fresh()
    await found.catch_up()
    await found.save_when_due()
    assert found._writing
    await found._writing
    await found.save_when_due()  # nothing came since
    saved = load(found._path)
    assert saved
    assert saved[1] == Reach(10, topic.records[-1].key.decode())
    assert [path.name for path in found._path.parent.iterdir()] == ["memory.npz"]


async def test_a_takedown_leaves_the_memory_and_soon_the_file(topic: Topic, fresh: Callable[[], Recollection]) -> None:
    decided(topic, range(4))
    topic.put(topic.records[2].key.decode(), None)
    found = fresh()
    await found.catch_up()
    assert known(found) == {"a0", "a1", "a3"}
    assert found._unsaved >= EVERY


def flipped(path: Path, place: int, count: int = 1) -> None:
    data = bytearray(path.read_bytes())
    for each in range(place, place + count):
        data[each] ^= 0x10
    path.write_bytes(data)


def of_another_format(path: Path, patch: pytest.MonkeyPatch) -> None:
    arrays, reach = load(path) or ({}, Reach(0, ""))
    with patch.context() as other:
        other.setattr(snapshot, "FORMAT", 99)
        save(path, arrays, reach)


HARMS: list[tuple[str, Callable[[Path, Topic, pytest.MonkeyPatch], object], str]] = [
    ("deleted", lambda path, topic, patch: path.unlink(), ""),
    ("emptied", lambda path, topic, patch: path.write_bytes(b""), "BadZipFile"),
    ("cut", lambda path, topic, patch: path.write_bytes(path.read_bytes()[:-9000]), "BadZipFile"),
    ("flipped", lambda path, topic, patch: flipped(path, path.stat().st_size // 2, 200), "not what was written"),
    ("of another format", lambda path, topic, patch: of_another_format(path, patch), "format 99"),
    ("no memory's", lambda path, topic, patch: save(path, {"a": np.zeros(3)}, Reach(10, topic.records[5].key.decode())), "no memory's"),
    ("ahead of the topic", lambda path, topic, patch: topic.records.pop(), "ahead of the topic"),
    ("of another topic", lambda path, topic, patch: topic.records.insert(0, topic.records.pop()), "another record"),
]


@pytest.mark.parametrize(("harm", "told"), [harm[1:] for harm in HARMS], ids=[harm[0] for harm in HARMS])
async def test_a_file_that_does_not_hold_is_not_used(
    harm: Callable[[Path, Topic, pytest.MonkeyPatch], object],
    told: str,
    topic: Topic,
    fresh: Callable[[], Recollection],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided(topic, range(6))
    first = fresh()
    await first.catch_up()
    await first.stop()
    harm(first._path, topic, monkeypatch)
    topic.records[:] = [Message(2 * place, *record[1:]) for place, record in enumerate(topic.records)]
    again = fresh()
    with capture_logs() as logs:
        assert await again.catch_up() == len(topic.records)
    assert len(known(again)) == len(topic.records)
    refused = [log["reason"] for log in logs if "not used" in log["event"]]
    assert len(refused) == bool(told)
    assert all(told in reason for reason in refused)


def test_a_flipped_byte_is_found_or_changes_nothing(tmp_path: Path) -> None:
    path, wanted = tmp_path / "memory.npz", decided(Topic(), range(3)).to_arrays()
    save(path, wanted, Reach(4, "a@1"))
    whole = path.read_bytes()
    refused = 0
    for place in {*range(0, len(whole), len(whole) // 150), *range(len(whole) - 60, len(whole))}:
        path.write_bytes(whole)
        flipped(path, place)
        try:
            found = load(path)
        except Unusable:
            refused += 1
            continue
        assert found
        assert {name: array.tobytes() for name, array in found[0].items()} == {name: array.tobytes() for name, array in wanted.items()}
    assert refused > 100


def test_what_cannot_be_written_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "memory.npz"
    save(path, {"a": np.arange(3)}, Reach(1, "a@1"))

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(snapshot.np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        save(path, {"a": np.arange(9)}, Reach(2, "b@1"))
    found = load(path)
    assert found
    assert found[1] == Reach(1, "a@1")
    assert [each.name for each in tmp_path.iterdir()] == ["memory.npz"]
