"""Train the networks of this folder; `tests/benchmarks/extraction.py` says what the cleaner reaches with them on sites not seen.

    python -m streams.models.blocks.train ../shared/data/extraction

Labels as in `train_labels.py`; the weak teacher is trafilatura's default. BARE articles without a page around them teach that there
may be nothing to remove.
"""

import sys
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura

from streams.models.blocks import WEIGHTS, Network, blocks, of_blocks, parsed, scaled
from streams.models.blocks.features import F32
from streams.models.blocks.fit import fitted
from streams.models.blocks.train_labels import BODY, TEACHER, override, rows, shared

HIDDEN, EPOCHS, NETS = (48, 16), 30, 4
BARE = 400


@dataclass
class Example:
    """A page: what each of its lines says, what is known of it, and how much that weighs."""

    site: str
    features: F32
    labels: F32
    weights: F32


def main(folder: Path) -> None:
    np.savez_compressed(WEIGHTS, **trained(examples(folder))[1])


def examples(folder: Path) -> list[Example]:
    """Every page, and the articles without a page around them."""
    pages = []
    for name in ("pages", "publishers"):
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["html"].strip():
                pages += _page(row, trafilatura.extract(row["html"], include_comments=False) or "")
    for row in islice(rows(folder.parent / "articles" / "background.jsonl.gz"), 0, 4 * BARE, 4):
        body = row["body"] or ""
        pages += _page(row | {"html": "".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())}, body)
    return pages


def _id(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("page") or row["url"])


def _page(row: dict[str, Any], teacher: str) -> list[Example]:
    tree = parsed(row["html"])
    found = blocks(tree) if tree is not None else []
    if not found:
        return []
    lines = [block.text for block in found]
    labels, weights = _labelled(row, lines, teacher)
    return [Example(site_of(row), of_blocks(found), labels, weights)]


def site_of(row: dict[str, Any]) -> str:
    """What folds keep together."""
    return urlsplit(row.get("url") or "").hostname or str(row.get("publisher") or _id(row))


def _labelled(row: dict[str, Any], lines: list[str], teacher: str) -> tuple[F32, F32]:
    body = str(row.get("body") or _body(row))
    labels = shared(lines, body or teacher)
    weights = np.full(len(lines), BODY if body else TEACHER, np.float32)
    override(labels, weights, lines, row)
    return labels, (weights / np.sqrt(len(lines))).astype(np.float32)


def _body(row: dict[str, Any]) -> str:
    if "gold" not in row:
        return ""
    body = row["gold"]["body"]
    return "\n".join([*body["summary"], *(line for part in body["sections"] for line in part["headline"] + part["paragraphs"])])


def trained(examples: list[Example]) -> tuple[Network, dict[str, F32]]:
    """The networks, and what is stored of them."""
    rows, labels, weights = (np.concatenate([getattr(each, name) for each in examples]) for name in ("features", "labels", "weights"))
    mean, deviation = rows.mean(0), rows.std(0) + 1e-3
    given, weights = scaled(rows, mean, deviation).astype(np.float32), weights / weights.mean()
    nets = [fitted(given, labels, weights, HIDDEN, EPOCHS, seed) for seed in range(NETS)]
    stored = {"mean": mean, "deviation": deviation}
    for seed, net in enumerate(nets):
        for place, (layer, bias) in enumerate(net):
            stored |= {f"{seed}.{place}.w": layer.astype(np.float16), f"{seed}.{place}.b": bias.astype(np.float16)}
    return Network.of(mean, deviation, nets), stored


if __name__ == "__main__":
    main(Path(sys.argv[1]))
