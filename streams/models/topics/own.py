"""A taxonomy of one's own: learnt from labelled texts on the same vectors, kept in a folder, used beside or instead of ours."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from streams.models.embedding import embed
from streams.models.topics.fit import Array, fit, platt, sigmoid, threshold
from streams.settings import Settings

FOLDS = 5
FEWEST = 5
"""Fewest texts of a label that is learnt at all (one for each fold), and fewest told by which a threshold is judged."""


@dataclass(frozen=True)
class Measured:
    """How a label did on texts that had no part in its training; `said` is False where no threshold reaches the precision."""

    label: str
    texts: int
    precision: float
    recall: float
    threshold: float
    said: bool


@dataclass(frozen=True)
class Own:
    """A learnt taxonomy. `instead`: the built-in text model is not asked; `languages`: of the articles it reads."""

    version: str
    labels: tuple[str, ...]
    instead: bool
    languages: tuple[str, ...]
    weights: Array
    bias: Array
    slopes: Array
    shifts: Array
    least: Array

    def said(self, text: str) -> list[tuple[str, float]]:
        """Labels whose probability reaches their threshold, best first; none for a text without words."""
        vector = embed(text)
        if not vector.any():
            return []
        told = sigmoid(self.slopes * (self.weights @ vector + self.bias) + self.shifts)
        found = [(label, float(score)) for label, score, least in zip(self.labels, told, self.least, strict=True) if score >= least]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


@cache
def own_folder() -> Path | None:
    """The folder that NEWSLOOM_TOPICS names, read once."""
    return Settings().topics


@cache
def load(folder: Path) -> Own:
    """Read what `save` wrote. Raises OSError, ValueError or KeyError where the folder holds no taxonomy."""
    about = json.loads((folder / "about.json").read_text("utf-8"))
    content = (folder / "head.npz").read_bytes()
    with np.load(folder / "head.npz") as stored:
        arrays = {name: stored[name].astype(np.float32) for name in ("weights", "bias", "slopes", "shifts", "least")}
    version = f"{about['name']}@{hashlib.sha256(content).hexdigest()[:8]}"
    return Own(version, tuple(about["labels"]), about["instead"], tuple(about["languages"]), **arrays)


def save(folder: Path, own: Own, measured: Sequence[Measured]) -> None:
    """Write head.npz, about.json and report.json; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "head.npz", weights=own.weights, bias=own.bias, slopes=own.slopes, shifts=own.shifts, least=own.least)
    about = {"name": folder.name, "labels": own.labels, "instead": own.instead, "languages": own.languages}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")
    (folder / "report.json").write_text(json.dumps([vars(each) for each in measured], ensure_ascii=False, indent=1), "utf-8")


def learn(
    texts: Sequence[str], given: Sequence[set[str]], *, precision: float = 0.8, instead: bool = False,
    languages: Sequence[str] = ("en",), told: Callable[[], None] = lambda: None,
) -> tuple[Own, list[Measured]]:  # fmt: skip
    """Learn every label that enough texts bear, and measure it by cross-fitting. `told` hears of each text and each step.

    Scores, thresholds and figures of a text come from a head that had not seen it; the head returned has seen all.
    Raises ValueError where no label has FEWEST texts.
    """
    counts = {label: sum(label in labels for labels in given) for label in set().union(*given)}
    labels = sorted(label for label in counts if counts[label] >= FEWEST)
    if not labels:
        raise ValueError(f"no label has {FEWEST} texts or more")
    truth = np.array([[label in each for label in labels] for each in given], dtype=np.float32)
    vectors = np.stack([_told_of(text, told) for text in texts])
    fold = _folds(truth)
    logits = np.zeros_like(truth)
    for left_out in range(FOLDS):
        weight, bias = _fit(vectors[fold != left_out], truth[fold != left_out], told)
        logits[fold == left_out] = vectors[fold == left_out] @ weight.T + bias
    columns = [_calibrated(logits[:, k], truth[:, k], fold, precision) for k in range(len(labels))]
    weight, bias = _fit(vectors, truth, told)
    slopes, shifts, least = (np.array([column[k] for column in columns], np.float32) for k in range(3))
    measured = [Measured(label, counts[label], *column[3:5], column[2], column[5]) for label, column in zip(labels, columns, strict=True)]
    return Own("", tuple(labels), instead, tuple(languages), weight, bias, slopes, shifts, least), measured


def _calibrated(logits: Array, truth: Array, fold: Array, precision: float) -> tuple[float, float, float, float, float, bool]:
    """Slope, shift, threshold from all; precision and recall where each fold's were chosen on the other folds."""
    said = np.zeros(len(truth), bool)
    for left_out in range(FOLDS):
        others = fold != left_out
        slope, shift, least = _chosen(logits[others], truth[others], precision)
        said[~others] = sigmoid(slope * logits[~others] + shift) >= least
    slope, shift, least = _chosen(logits, truth, precision)
    right = float(truth[said].sum())
    return slope, shift, least, right / max(said.sum(), 1), right / float(truth.sum()), least <= 1.0


def _chosen(logits: Array, truth: Array, precision: float) -> tuple[float, float, float]:
    slope, shift = platt(logits, truth)
    scores = sigmoid(slope * logits + shift)
    least = threshold(scores, truth, precision, FEWEST)
    return slope, shift, least if least <= float(scores.max()) else 2.0


def _fit(vectors: Array, truth: Array, told: Callable[[], None]) -> tuple[Array, Array]:
    return fit(vectors, truth, np.ones(len(truth), np.float32), told=told)


def _folds(truth: Array) -> Array:
    """A fold for each text such that every label is spread over all of them."""
    order = np.lexsort(truth.T)
    fold = np.empty(len(truth), int)
    fold[order] = np.arange(len(truth)) % FOLDS
    return np.asarray(fold, dtype=np.float32)


def _told_of(text: str, told: Callable[[], None]) -> Array:
    told()
    return embed(text)
