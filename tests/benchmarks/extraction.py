"""Articles out of pages beside trafilatura, in one table: body, metadata, pages per CPU second, and how much faster.

OMP_NUM_THREADS=1 python -m tests.benchmarks.extraction ../shared

Each page goes through the whole cleaner, with networks that were trained on the other four fifths of the sites (some ten minutes
of training first), and through trafilatura with metadata, in turn; both are scored by ../shared/eval/extraction_html.py.
"""

import importlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from schemas import CleanArticle, RawArticle
from streams.models import blocks
from streams.models.blocks import train
from streams.models.blocks.train_labels import FOLDS, fold_of
from streams.steps.clean import clean

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = ("body F1", "title", "authors", "invented", "date", "invented", "pages/s", "times")
WARM = "<html><body><p>Models are loaded before the first page is timed, ours and theirs.</p></body></html>"


@dataclass
class Extractor:
    """What one of the two told of each page of a set, and the CPU seconds it took."""

    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    seconds: float = 0.0

    def time(self, id: str, extract: Any, row: dict[str, Any]) -> None:
        began = time.process_time()
        found = extract(row)
        self.seconds += time.process_time() - began
        self.told[id] = found


def ours(row: dict[str, Any]) -> dict[str, Any]:
    found = clean(RawArticle(content=row["html"], content_type="text/html", url=row.get("url")), NOW)
    if not isinstance(found, CleanArticle):
        return {}
    date = found.published_at.value if found.published_at else None
    return {"title": found.title, "text": found.text, "author": found.authors, "date": date}


def theirs(row: dict[str, Any]) -> dict[str, Any]:
    found = trafilatura.bare_extraction(row["html"], url=row.get("url"), with_metadata=True)
    return {name: getattr(found, name) for name in ("title", "text", "author", "date")} if found else {}


def main(shared: Path) -> None:
    sys.path.append(str(shared / "eval"))
    evaluator = importlib.import_module("extraction_html")
    folder = shared / "data/extraction"
    sets = {name: evaluator.lines(str(folder / f"{name}.jsonl.gz")) for name in ("pages", "publishers")}
    found = {name: (Extractor(), Extractor()) for name in sets}
    ours({"html": WARM})
    theirs({"html": WARM})
    for fold in _folds(folder):
        for name, rows in sets.items():
            for row in rows:
                if row["html"].strip() and fold_of(train.site_of(row)) == fold:
                    found[name][0].time(evaluator.gold_id(row), ours, row)
                    found[name][1].time(evaluator.gold_id(row), theirs, row)
    print(_columns(("set", "", *COLUMNS)))
    for name, rows in sets.items():
        for who, extractor in zip(("newsloom", f"trafilatura {trafilatura.__version__}"), found[name], strict=True):
            print(_line(name, who, evaluator.score(rows, extractor.told), extractor, found[name][1].seconds))


def _folds(folder: Path) -> Iterator[int]:
    """Each fold, while the cleaner has networks that know nothing of its sites."""
    examples = train.examples(folder)
    for fold in range(FOLDS):
        network = train.trained([each for each in examples if fold_of(each.site) != fold])[0]
        blocks._network = lambda network=network: network  # type: ignore[misc, assignment]
        yield fold


def _line(name: str, who: str, scored: tuple[Any, ...], extractor: Extractor, baseline: float) -> str:
    meta: Counter[Any] = scored[4]

    def share(kind: str, side: str) -> str:
        return f"{meta[kind, side, 'hit'] / max(1, meta[kind, side]):.3f}"

    shares = (share("title", "gold"), share("author", "gold"), share("author", "empty"), share("date", "gold"), share("date", "empty"))
    speed = len(extractor.told) / extractor.seconds
    return _columns((name, who, f"{scored[2]:.3f}", *shares, f"{speed:.0f}", f"{baseline / extractor.seconds:.2f}"))


def _columns(cells: tuple[str, ...]) -> str:
    return f"{cells[0]:<12}{cells[1]:<20}" + "".join(f"{cell:>10}" for cell in cells[2:])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
