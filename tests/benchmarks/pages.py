"""Articles out of pages, as predictions for the evaluator, and the CPU time they took beside trafilatura's in the same run.

OMP_NUM_THREADS=1 python -m tests.benchmarks.pages ../shared/data/extraction/pages.jsonl.gz > predictions.jsonl
python ../shared/eval/extraction_html.py predictions.jsonl ../shared/data/extraction/pages.jsonl.gz
"""

import gzip
import json
import sys
import time
from datetime import UTC, datetime

import trafilatura

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean


def main(path: str) -> None:
    spent, theirs, count = 0.0, 0.0, 0
    warm = "<html><body><p>Models are loaded before the first page is timed, ours and theirs.</p></body></html>"
    clean(RawArticle(content=warm, content_type="text/html"), datetime(2026, 1, 1, tzinfo=UTC))
    trafilatura.bare_extraction(warm, with_metadata=True)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            name = row.get("id") or row.get("page") or row["url"]
            if not row["html"]:
                continue
            raw = RawArticle(content=row["html"], content_type="text/html", url=row.get("url"))
            began = time.process_time()
            found = clean(raw, datetime(2026, 1, 1, tzinfo=UTC))
            between = time.process_time()
            trafilatura.bare_extraction(row["html"], with_metadata=True)
            spent, theirs, count = spent + between - began, theirs + time.process_time() - between, count + 1
            told = {"id": name}
            if isinstance(found, CleanArticle):
                date = found.published_at.value if found.published_at else None
                told |= {"title": found.title, "text": found.text, "author": found.authors, "date": date}
            sys.stdout.write(json.dumps(told) + "\n")
    each, their = 1000 * spent / count, 1000 * theirs / count
    sys.stderr.write(
        f"{count} pages, {each:.1f} ms CPU each; trafilatura {trafilatura.__version__} {their:.1f} ms, {their / each:.2f} times\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
