"""How many copies are found when dedupe is shared by several writers, by what an article is sent to them by. A simulation.

python ../shared/eval/neardup.py build $A $V /tmp/nd
OMP_NUM_THREADS=1 python -m tests.benchmarks.routing /tmp/nd ../shared/eval/neardup.py

`hash` sends an article to one writer by its id; `prints` to the writers of its least fingerprint under each of four orders,
where any of them may know its original. README's design notes say how that would be built.
"""

import importlib.util
import json
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from schemas import DedupedArticle
from streams.outcome import Drop
from streams.steps.dedupe import Memory, decide, sketch
from streams.steps.dedupe.sketch import Sketch
from tests.benchmarks.dedupe import articles

KEYS = 4
ODD = np.random.default_rng(3).integers(1, 2**32, KEYS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
"""Multiplied by them modulo 2^32, fingerprints come in as many orders."""

Route = Callable[[str, bytes, int], set[int]]


def by_id(id: str, _: bytes, writers: int) -> set[int]:
    return {zlib.crc32(id.encode()) % writers}


def by_prints(id: str, mark: bytes, writers: int) -> set[int]:
    prints = np.array(Sketch.from_bytes(mark).prints, np.uint64)
    if not len(prints):
        return by_id(id, mark, writers)
    least = ((prints[:, None] * ODD) & np.uint64(0xFFFFFFFF)).min(axis=0)
    return {int(key >> np.uint64(8)) % writers for key in least}


def run(stream: Path, route: Route, writers: int) -> tuple[list[dict[str, str | None]], float]:
    """Predictions for the evaluator, and to how many writers an article went on average."""
    memories, names, found, sent = [Memory() for _ in range(writers)], dict[str, str](), [], 0
    for number, (id, article) in enumerate(articles(str(stream))):
        mark, of = sketch(article), None
        names[article.id] = id
        for writer in sorted(routed := route(id, mark, writers)):
            decision = decide(memories[writer], article, mark, f"news.raw:0:{number}", article.received_at)
            for fact in decision.facts:
                memories[writer].fold(fact)
            of = of or _original(decision.outcome)
        sent += len(routed)
        found.append({"id": id, "duplicate_of": names.get(of) if of else None})
    return found, sent / len(found)


def _original(outcome: DedupedArticle | Drop) -> str | None:
    if isinstance(outcome, Drop):
        return outcome.detail
    return outcome.duplicate.of if outcome.duplicate else None


def main(folder: str, evaluator: str) -> None:
    spec = importlib.util.spec_from_file_location("neardup", evaluator)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, route, writers in (("one writer", by_id, 1), ("hash", by_id, 4), ("prints", by_prints, 4), ("prints", by_prints, 16)):
        found, copies = run(Path(folder) / "stream.jsonl", route, writers)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.writelines(json.dumps(row) + "\n" for row in found)
            file.flush()
            score = module.score(f"{folder}/gold.jsonl", file.name)
        print(f"{name:10} {writers:2} writers: precision {score['precision']:.3f} recall {score['recall']:.3f}, {copies:.2f} copies each")


if __name__ == "__main__":
    main(*sys.argv[1:])
