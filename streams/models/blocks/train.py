"""Train the networks, or with --folds see what they reach on sites they have not seen.

    python -m streams.models.blocks.train ../shared/data/extraction [--folds OUT]

Labels as in `train_labels.py`; the weak teacher is trafilatura's default. BARE articles without a page around them teach that there
may be nothing to remove. --folds writes OUT/pages.jsonl and OUT/publishers.jsonl for the evaluators, each page by networks that did
not see its site.
"""

import json
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
from streams.models.blocks.choice import KEPT
from streams.models.blocks.features import F32
from streams.models.blocks.fit import fitted
from streams.models.blocks.train_labels import BODY, FOLDS, TEACHER, fold_of, override, rows, shared

HIDDEN, EPOCHS, NETS = (48, 16), 30, 4
BARE = 400


@dataclass
class Example:
    """A page: its lines, what is known of each, and how much that weighs."""

    id: str
    site: str
    set: str
    lines: list[str]
    features: F32
    labels: F32
    weights: F32


def main(folder: Path, out: Path | None) -> None:
    pages = examples(folder)
    if out:
        _folds(pages, out)
        return
    np.savez_compressed(WEIGHTS, **trained(pages)[1])


def examples(folder: Path) -> list[Example]:
    """Every page, and the articles without a page around them."""
    pages = []
    for name in ("pages", "publishers"):
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["html"].strip():
                pages += _page(name, row, trafilatura.extract(row["html"], include_comments=False) or "")
    for row in islice(rows(folder.parent / "articles" / "background.jsonl.gz"), 0, 4 * BARE, 4):
        body = row["body"] or ""
        pages += _page("bare", row | {"html": "".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())}, body)
    return pages


def _id(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("page") or row["url"])


def _page(name: str, row: dict[str, Any], teacher: str) -> list[Example]:
    tree = parsed(row["html"])
    found = blocks(tree) if tree is not None else []
    if not found:
        return []
    lines = [block.text for block in found]
    labels, weights = _labelled(row, lines, teacher)
    return [Example(_id(row), site_of(row), name, lines, of_blocks(found), labels, weights)]


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
    return Network(mean, deviation, nets), stored


def _folds(pages: list[Example], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    chosen: dict[str, list[str]] = {"pages": [], "publishers": []}
    for fold in range(FOLDS):
        nets = trained([each for each in pages if fold_of(each.site) != fold])[0]
        for example in [each for each in pages if fold_of(each.site) == fold and each.set in chosen]:
            found = nets.scores(example.features)
            text = "\n".join(line for line, score in zip(example.lines, found, strict=True) if score > KEPT)
            chosen[example.set].append(json.dumps({"id": example.id, "text": text}))
    for name, lines in chosen.items():
        (out / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[2:3] == ["--folds"] else None)
