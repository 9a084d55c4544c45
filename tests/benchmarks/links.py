"""Entities with Wikidata ids in an ELEVANT set, as predictions for the evaluator, with the share of links that are right.

OMP_NUM_THREADS=1 python -m tests.benchmarks.links ../shared/data/linking/msnbc.benchmark.jsonl > predictions.jsonl
python ../shared/eval/linking.py predictions.jsonl ../shared/data/linking/msnbc.benchmark.jsonl

Texts go in whole, without title, address or date. Said at the end: of the labels that were linked, the share linked right.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas import CleanArticle, Language
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.places import find_places, placed


def mentions(text: str) -> list[dict[str, Any]]:
    """As enrich would tell them."""
    article = CleanArticle.model_construct(
        id="a", title="", text=text, body=[text], language=Language(code="en", confidence=1.0), url=None, source=None,
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    entities = find_entities(article)
    linked = placed(entities, find_places(article, entities))
    return [{"start": m.start, "end": m.end, "qid": e.wikidata} for e in linked for m in e.mentions]


def main(path: str) -> None:
    told = right = 0
    with Path(path).open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found = mentions(row["text"])
            sys.stdout.write(json.dumps({"mentions": found}) + "\n")
            for label in row["labels"]:
                (start, end), true = label["span"], label["entity_id"]
                said = [m["qid"] for m in found if m["qid"] and m["start"] < end and start < m["end"]]
                if said and true[:1] == "Q" and true[1:].isdigit() and not label.get("optional"):
                    told, right = told + 1, right + (true in said)
    sys.stderr.write(f"{told} labels linked, {right / max(1, told):.3f} right\n")


if __name__ == "__main__":
    main(sys.argv[1])
