"""IPTC Media Topics: the live concepts, and scores of the 17 top levels for an English text (weights: CARD.md)."""

import gzip
import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.models.embedding import embed

HERE = Path(__file__).parent


@cache
def labels() -> dict[str, str]:
    """Label of every live concept by qcode."""
    return {row["qcode"]: row["label"] for row in _rows()}


@cache
def broader() -> dict[str, str | None]:
    """The next broader concept of every live concept; None at the top level."""
    return {row["qcode"]: row["broader"] for row in _rows()}


def chain(qcode: str) -> list[str]:
    """Return the concept and its ancestors, narrowest first; empty for a code that is not a live concept."""
    found: list[str] = []
    up: str | None = qcode
    while up in broader() and up not in found:
        found.append(up)
        up = broader()[up]
    return found


def top_scores(text: str) -> dict[str, float]:
    """Return a probability for each top level the head knows, summing to one; empty for a text without words."""
    vector = embed(text)
    if not vector.any():
        return {}
    head = _head()
    logits = head["weights"] @ vector + head["bias"]
    odds = np.exp(logits - logits.max())
    return dict(zip(head["tops"].tolist(), (odds / odds.sum()).tolist(), strict=True))


def _rows() -> list[dict[str, str]]:
    with gzip.open(HERE / "mediatopics.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def _head() -> dict[str, NDArray[np.float32]]:
    with np.load(HERE / "head.npz") as stored:
        return {name: stored[name] for name in ("weights", "bias", "tops")}
