"""Build the table: `python -m streams.models.knowledge.build ENTITIES.jsonl.gz DEMONYMS.json`. See CARD.md."""

import gzip
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from streams.models.knowledge.names import key, normalised
from streams.models.knowledge.table import KINDS

ROW = np.dtype(
    [
        ("start", "<u4"),
        ("size", "<u2"),
        ("type", "u1"),
        ("country", "S2"),
        ("qid", "<u4"),
        ("geonames", "<u4"),
        ("lat", "<f4"),
        ("lon", "<f4"),
        ("prior", "<f2"),
    ]
)
SMALL = {"of", "the", "and", "de", "del", "la", "le", "les", "du", "des", "da", "di", "do", "el", "al", "y", "et", "in"}
LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "sv")
MOST_ALIASES = 12
ABBREVIATIONS = {"Q458": ("EU",), "Q145": ("Britain",), "Q30": ("U.S.", "USA"), "Q1065": ("UN", "United Nations")}
"""Common short names the sources lack."""


def aliases(row: dict[str, Any], demonyms: set[str]) -> Iterator[str]:
    """Names worth a lookup: the label, aliases that look like names, and names in other languages."""
    yield row["label"]
    for name in row.get("aliases", ())[:MOST_ALIASES]:
        words = name.split()
        named = all(word[0].isupper() or word[0].isdigit() or word in SMALL for word in words)
        if named and name[0].isupper() and name not in demonyms:
            yield name
    yield from ABBREVIATIONS.get(row.get("qid") or "", ())
    for language in LANGUAGES:
        yield from row.get("names", {}).get(language, ())


def build(entities: Path, demonyms: dict[str, str], folder: Path) -> None:
    rows, labels, pairs, known = [], bytearray(), set(), set(demonyms)
    with gzip.open(entities, "rt", encoding="utf-8") as file:
        for number, row in enumerate(map(json.loads, file)):
            label = row["label"].encode()
            rows.append(_row(row, len(labels), len(label)))
            labels += label
            for name in aliases(row, known):
                if len(plain := normalised(name)) > 1:
                    pairs.add((key(plain), number))
    ordered = sorted(pairs)
    np.save(folder / "keys.npy", np.array([k for k, _ in ordered], np.uint64))
    np.save(folder / "owners.npy", np.array([n for _, n in ordered], np.uint32))
    np.save(folder / "rows.npy", np.array(rows, ROW))
    np.save(folder / "labels.npy", np.frombuffer(bytes(labels), np.uint8))
    (folder / "demonyms.json").write_text(json.dumps(demonyms, ensure_ascii=False, sort_keys=True, indent=0) + "\n")


def _row(row: dict[str, Any], start: int, size: int) -> tuple[Any, ...]:
    qid = int(row["qid"][1:]) if row.get("qid") else 0
    country = (row.get("country") or "").encode()
    lat, lon = (row[axis] if row.get(axis) is not None else math.nan for axis in ("lat", "lon"))
    kind = KINDS.index(row["type"])
    return (start, size, kind, country, qid, row.get("geonames") or 0, lat, lon, row.get("prior") or 0.0)


if __name__ == "__main__":
    build(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_bytes()), Path(__file__).parent)
