"""What enrich costs by annotator: CPU time of each over articles, in one process.

OMP_NUM_THREADS=1 python -m tests.benchmarks.enriching ../shared/data/articles/background.jsonl.gz 400
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from schemas import DedupedArticle, Language
from streams.steps import enrich as room

ANNOTATORS = (
    "find_entities", "find_places", "placed", "find_quotes", "find_figures", "find_dates",
    "find_keyphrases", "sentences", "summarise", "Tone",
    "with_sentiment", "readability",
)  # fmt: skip


def article(row: dict[str, Any]) -> DedupedArticle:
    """The row as dedupe would pass it on."""
    body = [line for line in row["body"].split("\n") if line.strip()]
    return DedupedArticle.model_construct(
        id=row["id"], title=row["title"], body=body, word_count=len(row["body"].split()), status="usable", change="new",
        language=Language(code="en", confidence=1.0), url=row.get("url"), source=row.get("source"),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def timed(name: str, spent: Counter[str]) -> None:
    """Have the room's annotator of this name count its CPU time."""
    run: Callable[..., Any] = getattr(room, name)

    def counted(*arguments: Any) -> Any:
        began = time.process_time()
        try:
            return run(*arguments)
        finally:
            spent[name] += time.process_time() - began  # type: ignore[assignment]

    setattr(room, name, counted)


def main(path: str, number: int) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [article(json.loads(line)) for line in islice(file, number + 20)]
    for one in articles[number:]:
        room.enrich(one)
    spent: Counter[str] = Counter()
    for name in ANNOTATORS:
        timed(name, spent)
    began = time.process_time()
    for one in articles[:number]:
        room.enrich(one)
    spent["whole"] = time.process_time() - began  # type: ignore[assignment]
    words = sum(one.word_count for one in articles[:number]) / number
    print(f"{number} articles of {words:.0f} words; CPU ms an article")
    for name, seconds in spent.most_common():
        print(f"{name:<16} {1000 * seconds / number:.2f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
