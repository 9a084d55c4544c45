"""Train the networks of this folder; `tests/benchmarks/dumps.py` says what the cleaner reaches with them on sites not seen.

    python ../shared/eval/extraction_plaintext.py build ../shared/data/extraction/p*.jsonl.gz > dumps.jsonl
    python -m streams.models.lines.train ../shared/data/extraction dumps.jsonl

Labels as in `blocks.train`: lines that share most of their 4-word shingles with a known body; where only passages are known, what
trafilatura kept of the page in two modes is a weak teacher (weight TEACHER), which the passages override. BARE articles
without a page around them teach that there may be nothing to remove.
"""

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura

from streams.models.blocks import Network
from streams.models.lines import network_of, of_dump, of_titles
from streams.models.lines.features import F32
from streams.models.lines.fit import fitted
from streams.models.lines.kinds import CAPTION
from streams.models.lines.titles import fold, opening

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
KNOWN, BODY, TEACHER = 4.0, 2.0, 0.15
BARE, FOLDS = 400, 5


@dataclass
class Dump:
    """A dump: its lines, which of them are the article's, and how much that weighs."""

    id: str
    site: str
    url: str | None
    title: str
    lines: list[str]
    rows: F32
    labels: F32
    weights: F32


def main(folder: Path, dumps: Path) -> None:
    found, bare = examples(folder, dumps)
    np.savez_compressed(Path(__file__).with_name("lines.npz"), **trained(found, bare))


def examples(folder: Path, dumps: Path) -> tuple[list[Dump], list[Dump]]:
    """Every dump, and the articles without a page around them."""
    teachers = {}
    for name in ("pages", "publishers"):
        for row in rows(folder / f"{name}.jsonl.gz"):
            if name == "pages" and row["html"].strip():
                teachers[row["url"]] = [trafilatura.extract(row["html"], include_comments=False, fast=fast) or "" for fast in (False, True)]
    found = [_dump(row, row["text"], [row["body"]] if "body" in row else teachers[row["id"]]) for row in rows(dumps)]
    articles = (row for row in rows(folder.parent / "articles" / "background.jsonl.gz") if (row["body"] or "").strip())
    bare = [_dump(row | {"title": ""}, row["body"], [row["body"]]) for row in islice(articles, 0, 4 * BARE, 4)]
    return found, bare


def trained(found: list[Dump], bare: list[Dump]) -> dict[str, F32]:
    """What `lines.npz` holds."""
    stored = {f"line.{name}": each for name, each in _lines(found + bare).items()}
    return stored | {f"title.{name}": each for name, each in _titles(found, network_of(stored, "line")).items()}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Of a file of JSON lines, zipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def _dump(row: dict[str, Any], text: str, bodies: list[str]) -> Dump:
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    labels = np.mean([_shared(lines, body) for body in bodies], axis=0)
    weights = np.full(len(lines), BODY if len(bodies) == 1 else TEACHER, np.float32)
    for wanted, passages in ((1.0, row.get("with", [])), (0.0, row.get("without", []))):
        for passage in (" ".join(passage.split()) for passage in passages):
            for number, line in enumerate(lines):
                holds = passage in line and (wanted or len(passage) > 0.3 * len(line))
                if holds or (len(line) > 3 and line in passage):
                    labels[number], weights[number] = wanted, KNOWN
    site = urlsplit(row.get("url") or "").hostname or row["id"].split("/")[-1].split("_20")[0]
    return Dump(row["id"], site, row.get("url"), row["title"], lines, of_dump(lines), labels, weights / np.float32(len(lines) ** 0.5))


def _shared(lines: list[str], body: str) -> F32:
    known, whole = _shingles(body), {" ".join(line.split()) for line in body.split("\n")}
    joined, found = " ".join(body.split()), []
    for line in lines:
        own = _shingles(line)
        mostly = len(own) > 1 and len(own & known) > 0.5 * len(own)
        found.append(mostly or line in whole or (len(line) > 25 and line in joined))
    return np.array(found, np.float32)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = TOKEN.findall(text)
    return {tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3))}


def _lines(dumps: list[Dump]) -> dict[str, F32]:
    rows, labels, weights = (np.concatenate(parts) for parts in zip(*((d.rows, d.labels, d.weights) for d in dumps), strict=True))
    return fitted(rows, labels, weights, hidden=(48, 16), epochs=16, batch=512)


def _titles(dumps: list[Dump], net: Network) -> dict[str, F32]:
    """Above the text that `net` finds; the headline weighs as much as a third of the other candidates together."""
    parts = []
    for dump in (dump for dump in dumps if dump.title):
        first = opening(dump.lines, np.flatnonzero(net.scores(dump.rows) > 0.5).tolist())
        places, rows = of_titles(dump.lines, first, dump.url)
        name = fold(dump.title)
        labels = np.array([fold(CAPTION.sub("", dump.lines[place])) == name for place in places], np.float32)
        if labels.any():
            parts.append((rows, labels, np.where(labels > 0, 1 / labels.sum(), 3 / len(labels)).astype(np.float32)))
    rows, labels, weights = (np.concatenate(part) for part in zip(*parts, strict=True))
    return fitted(rows, labels, weights, hidden=(16, 8), epochs=30, batch=256)


def fold_of(site: str) -> int:
    return hashlib.blake2b(site.encode()).digest()[0] % FOLDS


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
