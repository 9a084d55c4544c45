"""IPTC Media Topics: the live concepts, and calibrated scores of their two upper levels for an English text (weights: CARD.md)."""

import gzip
import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from streams.models.embedding import embed
from streams.models.topics.fit import Array, sigmoid

HERE = Path(__file__).parent
CHARACTERS = 1_600
LEAD, PIECE, LEAST_PIECE = 250, 400, 120
"""Where the first piece after the lead begins, how long pieces are, and how much must be left for one, in characters."""


@cache
def labels() -> dict[str, str]:
    """Label of every live concept by qcode."""
    return {row["qcode"]: row["label"] for row in _rows()}


@cache
def broader() -> dict[str, str | None]:
    """The next broader concept of every live concept; None at the top level."""
    return {row["qcode"]: row["broader"] for row in _rows()}


@cache
def same() -> dict[str, str]:
    """Live concept by old IPTC subject code, `subj:NNNNNNNN`."""
    return {old: row["qcode"] for row in _rows() for old in row.get("same", ())}


def chain(qcode: str) -> list[str]:
    """Return the concept and its ancestors, narrowest first; empty for a code that is not a live concept."""
    found: list[str] = []
    up: str | None = same().get(qcode, qcode)
    while up in broader() and up not in found:
        found.append(up)
        up = broader()[up]
    return found


def scores(title: str, text: str = "") -> dict[str, float]:
    """Return a calibrated probability for each concept of the two upper levels; empty for a text without words.

    A top level's is the mean over passages of about 60 words, so the share of the article that is about it, calibrated on
    articles (on single sentences where there is one passage); a narrower concept's is its share of its top level's.
    """
    vectors = np.stack([embed(passage) for passage in passages(title, text)])
    vectors = vectors[vectors.any(axis=1)]
    if not len(vectors):
        return {}
    head = _head()
    tops, within = _shares(vectors @ head["weights"].T + head["bias"])
    slope, shift, _ = head["levels"][1 if len(vectors) > 1 else 0]
    told = sigmoid(slope * tops + shift)
    return dict(zip(head["codes"].tolist(), np.concatenate([told, told[head["parents"]] * within]).tolist(), strict=True))


def said(title: str, text: str = "") -> list[tuple[str, float]]:
    """The concepts sure enough to be told, with their scores, broader ones first."""
    found = scores(title, text)
    least = _head()["levels"][1 if len(passages(title, text)) > 1 else 0][2], _head()["levels"][2][2]
    told = [(code, score) for code, score in found.items() if broader()[code] is None and score >= least[0]]
    tops = dict(told)
    return told + [(code, score) for code, score in found.items() if (up := tops.get(broader()[code] or "")) and score >= up * least[1]]


def passages(title: str, text: str) -> list[str]:
    """The title with the lead, as the head was trained on, then the next of the first 200 words in pieces; no rest is left out."""
    whole = (f"{title}. {text}" if text else title)[:CHARACTERS]
    cuts = [0, *range(LEAD, max(len(whole) - LEAST_PIECE, LEAD) + 1, PIECE)]
    cuts = [cut for cut in cuts if cut == 0 or len(whole) - cut > LEAST_PIECE]
    return [whole[start:end] for start, end in pairwise([*cuts, len(whole)])]


def _shares(logits: Array) -> tuple[Array, Array]:
    """Of the passages' logits: log-odds of each top level's mean share, and each narrower concept's probability under its top."""
    head = _head()
    count = len(head["codes"]) - len(head["parents"])
    share = np.clip(sigmoid(logits[:, :count]).mean(axis=0), 1e-6, 1 - 1e-6)
    grown = np.exp(np.clip(logits[:, count:].mean(axis=0), -30, 30))
    part = np.clip(grown / np.bincount(head["parents"], grown, count)[head["parents"]], 1e-6, 1 - 1e-6)
    slope, shift, _ = head["levels"][2]
    return np.log(share / (1 - share)), sigmoid(slope * np.log(part / (1 - part)) + shift)


def _rows() -> list[dict[str, Any]]:
    with gzip.open(HERE / "mediatopics.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def _head() -> dict[str, NDArray[Any]]:
    """The arrays of head.npz; `levels` is slope, shift and threshold of single passages, articles and the second level."""
    with np.load(HERE / "head.npz") as stored:
        head = {name: stored[name] for name in stored.files}
    place = {code: number for number, code in enumerate(head["codes"])}
    parents = [place[up] for code in head["codes"] if (up := broader()[code]) is not None]
    return head | {"weights": head["weights"].astype(np.float32), "parents": np.array(parents)}
