"""Our summaries and the lead by ROUGE against publishers' own summaries, in all languages they come in.

OMP_NUM_THREADS=1 python -m tests.benchmarks.summaries ../shared/data/extraction/publishers.jsonl.gz

The text is the publisher's body without the summary. ROUGE-1, ROUGE-2 and ROUGE-L (Lin 2004) are F1 over words in small letters,
without stemming, ROUGE-L over the whole summary. The lead is the same number of first sentences as our summary has, or one.
"""

import gzip
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise

from schemas import CleanArticle, Language
from streams.steps.enrich.sentences import sentences
from streams.steps.enrich.summary import summarise

Words = list[str]


def f1(shared: int, ours: int, theirs: int) -> float:
    return 2 * shared / (ours + theirs) if ours + theirs else 0.0


def by_counts(ours: list[object], theirs: list[object]) -> float:
    return f1((Counter(ours) & Counter(theirs)).total(), len(ours), len(theirs))


def by_sequence(ours: Words, theirs: Words) -> float:
    """The longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = row[:]
        for at, other in enumerate(theirs, 1):
            row[at] = before[at - 1] + 1 if word == other else max(before[at], row[at - 1])
    return f1(row[-1], len(ours), len(theirs))


ROUGE: dict[str, Callable[[Words, Words], float]] = {
    "ROUGE-1": lambda ours, theirs: by_counts([*ours], [*theirs]),
    "ROUGE-2": lambda ours, theirs: by_counts([*pairwise(ours)], [*pairwise(theirs)]),
    "ROUGE-L": by_sequence,
}


def articles(path: str) -> Iterator[tuple[CleanArticle, str]]:
    """Each article of five sentences or more whose publisher summed it up, and that summary."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            gold = row["gold"]
            body = [text for section in gold["body"]["sections"] for text in section["paragraphs"] if text.strip()]
            summary, text = " ".join(gold["body"]["summary"]), "\n\n".join(body)
            if len(summary.split()) > 4 and len(sentences(text)) > 4:
                yield (
                    CleanArticle.model_construct(
                        id="a", title=gold["title"], body=body, word_count=len(text.split()),
                        language=Language(code="und", confidence=1.0), received_at=datetime(2026, 1, 1, tzinfo=UTC),
                    ),
                    summary,
                )  # fmt: skip


def words(text: str) -> Words:
    return re.findall(r"\w+", text.lower())


def main(path: str) -> None:
    scores: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in ROUGE} for name in ("ours", "lead of as many", "lead of one")}
    for article, summary in articles(path):
        text = article.text
        spans = sentences(text)
        ours, lead = summarise(article, text, spans), [text[start:end] for start, end in spans]
        told = {"ours": ours, "lead of as many": lead[: max(1, len(ours))], "lead of one": lead[:1]}
        for name, chosen in told.items():
            for kind, measure in ROUGE.items():
                scores[name][kind].append(measure(words(" ".join(chosen)), words(summary)))
    print(f"{len(scores['ours']['ROUGE-1'])} articles")
    for name, kinds in scores.items():
        print(f"{name:<16}", "  ".join(f"{kind} {statistics.mean(values):.3f}" for kind, values in kinds.items()))


if __name__ == "__main__":
    main(sys.argv[1])
