"""Names found in a CoNLL file, by document, as predictions for the evaluator, and the CPU time they took.

python -m tests.benchmarks.names ../shared/data/ner/conllpp-dev.txt.gz > predictions.jsonl
python ../shared/eval/ner.py predictions.jsonl ../shared/data/ner/conllpp-dev.txt.gz

A file without -DOCSTART- lines (WNUT-17) holds sentences that have nothing to do with one another: each is a document.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator

from streams.models.names import tag
from streams.models.names.document import agree


def documents(path: str) -> Iterator[list[list[str]]]:
    """Sentences of words, document by document."""
    found: list[list[str]] = []
    words: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [*file, ""]
    alone = not any(line.startswith("-DOCSTART-") for line in lines)
    for columns in map(str.split, lines):
        if columns and columns[0] != "-DOCSTART-":
            words.append(columns[0])
            continue
        if words:
            found.append(words)
            words = []
        if found and (columns or alone):
            yield found
            found = []
    if found:
        yield found


def main(path: str) -> None:
    tag([["warm", "up"]])
    began, count = time.process_time(), 0
    for sentences in documents(path):
        for spans in agree(sentences, tag(sentences)):
            sys.stdout.write(json.dumps({"spans": [list(span) for span in spans]}) + "\n")
        count += sum(map(len, sentences))
    spent = 1000 * (time.process_time() - began)
    sys.stderr.write(f"{count} words, {spent:.0f} ms CPU, {700 * spent / count:.2f} ms per 700 words\n")


if __name__ == "__main__":
    main(sys.argv[1])
