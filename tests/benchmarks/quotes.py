"""Quotes and their speakers in PolNeAR's texts, as predictions for the evaluator, and the CPU time they took.

OMP_NUM_THREADS=1 python -m tests.benchmarks.quotes ../shared/data/quotes/polnear-dev.jsonl.gz > predictions.jsonl
python ../shared/eval/quotes.py predictions.jsonl ../shared/data/quotes/polnear-dev.jsonl.gz
"""

import gzip
import json
import sys
import time
from datetime import UTC, datetime

from schemas import CleanArticle, Language
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.quotes import find_quotes


def article(row: dict[str, str]) -> CleanArticle:
    """The text as it is: offsets must stay."""
    return CleanArticle.model_construct(
        id=row["id"], title="", text=row["text"], body=[row["text"]], language=Language(code="en", confidence=1.0),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def main(path: str) -> None:
    spent, count = 0.0, 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            one = article(row)
            entities = find_entities(one)
            began = time.process_time()
            quotes = find_quotes(one, entities)
            spent, count = spent + time.process_time() - began, count + 1
            told = [
                {"start": quote.start, "end": quote.end, "speaker": _span(quote.speaker), "name": quote.speaker and quote.speaker.name}
                for quote in quotes
                if quote.direct
            ]
            sys.stdout.write(json.dumps({"id": row["id"], "quotes": told}) + "\n")
    sys.stderr.write(f"{count} documents, {1000 * spent / count:.2f} ms CPU each\n")


def _span(speaker) -> list[int] | None:  # type: ignore[no-untyped-def]
    return [speaker.start, speaker.end] if speaker and speaker.start is not None else None


if __name__ == "__main__":
    main(sys.argv[1])
