"""What dedupe costs with a full window: articles a CPU second through decide and fold, memory, snapshot and restart.

OMP_NUM_THREADS=1 python -m tests.benchmarks.window [articles in the window, 1,000,000] [articles decided, 3,000]

The window is drawn, 30 days of it, and laid out as the arrays of a memory that folded it: texts of 32 fingerprints, 10
figures and 12 paragraphs, three names each, every fifth a copy; the last seven days are in stories, whose terms follow
Zipf's law. What is decided then: new articles, half of them near a story, one in five a copy and one in ten a new version.
"""

import gc
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from schemas import ClassifiedArticle, Language, StoryRef
from streams.delivery.snapshot import Reach, load, save
from streams.steps.dedupe import Fact, Memory, decide
from streams.steps.dedupe.ages import HOUR, MINUTE
from streams.steps.dedupe.arrays import Arrays, joined, packed, under
from streams.steps.dedupe.shelf import FAN, LARGEST, OPEN, Segment
from streams.steps.dedupe.sketch import TERM_SPACE, Sketch
from streams.steps.dedupe.thread import Thread
from streams.steps.dedupe.vectors import PARTS, TOP_NAMES, TOP_TERMS

NOW = datetime(2026, 3, 31, tzinfo=UTC)
DAYS, STORY_DAYS = 30, 7
PRINTS, FIGURES, PARAGRAPHS, BODY, NAMES, TITLE = 32, 10, 12, 60, 15, 8
DRAW = np.random.default_rng(7)
FACT = Fact(
    article="", rank=1, origin="news.raw:3:1234567", source="Harbour Post", title="The council of Westmark counts its votes once more",
    language="en", content_hash="0123456789abcdef", change="new", story=StoryRef(id="s0123456789ab"), at=NOW,
).model_dump(mode="json", exclude={"article", "sketch", "aliases"}, exclude_defaults=True)  # fmt: skip


def marks(rows: int, columns: int) -> NDArray[np.uint32]:
    return np.sort(DRAW.integers(1, 2**32, (rows, columns), dtype=np.uint32), axis=1)


def terms(rows: int, columns: int, words: int = 300_000) -> NDArray[np.int64]:
    """Hashed terms of a vocabulary by Zipf's law, no term twice in a row."""
    chances = np.cumsum(1 / (np.arange(words) + 20))
    ranks = np.sort(np.searchsorted(chances, DRAW.random((rows, columns)) * chances[-1]), axis=1)
    ranks[:, 1:][ranks[:, 1:] == ranks[:, :-1]] = DRAW.integers(words, 2 * words)
    return ranks * 0x9E3779B1 % TERM_SPACE


def names_of(number: int) -> list[str]:
    return [
        f"id:{number:016x}",
        f"uri:tag:harbour.example,2026:{number}",
        f"url:https://harbour.example/2026/03/the-council-counts-{number}",
    ]


def segment(numbers: NDArray[np.uint32]) -> Segment:
    rows = len(numbers)
    prints, kept = marks(rows, PRINTS), DRAW.integers(0, rows, rows // 5)
    prints[-len(kept) :] = prints[kept]
    parts = (np.sort(prints, axis=1), marks(rows, FIGURES), marks(rows, PARAGRAPHS))
    head = [orjson.dumps([f"{n:016x}", _at(n), "Harbour Post", names_of(n), [FACT]]) for n in numbers.tolist()]
    sizes = np.tile(np.array([PRINTS, FIGURES, PARAGRAPHS, 400, 0], np.uint32), (rows, 1))
    sizes[:, 4] = [len(each) for each in head]
    flat = np.concatenate(parts, axis=1).ravel()
    return Segment.of(numbers, sizes, flat, np.frombuffer(b"".join(head), np.uint8), parts[0].ravel(), np.repeat(numbers, PRINTS))


def _at(number: int) -> float:
    return (NOW - timedelta(days=DAYS) + (number + 1) * timedelta(days=DAYS) / SIZE).timestamp()


def ages(first: int, name: str, offset: int = 0, step: int = HOUR) -> Arrays:
    """Which numbers came in which hour or minute."""
    hours = np.array([_at(number) // step for number in range(first, SIZE)], np.int64)
    found, starts = np.unique(hours, return_index=True)
    pieces = np.split(np.arange(first - offset, SIZE - offset, dtype=np.uint32), starts[1:])
    return under(name, {"step": np.array(step), "spans": found, **joined(pieces, np.uint32)})


def stories(first: int) -> Arrays:
    """Every article from `first` on is in a story of one to four."""
    rows = SIZE - first
    drawn = [terms(rows, BODY), terms(rows, NAMES), terms(rows, TITLE)]
    seen = np.bincount(np.concatenate([part.ravel() for part in drawn[:2]]), minlength=TERM_SPACE)
    keys, weights = [], []
    for place, part in enumerate(drawn):
        found = np.log((rows + 50) / (seen[part] + 0.5))
        order = np.argsort(-found, axis=1)
        found = np.take_along_axis(found, order, axis=1)
        weights.append(found / np.linalg.norm(found, axis=1, keepdims=True) * np.sqrt(PARTS[place]))
        keys.append(np.take_along_axis(part, order, axis=1))
    tops = np.concatenate([keys[0][:, :TOP_TERMS], keys[1][:, :TOP_NAMES]], axis=1)
    flat, owners = tops.ravel(), np.repeat(np.arange(rows, dtype=np.uint32), tops.shape[1])
    order = np.argsort(flat, kind="stable")
    held, starts = np.unique(flat[order], return_index=True)
    holders = [np.unique(each)[-64:] for each in np.split(owners[order], starts[1:])]
    starts = np.flatnonzero(DRAW.random(rows) < 0.6)
    members = [each for each in np.split(np.arange(first, SIZE), starts) if len(each)]
    threads = []
    for each in members:
        size, seen_at = len(each), datetime.fromtimestamp(_at(int(each[0])), UTC)
        told = Thread(f"s{each[0]:012x}", "The council of Westmark counts its votes once more", seen_at, seen_at)
        told.members, told.size, told.independent, told.revision = [f"{number:016x}" for number in each.tolist()], size, size, size
        told.sources["Harbour Post"], told.languages["en"], told.hours = size, size, {int(_at(int(each[0])) // 3600): size}
        threads.append(told.row())
    joined_keys = np.concatenate([part + place * TERM_SPACE for place, part in enumerate(keys)], axis=1).astype(np.uint32)
    width = joined_keys.shape[1]
    held_each = (BODY, NAMES, TITLE, FIGURES, 400)
    return {
        "threads": packed(threads),
        "moved": packed({}),
        "dormant.rows": packed([]),
        "dormant.closed": packed([]),
        "terms.members.first": np.array(0),
        "terms.members.articles": packed([(number - first, f"{number:016x}") for number in range(first, SIZE)]),
        "terms.members.rows": np.stack(
            [np.arange(rows) * width, np.arange(rows) * FIGURES, *(np.full(rows, each) for each in held_each)], axis=1
        ),
        "terms.members.days": np.array([_at(number) / 86400 for number in range(first, SIZE)]),
        "terms.members.keys": joined_keys.ravel(),
        "terms.members.weights": np.concatenate(weights, axis=1).astype(np.float16).ravel(),
        "terms.members.figures": marks(rows, FIGURES).ravel(),
        **under("terms.holders", {"terms": held, **joined(holders, np.uint32)}),
        **under("terms.rarity", {"terms": np.flatnonzero(seen), "seen": seen[seen > 0].astype(np.int32)}),
        "terms.rarity.articles": np.array(rows),
    }


def sizes(rows: int) -> Iterator[int]:
    """Of the segments that so many articles end in."""
    size = LARGEST
    while rows:
        while rows >= size or size < OPEN:
            yield min(size, rows)
            rows -= min(size, rows)
            if not rows:
                return
        size //= FAN


def window() -> Arrays:
    found: dict[str, Any] = {"copies.gone": np.empty(0, np.uint32), "copies.next": np.array(SIZE)}
    start = 0
    for place, size in enumerate(sizes(SIZE)):
        found |= under(f"copies.segment{place}", segment(np.arange(start, start + size, dtype=np.uint32)).to_arrays())
        start += size
    entries = np.fromiter(
        (zlib.crc32(name.encode()) << 32 | number + 1 for number in range(SIZE) for name in names_of(number)), np.uint64, 3 * SIZE
    )
    first = SIZE - SIZE * STORY_DAYS // DAYS
    return (
        found | {"names.entries": entries} | ages(0, "ages") | ages(first, "story_ages", first, MINUTE) | under("stories", stories(first))
    )


def arrival(memory: Memory, number: int) -> tuple[ClassifiedArticle, bytes]:
    """An article as classify would send it on: its sketch is drawn, its text is not looked at."""
    kind, id, version, prints, figures = DRAW.random(), SIZE + number, 1, marks(1, PRINTS)[0], marks(1, FIGURES)[0]
    told = terms(1, BODY)[0]
    old = int(DRAW.integers(SIZE // 2, SIZE))
    known = memory.get(f"{old:016x}")
    if kind < 0.2 and known:
        prints, figures = np.unique(np.concatenate([known.text.prints[:-3], prints[:3]])), known.text.figures
    elif kind < 0.3 and known:
        id, version, prints = old, 2 + number, known.text.prints
    elif kind < 0.65:
        near = memory.stories.terms.members.number(f"{int(DRAW.integers(SIZE - SIZE // 20, SIZE)):016x}")
        told = np.unique(np.concatenate([memory.stories.terms.members.vector(near).keys[:30].astype(np.int64), told[:30]]))
    weighed = [dict.fromkeys(map(int, part), 1.0) for part in (terms(1, TITLE)[0], told, terms(1, NAMES)[0])]
    mark = Sketch(tuple(prints.tolist()), frozenset(figures.tolist()), *weighed, 400, tuple(marks(1, PARAGRAPHS)[0].tolist()))
    article = ClassifiedArticle(
        id=f"{id:016x}", aliases=names_of(id)[1:], version=version, rank=version, title=f"The council counts once more, {number}",
        source="Harbour Post", received_at=NOW + timedelta(seconds=2 * number), language=Language(code="en", confidence=1), body=["…"],
        content_hash=f"{number:016x}",
    )  # fmt: skip
    return article, mark.to_bytes()


def resident(which: str = "VmRSS") -> float:
    return int(Path("/proc/self/status").read_text().split(f"{which}:")[1].split()[0]) / 1e6


def memory_used() -> str:
    return f"{resident():.2f} GB resident, {resident('VmHWM'):.2f} GB at most"


class Spent:
    """CPU seconds of all threads."""

    def __enter__(self) -> "Spent":
        self.began = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self.began


def decided(memory: Memory, count: int) -> None:
    """By hundreds: neighbours on the machine cost CPU time too, which the middle and the best tell apart."""
    kinds, spent = Counter[str](), list[float]()
    for start in range(0, count, 100):
        given = [arrival(memory, number) for number in range(start, start + 100)]
        with Spent() as taken:
            for number, (article, mark) in enumerate(given, start):
                decision = decide(memory, article, mark, f"news.raw:0:{SIZE + number}", article.received_at)
                for fact in decision.facts:
                    memory.fold(fact)
                    opened = any(event.kind == "created" for event in decision.events)
                    kinds[fact.change if fact.change != "new" else "copy" if fact.duplicate else "alone" if opened else "in a story"] += 1
        spent.append(taken.seconds)
    middle, best = 100 / np.median(spent), 100 / np.quantile(spent, 0.1)
    print(f"decide and fold, articles a CPU second: {middle:,.0f} in the middle, {best:,.0f} in the best tenth; {dict(kinds)}")


def write(path: Path) -> None:
    """Draw the window and have a process of its own read it: what drawing took is not the memory's."""
    with Spent() as spent:
        save(path, window(), Reach(0, "drawn"))
    print(f"drawn in {spent.seconds:.0f} CPU s")


def measure(path: Path, count: int) -> None:
    DRAW.bit_generator.advance(2**60)  # another draw than the window's
    print(f"empty process: {resident():.2f} GB")
    with Spent() as spent:
        arrays, _ = load(path) or ({}, Reach(0, ""))
        memory = Memory().holding(arrays)
        del arrays
        gc.freeze()  # as the writer does
        decide(memory, *arrival(memory, -1), "news.raw:0:0", NOW)
    print(f"restart: {spent.seconds:.1f} CPU s to the first decision, from a file of {path.stat().st_size / 1e9:.2f} GB")
    print(f"{len(memory):,} articles, {len(memory.stories.threads):,} stories: {memory_used()}")
    decided(memory, count)
    with Spent() as frozen:
        taken = memory.to_arrays()
    with Spent() as written:
        save(path, taken, Reach(1, "again"))
    print(f"snapshot: {frozen.seconds:.1f} CPU s while nothing is decided, {written.seconds:.1f} CPU s beside it")
    print(memory_used())


if __name__ == "__main__":
    SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    if len(sys.argv) > 3:
        measure(Path(sys.argv[3]), count) if Path(sys.argv[3]).exists() else write(Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(2):
                subprocess.run([sys.executable, "-m", "tests.benchmarks.window", str(SIZE), str(count), f"{folder}/memory.npz"], check=True)
