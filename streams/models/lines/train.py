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
from zlib import crc32

import numpy as np
import trafilatura

from streams.models import blocks
from streams.models.blocks import Network
from streams.models.blocks.train_labels import BODY, TEACHER, override, rows, shared
from streams.models.lines import beside, judged, network_of, of_dump, of_titles
from streams.models.lines.features import F32
from streams.models.lines.fit import fitted
from streams.models.lines.kinds import CAPTION
from streams.models.lines.titles import fold, opening

BARE = 400
PARTS = 4
"""Parts of the dumps, by site, whose neighbours are judged by networks that learnt from the others."""


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
    stored = _both(found + bare)
    return stored | _named("title", _titles(found, network_of(stored, "first"), network_of(stored, "line")))


def _both(dumps: list[Dump]) -> dict[str, F32]:
    """The first networks, and those that read beside a line what networks which had not seen its site took its neighbours for."""
    others = [[each for each in dumps if part_of(each.site) != part] for part in range(PARTS)]
    judges = [blocks.network_of(_lines(some, [each.rows for each in some], nets=2)) for some in others]
    told = [beside(each.rows, each.lines, judges[part_of(each.site)].scores(each.rows)) for each in dumps]
    return _named("first", _lines(dumps, [each.rows for each in dumps], nets=4)) | _named("line", _lines(dumps, told, nets=4))


def part_of(site: str) -> int:
    """Which of PARTS a site's dumps are in, whatever the fold they are in."""
    return crc32(site.encode()) % PARTS


def _named(kind: str, arrays: dict[str, F32]) -> dict[str, F32]:
    return {f"{kind}.{name}": each for name, each in arrays.items()}


def _dump(row: dict[str, Any], text: str, bodies: list[str]) -> Dump:
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    labels = np.mean([shared(lines, body) for body in bodies], axis=0)
    weights = np.full(len(lines), BODY if len(bodies) == 1 else TEACHER, np.float32)
    override(labels, weights, lines, row)
    site = urlsplit(row.get("url") or "").hostname or row["id"].split("/")[-1].split("_20")[0]
    return Dump(row["id"], site, row.get("url"), row["title"], lines, of_dump(lines), labels, weights / np.float32(len(lines) ** 0.5))


def _lines(dumps: list[Dump], rows: list[F32], nets: int) -> dict[str, F32]:
    labels, weights = (np.concatenate(parts) for parts in zip(*((d.labels, d.weights) for d in dumps), strict=True))
    return fitted(np.concatenate(rows), labels, weights, nets, hidden=(48, 16), epochs=16, batch=512)


def _titles(dumps: list[Dump], first: Network, second: Network) -> dict[str, F32]:
    """Above the text that the networks find; the headline weighs as much as a third of the other candidates together."""
    parts = []
    for dump in (dump for dump in dumps if dump.title):
        found = np.flatnonzero(judged(dump.rows, dump.lines, first, second) > 0.5)
        places, rows = of_titles(dump.lines, opening(dump.lines, found.tolist()), dump.url)
        name = fold(dump.title)
        labels = np.array([fold(CAPTION.sub("", dump.lines[place])) == name for place in places], np.float32)
        if labels.any():
            parts.append((rows, labels, np.where(labels > 0, 1 / labels.sum(), 3 / len(labels)).astype(np.float32)))
    rows, labels, weights = (np.concatenate(part) for part in zip(*parts, strict=True))
    return fitted(rows, labels, weights, nets=4, hidden=(16, 8), epochs=30, batch=256)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
