"""Plain-text dumps through the cleaner, each by networks that have not seen its site, as predictions for the evaluator.

    python ../shared/eval/extraction_plaintext.py build ../shared/data/extraction/p*.jsonl.gz > dumps.jsonl
    OMP_NUM_THREADS=1 python -m tests.benchmarks.dumps ../shared/data/extraction dumps.jsonl > predictions.jsonl
    python ../shared/eval/extraction_plaintext.py score dumps.jsonl predictions.jsonl

Beside it the CPU time, with trafilatura's on the pages that the dumps were made of in the same run, and, of articles without a
page around them, how many lose more than a tenth, with their CPU time.
"""

import json
import sys
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import trafilatura

from schemas import CleanArticle, RawArticle
from streams.models import lines
from streams.models.blocks.train_labels import FOLDS, fold_of
from streams.models.lines import train
from streams.steps.clean import clean

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BARE = 2000


def main(folder: Path, dumps: Path) -> None:
    texts = {row["id"]: row["text"] for row in map(json.loads, dumps.open())}
    found, bare = train.examples(folder, dumps)
    spent = 0.0
    for fold in range(FOLDS):
        stored = train.trained(*([each for each in some if fold_of(each.site) != fold] for some in (found, bare)))
        nets = {kind: lines.network_of(stored, kind) for kind in ("first", "line", "title")}
        lines._network = nets.__getitem__  # type: ignore[assignment]
        for dump in (dump for dump in found if fold_of(dump.site) == fold):
            began = time.process_time()
            article = clean(RawArticle(content=texts[dump.id], content_type="text/plain", url=dump.url), NOW)
            spent += time.process_time() - began
            told = {"text": article.text, "title": article.title} if isinstance(article, CleanArticle) else {}
            sys.stdout.write(json.dumps({"id": dump.id, **told}) + "\n")
    theirs = _trafilatura(folder)
    each = 1000 * spent / len(found)
    sys.stderr.write(f"{len(found)} dumps, {each:.1f} ms CPU each; trafilatura on the pages {theirs:.1f} ms, {theirs / each:.1f} times\n")
    sys.stderr.write(_alone(folder.parent / "articles" / "background.jsonl.gz"))


def _trafilatura(folder: Path) -> float:
    """Milliseconds a page."""
    pages = [row["html"] for name in ("pages", "publishers") for row in train.rows(folder / f"{name}.jsonl.gz")]
    began = time.process_time()
    for html in filter(None, pages):
        trafilatura.bare_extraction(html, with_metadata=True)
    return 1000 * (time.process_time() - began) / len(pages)


def _alone(path: Path) -> str:
    rows = [row for row in islice(train.rows(path), BARE) if row["body"]]
    short, began = 0, time.process_time()
    for row in rows:
        article = clean(RawArticle(content=row["body"], content_type="text/plain", title=row["title"], url=row["url"]), NOW)
        kept = len(article.text) if isinstance(article, CleanArticle) else 0
        short += kept < 0.9 * len("\n\n".join(line for line in row["body"].split("\n") if line.strip()))
    each = 1000 * (time.process_time() - began) / len(rows)
    return f"{len(rows)} articles alone, {each:.2f} ms CPU each, {short} lose more than a tenth\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
