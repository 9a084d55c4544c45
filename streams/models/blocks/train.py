"""Train the networks, or with --folds see what they reach on sites they have not seen.

    python ../shared/eval/extraction_plaintext.py build ../shared/data/extraction/p*.jsonl.gz > dumps.jsonl
    python -m streams.models.blocks.train ../shared/data/extraction dumps.jsonl [--folds OUT]

Pages with few known passages are labelled by trafilatura's default (a weak teacher, weighed TEACHER), the passages that must
and must not be kept override it; pages with a whole known body by the 4-word shingles they share with it. BARE articles without
a page around them teach that there may be nothing to remove. --folds writes
OUT/pages.jsonl, OUT/publishers.jsonl and OUT/dumps.jsonl for the evaluators, each page by networks that did not see its site.
"""

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import trafilatura

from streams.models.blocks import Kind, Network, blocks, of_blocks, of_lines, parsed, scaled
from streams.models.blocks.choice import KEPT
from streams.models.blocks.features import F32
from streams.models.blocks.fit import fitted

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
KNOWN, BODY, TEACHER = 4.0, 2.0, 0.15
HIDDEN, EPOCHS, NETS, FOLDS = (48, 16), 30, {"page": 4, "dump": 2}, 5
BARE = 400


@dataclass
class Example:
    """A page or dump: its lines, what is known of each, and how much that weighs."""

    id: str
    site: str
    set: str
    lines: list[str]
    features: dict[Kind, F32]
    labels: F32
    weights: F32


def main(folder: Path, dumps: Path, out: Path | None) -> None:
    pages, teachers = [], {}
    for name in ("pages", "publishers"):
        for row in _rows(folder / f"{name}.jsonl.gz"):
            if row["html"].strip():
                teachers[_id(row)] = trafilatura.extract(row["html"], include_comments=False) or ""
                pages += _page(name, row, teachers[_id(row)])
    texts = [_dump(row, teachers.get(row["id"], "")) for row in _rows(dumps)]
    for row in islice(_rows(folder.parent / "articles" / "background.jsonl.gz"), 0, 4 * BARE, 4):
        body = row["body"] or ""
        pages += _page("bare", row | {"html": "".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())}, body)
        texts += [_dump(row | {"text": body}, body)] if body.strip() else []
    if out:
        _folds(pages, texts, out)
        return
    for kind, examples in (("page", pages), ("dump", texts)):
        stored = _fitted(kind, examples)[1]  # type: ignore[arg-type]
        np.savez_compressed(Path(__file__).parent / f"{kind}.npz", **stored)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def _id(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("page") or row["url"])


def _page(name: str, row: dict[str, Any], teacher: str) -> list[Example]:
    tree = parsed(row["html"])
    found = blocks(tree) if tree is not None else []
    if not found:
        return []
    lines, rows = [block.text for block in found], of_blocks(found)
    labels, weights = _labelled(row, lines, teacher)
    return [Example(_id(row), _site(row), name, lines, {"page": rows}, labels, weights)]


def _dump(row: dict[str, Any], teacher: str) -> Example:
    lines = [" ".join(line.split()) for line in row["text"].split("\n") if line.strip()]
    labels, weights = _labelled(row, lines, teacher)
    return Example(row["id"], _site(row), "bare" if "event" in row else "dumps", lines, {"dump": of_lines(lines)}, labels, weights)


def _site(row: dict[str, Any]) -> str:
    return urlsplit(row.get("url") or "").hostname or str(row.get("publisher") or _id(row))


def _labelled(row: dict[str, Any], lines: list[str], teacher: str) -> tuple[F32, F32]:
    body = str(row.get("body") or _body(row))
    labels = _shared(lines, body or teacher)
    weights = np.full(len(lines), BODY if body else TEACHER, np.float32)
    for wanted, passages in ((1.0, row.get("with", [])), (0.0, row.get("without", []))):
        for passage in (" ".join(passage.split()) for passage in passages):
            for number, line in enumerate(lines):
                holds = passage in line and (wanted or len(passage) > 0.3 * len(line))
                if holds or (len(line) > 3 and line in passage):
                    labels[number], weights[number] = wanted, KNOWN
    return labels, (weights / np.sqrt(len(lines))).astype(np.float32)


def _body(row: dict[str, Any]) -> str:
    if "gold" not in row:
        return ""
    body = row["gold"]["body"]
    return "\n".join([*body["summary"], *(line for part in body["sections"] for line in part["headline"] + part["paragraphs"])])


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


def _fitted(kind: Kind, examples: list[Example]) -> tuple[Network, dict[str, F32]]:
    """The networks, and what is stored of them."""
    rows = np.concatenate([example.features[kind] for example in examples])
    labels, weights = (np.concatenate([getattr(example, name) for example in examples]) for name in ("labels", "weights"))
    mean, deviation = rows.mean(0), rows.std(0) + 1e-3
    given, weights = scaled(rows, mean, deviation).astype(np.float32), weights / weights.mean()
    nets = [fitted(given, labels, weights, HIDDEN, EPOCHS, seed) for seed in range(NETS[kind])]
    stored = {"mean": mean, "deviation": deviation}
    for seed, net in enumerate(nets):
        for place, (layer, bias) in enumerate(net):
            stored |= {f"{seed}.{place}.w": layer.astype(np.float16), f"{seed}.{place}.b": bias.astype(np.float16)}
    return Network(mean, deviation, nets), stored


def _folds(pages: list[Example], texts: list[Example], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    chosen: dict[str, list[str]] = {"pages": [], "publishers": [], "dumps": []}
    for fold in range(FOLDS):
        nets = {
            kind: _fitted(kind, [each for each in examples if _fold(each.site) != fold])[0]
            for kind, examples in (("page", pages), ("dump", texts))
        }  # type: ignore[misc]
        for example in [each for each in (*pages, *texts) if _fold(each.site) == fold and each.set in chosen]:
            kind = "dump" if example.set == "dumps" else "page"
            found = nets[kind].scores(example.features[kind])  # type: ignore[index]
            text = "\n".join(line for line, score in zip(example.lines, found, strict=True) if score > KEPT[kind])
            chosen[example.set].append(json.dumps({"id": example.id, "text": text}))
    for name, lines in chosen.items():
        (out / f"{name}.jsonl").write_text("\n".join(lines) + "\n")


def _fold(site: str) -> int:
    return hashlib.blake2b(site.encode()).digest()[0] % FOLDS


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[4]) if sys.argv[3:4] == ["--folds"] else None)
