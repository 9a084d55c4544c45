"""Train the networks of this folder; `tests/benchmarks/dumps.py` says what the cleaner reaches with them on sites not seen.

    python ../shared/eval/extraction_plaintext.py build ../shared/data/extraction/p*.jsonl.gz > dumps.jsonl
    python -m streams.models.lines.train ../shared/data/extraction dumps.jsonl

Labels as in `blocks/train_labels.py`; the weak teacher is what trafilatura keeps of the page in two modes. BARE articles without a
page around them teach that there may be nothing to remove.
"""

import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura

from streams.models.blocks import Network
from streams.models.blocks.train_labels import BODY, TEACHER, override, rows, shared
from streams.models.lines import network_of, of_dump, of_titles
from streams.models.lines.features import F32
from streams.models.lines.fit import fitted
from streams.models.lines.kinds import CAPTION
from streams.models.lines.titles import fold, opening

BARE = 400


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


def _dump(row: dict[str, Any], text: str, bodies: list[str]) -> Dump:
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    labels = np.mean([shared(lines, body) for body in bodies], axis=0)
    weights = np.full(len(lines), BODY if len(bodies) == 1 else TEACHER, np.float32)
    override(labels, weights, lines, row)
    site = urlsplit(row.get("url") or "").hostname or row["id"].split("/")[-1].split("_20")[0]
    return Dump(row["id"], site, row.get("url"), row["title"], lines, of_dump(lines), labels, weights / np.float32(len(lines) ** 0.5))


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


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
