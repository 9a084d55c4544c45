"""The trained tagger, in numpy on one flat run of words: train.py says how the weights came to be."""

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.names.features import table

Kind = Literal["PER", "ORG", "LOC"]
KINDS: tuple[Kind, ...] = ("PER", "ORG", "LOC")
Array = NDArray[np.float32]

_TAGS = 7
_KEPT = 50_000
"""Word vectors kept; reaching it empties the store, which bounds memory."""


class Tagged(NamedTuple):
    """Words `start` to `end` (exclusive) of one sentence are a name of this kind."""

    start: int
    end: int
    kind: Kind


class _Weights:
    """The arrays, and vectors of the word types seen so far."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self.lists: NDArray[np.uint8] = file["lists"]
            self.arrays = {name: file[name].astype(np.float32) for name in file.files if name != "lists"}
            self.tables = [self.arrays.pop(f"tables.{i}.weight") for i in range(9)]
        self.width = self.tables[0].shape[1]
        self.layers = sum(name.startswith("convs.") and name.endswith(".weight") for name in self.arrays)
        self.known: dict[str, int] = {}
        self.vectors: Array = np.zeros((1024, self.width), np.float32)

    def rows(self, words: list[str]) -> list[int]:
        """Where each word's vector stands in `vectors`; row 0 is the gap between sentences."""
        if len(self.known) > _KEPT:
            self.known.clear()
            self.vectors = self.vectors[:1024].copy()
        known = self.known
        if fresh := [word for word in dict.fromkeys(words) if word not in known]:
            self._learn(fresh)
        return [known[word] for word in words]

    def _learn(self, fresh: list[str]) -> None:
        first = len(self.known) + 1
        while first + len(fresh) > len(self.vectors):
            self.vectors = np.vstack([self.vectors, np.zeros_like(self.vectors)])
        self.vectors[first : first + len(fresh)] = self._types(fresh)
        self.known.update(zip(fresh, range(first, first + len(fresh)), strict=True))

    def _types(self, words: list[str]) -> Array:
        places, arrays = table(words, self.lists), self.arrays
        x = self.tables[0][places[:, 0]]
        for i in range(1, len(self.tables)):
            x = x + self.tables[i][places[:, i]]
        x = _norm(x, arrays["norm.weight"], arrays["norm.bias"])
        y = _gated(x @ arrays["mix.weight"].T + arrays["mix.bias"])
        return _norm(x + y, arrays["norm2.weight"], arrays["norm2.bias"])

    def scores(self, rows: NDArray[np.int64]) -> Array:
        """Tag scores, shape (len(rows), 7)."""
        arrays, mask = self.arrays, (rows > 0).astype(np.float32)[:, None]
        x = self.vectors[rows]
        for layer in range(self.layers):
            y = np.zeros((len(x) + 2, self.width), np.float32)
            y[1:-1] = x * mask
            y = np.concatenate([y[:-2], y[1:-1], y[2:]], axis=1)
            y = _gated(y @ arrays[f"convs.{layer}.weight"].T + arrays[f"convs.{layer}.bias"])
            x = _norm(x + y, arrays[f"norms.{layer}.weight"], arrays[f"norms.{layer}.bias"])
        return np.asarray(x @ arrays["out.weight"].T + arrays["out.bias"], np.float32)


@cache
def _weights() -> _Weights:
    return _Weights(Path(__file__).with_name("weights.npz"))


def tag(sentences: list[list[str]]) -> list[list[Tagged]]:
    """The names in each sentence, in order, never overlapping. Weights load on the first call."""
    if not any(sentences):
        return [[] for _ in sentences]
    weights = _weights()
    rows = weights.rows([word for sentence in sentences for word in sentence])
    flat, begin, starts = np.zeros(len(rows) + len(sentences), np.int64), 0, []
    taken = 0
    for sentence in sentences:
        flat[begin : begin + len(sentence)] = rows[taken : taken + len(sentence)]
        starts.append(begin)
        taken, begin = taken + len(sentence), begin + len(sentence) + 1
    scores = weights.scores(flat)
    best = scores.argmax(axis=1)
    return [_decoded(scores[s : s + len(w)], best[s : s + len(w)]) for s, w in zip(starts, sentences, strict=True)]


def _decoded(scores: Array, best: NDArray[np.int64]) -> list[Tagged]:
    if not best.any():
        return []
    tags = best.tolist()
    before = [0, *tags[:-1]]
    if any(t and t % 2 == 0 and b not in (t, t - 1) for b, t in zip(before, tags, strict=True)):
        tags = viterbi(scores)
    return _spans(tags)


def _spans(tags: list[int]) -> list[Tagged]:
    spans, start = [], -1
    for i, now in enumerate([*tags, 0]):
        if start >= 0 and (now == 0 or now % 2 == 1):
            spans.append(Tagged(start, i, KINDS[(tags[start] - 1) // 2]))
            start = -1
        if now % 2 == 1:
            start = i
    return spans


def viterbi(scores: Array) -> list[int]:
    """The best tag sequence in which an inside tag only follows its own kind."""
    inside = np.array([tag > 0 and tag % 2 == 0 for tag in range(_TAGS)])
    ban = np.array([[-1e4 if inside[b] and a not in (b, b - 1) else 0.0 for b in range(_TAGS)] for a in range(_TAGS)])
    total, back = scores[0] + np.where(inside, -1e4, 0.0), []
    for row in scores[1:]:
        reach = total[:, None] + ban
        came = reach.argmax(axis=0)
        back.append(came)
        total = reach[came, np.arange(_TAGS)] + row
    tags = [int(total.argmax())]
    for came in reversed(back):
        tags.append(int(came[tags[-1]]))
    return tags[::-1]


def _norm(x: Array, weight: Array, bias: Array) -> Array:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-5))
    return np.asarray(centred / spread * weight + bias, np.float32)


def _gated(y: Array) -> Array:
    half = y.shape[1] // 2
    return np.asarray(y[:, :half] / (1 + np.exp(-np.clip(y[:, half:], -30, 30))), np.float32)
