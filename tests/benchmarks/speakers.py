"""The share of quotes whose speaker got the right name, on 200 of PolNeAR's dev set that were labelled by hand.

OMP_NUM_THREADS=1 python -m tests.benchmarks.speakers ../shared/data/quotes/polnear-dev.jsonl.gz [--wrong]

speakers.jsonl holds, for 200 of the 665 direct quotes drawn by chance, the place of the quote and of the fullest name that
the text has for who said it (for those without a name, of what they are called): `he`, `Trump` and `the New York businessman`
are all right as Donald Trump only. Right is a name that has every word of the label; a quote not found or without a speaker is wrong.
"""

import gzip
import json
import re
import sys
from pathlib import Path

from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.quotes import find_quotes
from tests.benchmarks.quotes import article

LABELS = Path(__file__).with_name("speakers.jsonl")
_NO_PART = frozenset("the a an mr mrs ms".split())


def words(name: str) -> set[str]:
    """Without articles, honorifics and initials."""
    return {word for word in re.findall(r"\w+", name.lower().replace("’s", "").replace("'s", "")) if len(word) > 1} - _NO_PART


def main(path: str, wrong: bool) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = {row["id"]: row for row in map(json.loads, file)}
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    said, right, found = {}, 0, 0
    for label in labels:
        text, (start, end) = rows[label["id"]]["text"], label["quote"]
        if label["id"] not in said:
            one = article(rows[label["id"]])
            said[label["id"]] = [quote for quote in find_quotes(one, find_entities(one)) if quote.direct]
        quote = next((each for each in said[label["id"]] if 2 * (min(end, each.end) - max(start, each.start)) > end - start), None)
        name, gold = quote.speaker.name if quote and quote.speaker else None, text[slice(*label["name"])]
        is_right = name is not None and (words(gold) <= words(name) if words(gold) else gold == name)
        right, found = right + is_right, found + (name is not None)
        if wrong and not is_right:
            print(f"{label['id'][:40]} {name!r} for {gold!r}: {text[start : start + 50]!r}")
    print(f"{len(labels)} quotes, {found} given a speaker, {right} the right name: {right / len(labels):.3f}")


if __name__ == "__main__":
    main(sys.argv[1], "--wrong" in sys.argv)
