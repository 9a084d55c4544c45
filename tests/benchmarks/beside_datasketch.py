"""Near-duplicates beside datasketch's MinHash LSH, in one run over the same articles: what each finds, and what it costs.

python ../shared/eval/neardup.py build ../shared/data/articles/background.jsonl.gz ../shared/data/events/allsides.jsonl.gz /tmp/nd
pip install --target /tmp/peer datasketch
PYTHONPATH=.:/tmp/peer OMP_NUM_THREADS=1 python -m tests.benchmarks.beside_datasketch /tmp/nd ../shared/eval/neardup.py

datasketch: 128 permutations over the 5-word shingles of the same words, candidates at .5, the likeliest of them by the
estimated Jaccard coefficient taken where that reaches .5. Ours: fingerprints and what looks for copies alone; then sketch,
decision and fold, stories and versions included. Cleaning, which all have behind them, is not counted.
"""

import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from schemas import ClassifiedArticle, DedupedArticle
from streams.outcome import Drop
from streams.steps.clean.text import WORD
from streams.steps.dedupe import Memory, decide, sketch
from streams.steps.dedupe.copies import Copies, row_of
from streams.steps.dedupe.sketch import NUMBER, Sketch, fingerprints
from tests.benchmarks.dedupe import articles

PERMUTATIONS, ALIKE, SHINGLE = 128, 0.5, 5

Find = Callable[[str, ClassifiedArticle], str | None]
"""The article that one is a copy of, by the names of the stream."""


def ours() -> Find:
    memory, names = Memory(), dict[str, str]()

    def find(id: str, article: ClassifiedArticle) -> str | None:
        names[article.id] = id
        decision = decide(memory, article, sketch(article), f"news.raw:0:{len(names)}", article.received_at)
        for fact in decision.facts:
            memory.fold(fact)
        outcome = decision.outcome
        if isinstance(outcome, Drop):
            return names.get(outcome.detail or "")
        return names.get(outcome.duplicate.of) if isinstance(outcome, DedupedArticle) and outcome.duplicate else None

    return find


def copies_alone() -> Find:
    """What looks for copies, without versions and stories."""
    copies, firsts = Copies(), dict[int, str]()

    def find(id: str, article: ClassifiedArticle) -> str | None:
        words = WORD.findall(article.text.lower())
        figures = frozenset(zlib.crc32(number.encode()) for number in NUMBER.findall(article.text)[:400])
        seen = Sketch(tuple(fingerprints(words)), figures, {}, {}, {}, len(words))
        match = copies.find(seen, leave_out=None)
        of = firsts[match.other] if match else None
        firsts[copies.add(row_of(seen))] = of or id
        return of

    return find


def theirs() -> Find:
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        sys.exit("datasketch is not installed: pip install --target /tmp/peer datasketch, and add /tmp/peer to PYTHONPATH")
    index, known = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS), dict[str, Any]()

    def find(id: str, article: ClassifiedArticle) -> str | None:
        words = WORD.findall(article.text.lower())
        shingles = {" ".join(words[start : start + SHINGLE]).encode() for start in range(max(1, len(words) - SHINGLE + 1))}
        mark = MinHash(num_perm=PERMUTATIONS)
        mark.update_batch(list(shingles))
        score, best = max(((mark.jaccard(known[other]), other) for other in index.query(mark)), default=(0.0, None))
        known[id] = mark
        index.insert(id, mark)
        return best if score >= ALIKE else None

    return find


def scored(find: Find, stream: Iterable[tuple[str, ClassifiedArticle]], gold: Path, evaluator: str) -> dict[str, Any]:
    spent, number = 0.0, 0
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        for id, article in stream:
            began = time.process_time()
            of = find(id, article)
            spent, number = spent + time.process_time() - began, number + 1
            out.write(json.dumps({"id": id, "duplicate_of": of}) + "\n")
        out.flush()
        told = subprocess.run([sys.executable, evaluator, "score", str(gold), out.name, "--json"], check=True, capture_output=True)
    return json.loads(told.stdout) | {"rate": number / spent}


def main(folder: str, evaluator: str) -> None:
    stream = list(articles(f"{folder}/stream.jsonl"))
    heads = "method", "P", "R", "F1", "truncated", "embedded", "templates wrongly linked", "first-arrived", "articles/CPU-s"
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name, find in (("datasketch MinHash LSH 128 @ .5", theirs()), ("ours, copies alone", copies_alone()), ("ours, all of it", ours())):
        found = scored(find, stream, Path(folder, "gold.jsonl"), evaluator)
        kinds = [found["kinds"][kind]["recall"] for kind in ("trunc", "embed")]
        figures = [found["precision"], found["recall"], found["f1"], *kinds, found["fpr"]["template"], found["canonical"]]
        print(f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} | {found['rate']:,.0f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
