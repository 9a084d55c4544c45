"""Media Topics: predictions for the evaluator, the CPU time they took, and the score on a hundred articles labelled by hand.

python -m tests.benchmarks.topics mapped ../shared/data/topics/agnews-train.jsonl.gz > predictions.jsonl
python ../shared/eval/topics.py predictions.jsonl ../shared/data/topics/agnews-train.jsonl.gz --set agnews
python -m tests.benchmarks.topics labelled ../shared/data

`topics.jsonl` beside this file has ids and codes only. The hundred: every English page of extraction/publishers, then the
articles of events/allsides and articles/background with the lowest SHA-256 of `topics:ID`, labelled before any prediction.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.article import CleanArticle, Language
from streams.models.topics import chain, labels, scores
from streams.steps.classify import classify

GOLD = Path(__file__).with_suffix(".jsonl")


def mapped(path: Path) -> None:
    """Scores of the top levels for each record, thresholds aside: the evaluator's set knows no abstaining."""
    spent, count = 0.0, 0
    for row in rows(path):
        began = time.process_time()
        told = scores(row.get("title") or "", row["text"])
        spent, count = spent + time.process_time() - began, count + 1
        sys.stdout.write(json.dumps({"topics": {code: told[code] for code in told if len(chain(code)) == 1}}) + "\n")
    sys.stderr.write(f"{count} texts, {1000 * spent / count:.2f} ms CPU each\n")


def labelled(data: Path) -> None:
    """Precision and recall of what is said out loud, without sections, keywords or addresses."""
    gold = {row["id"]: set(row["medtop"]) for row in rows(GOLD)}
    told: dict[str, set[str]] = {}
    classify(article("warm", "Up", ["The models are loaded once."]))
    spent, words = 0.0, 0
    for given in articles(data, gold):
        began = time.process_time()
        told[given.id] = {topic.qcode for topic in classify(given).topics}
        spent, words = spent + time.process_time() - began, words + len(given.text.split())
    for name, level in (("top level", {1}), ("second level", {2}), ("both", {1, 2})):
        pairs = [({c for c in told[key] if len(chain(c)) in level}, {c for c in gold[key] if len(chain(c)) in level}) for key in gold]
        right, said, true = (sum(len(x) for x in column) for column in zip(*((a & b, a, b) for a, b in pairs), strict=True))
        print(f"{name}: precision {right / max(said, 1):.3f} recall {right / true:.3f}, {said} said of {true}")
    print(f"none said: {sum(not found for found in told.values())} of {len(told)}")
    print(f"{1000 * spent / len(told):.2f} ms CPU an article of {words / len(told):.0f} words")


def wrong(data: Path) -> None:
    """What was said and is not labelled, one article a line: to read what goes wrong."""
    gold = {row["id"]: set(row["medtop"]) for row in rows(GOLD)}
    for article in articles(data, gold):
        more = [f"{labels()[t.qcode]} {t.score}" for t in classify(article).topics if t.qcode not in gold[article.id]]
        if more:
            print(article.title[:70], "|", "; ".join(more))


def articles(data: Path, wanted: dict[str, set[str]]) -> Iterator[CleanArticle]:
    for name in ("events/allsides", "articles/background"):
        for row in rows(data / f"{name}.jsonl.gz"):
            if row["id"] in wanted:
                yield article(row["id"], row["title"], row["body"].split("\n\n"))
    for row in rows(data / "extraction/publishers.jsonl.gz"):
        if row["page"] in wanted:
            yield article(row["page"], row["gold"]["title"], paragraphs(row["gold"]["body"]))


def paragraphs(body: dict[str, Any]) -> list[str]:
    found = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        found += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return found


def article(key: str, title: str, body: list[str]) -> CleanArticle:
    return CleanArticle(
        id=key, version=1, rank=1, title=title, body=body, content_hash="h", language=Language(code="en", confidence=1.0),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    {"mapped": mapped, "labelled": labelled, "wrong": wrong}[sys.argv[1]](Path(sys.argv[2]))
