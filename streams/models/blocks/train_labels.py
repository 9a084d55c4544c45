"""What is known of a page's lines, for the training of all networks that choose among lines.

Lines that share most of their 4-word shingles with a known body are the article's. Where only passages are known, what a teacher
kept stands for the body at a low weight (TEACHER); the passages that must and must not be kept override it.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
KNOWN, BODY, TEACHER = 4.0, 2.0, 0.15
"""Weight of a line in a marked passage, of one beside a known body, and of one that only a teacher judged."""
FOLDS = 5


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Of a file of JSON lines, zipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def fold_of(site: str) -> int:
    """The fold, 0 to FOLDS - 1, that all pages of a site are in."""
    return hashlib.blake2b(site.encode()).digest()[0] % FOLDS


def shared(lines: list[str], body: str) -> F32:
    """1 for each line that a body holds, else 0."""
    known, whole = _shingles(body), {" ".join(line.split()) for line in body.split("\n")}
    joined, found = " ".join(body.split()), []
    for line in lines:
        own = _shingles(line)
        mostly = len(own) > 1 and len(own & known) > 0.5 * len(own)
        found.append(mostly or line in whole or (len(line) > 25 and line in joined))
    return np.array(found, np.float32)


def override(labels: F32, weights: F32, lines: list[str], row: dict[str, Any]) -> None:
    """Set label and weight of the lines in the passages that a row says must (`with`) and must not (`without`) be kept."""
    for wanted, passages in ((1.0, row.get("with", [])), (0.0, row.get("without", []))):
        for passage in (" ".join(passage.split()) for passage in passages):
            for number, line in enumerate(lines):
                holds = passage in line and (wanted or len(passage) > 0.3 * len(line))
                if holds or (len(line) > 3 and line in passage):
                    labels[number], weights[number] = wanted, KNOWN


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = TOKEN.findall(text)
    return {tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3))}
