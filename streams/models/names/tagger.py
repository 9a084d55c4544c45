"""The trained tagger, in numpy on one flat run of a document's words: train.py says how the weights came to be."""

from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.models.names.features import SIZES, piece_rows, pieces, table

Kind = Literal["PER", "ORG", "LOC", "MISC"]
KINDS: tuple[Kind, ...] = ("PER", "ORG", "LOC", "MISC")
Array = NDArray[np.float32]
Places = NDArray[np.int64]

_TAGS = 1 + 2 * len(KINDS)
_KEPT = 60_000
"""Word types kept (0.3 kB each); reaching it empties the store, which bounds memory."""


_APART = ("lists", "tables", "scales", "frequent", "frequent_vectors")


class Tagged(NamedTuple):
    """Words `start` to `end` (exclusive) of one sentence are a name of this kind."""

    start: int
    end: int
    kind: Kind


class Weights:
    """The arrays, and the vectors of the word types seen so far, which begins with the most frequent ones."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self.lists: NDArray[np.uint8] = file["lists"]
            self.tables = [(file[f"tables.{i}.weight"], file[f"scales.tables.{i}.weight"][:, None]) for i in range(len(SIZES))]
            self.frequent = file["frequent"].tobytes().decode().split("\n") if "frequent" in file else []
            self.frequent_vectors: Array = file["frequent_vectors"].astype(np.float32) if self.frequent else np.zeros((0, 0), np.float32)
            self.arrays = {name: file[name] for name in file.files if name.partition(".")[0] not in _APART}
        self.width = self.tables[0][0].shape[1]
        self.pieces: Array = piece_rows() @ self.arrays.pop("piece.weight").T
        near: Array = self.arrays.pop("near.weight")
        self.near: list[Array] = [np.ascontiguousarray(part.T) for part in np.split(near, len(near) // (2 * self.width))]
        self.far: Array = np.ascontiguousarray(self.arrays.pop("far.weight").T)
        self._empty()

    def _empty(self) -> None:
        """Begin with the frequent types alone. Row 0 of the store is the gap between sentences."""
        self.known: dict[str, int] = {}
        self.lower: dict[str, int] = {}
        self.lowered: Places = np.zeros(1024, np.int64)
        self.vectors: Array = np.zeros((1024, self.width), np.float32)
        if self.frequent:
            self._keep(self.frequent, self.frequent_vectors)

    def rows(self, words: list[str]) -> list[int]:
        """Where each word's type stands in the store."""
        if len(self.known) > _KEPT:
            self._empty()
        known = self.known
        if fresh := [word for word in dict.fromkeys(words) if word not in known]:
            self._keep(fresh, self.types(fresh))
        return [known[word] for word in words]

    def _keep(self, fresh: list[str], vectors: Array) -> None:
        first, lower = len(self.known) + 1, self.lower
        while first + len(fresh) > len(self.vectors):
            self.vectors = np.vstack([self.vectors, np.zeros_like(self.vectors)])
            self.lowered = np.concatenate([self.lowered, np.zeros_like(self.lowered)])
        self.vectors[first : first + len(fresh)] = vectors
        self.lowered[first : first + len(fresh)] = [lower.setdefault(word.lower(), len(lower) + 1) for word in fresh]
        self.known.update(zip(fresh, range(first, first + len(fresh)), strict=True))

    def types(self, words: list[str]) -> Array:
        """The vectors of word types, worked out from their letters: shape (len(words), width)."""
        places, arrays = table(words, self.lists), self.arrays
        x = pieces(words, self.pieces) + arrays["piece.bias"]
        for i, (rows, scales) in enumerate(self.tables):
            x = x + rows[places[:, i]] * scales[places[:, i]]
        x = _norm(x, arrays["norm.weight"], arrays["norm.bias"])
        y = _gated(x @ arrays["mix.weight"].T + arrays["mix.bias"])
        return _norm(x + y, arrays["norm2.weight"], arrays["norm2.bias"])

    def scores(self, rows: Places) -> Array:
        """Tag scores of one document, shape (len(rows), _TAGS)."""
        arrays, width = self.arrays, self.width
        x = self._near(rows)
        x[rows == 0] = 0
        around = np.zeros((len(x), 4 * width), np.float32)
        around[1:, :width] = x[:-1]
        around[:, width : 2 * width] = x
        around[:-1, 2 * width : 3 * width] = x[1:]
        around[:, 3 * width :] = _means(x, self.lowered[rows])
        y = _gated(around @ self.far + arrays["far.bias"])
        x = _norm(x + y, arrays["norms.1.weight"], arrays["norms.1.bias"])
        return np.asarray(x @ arrays["out.weight"].T + arrays["out.bias"], np.float32)

    def _near(self, rows: Places) -> Array:
        """The convolution over neighbouring words: each type's products once, then summed at its places."""
        types, where = np.unique(rows, return_inverse=True)
        vectors, count, half = self.vectors[types], len(rows), len(self.near) // 2
        total = (vectors @ self.near[half] + self.arrays["near_bias"]).take(where, axis=0)
        for place, matrix in enumerate(self.near):
            shift = place - half
            if shift and abs(shift) < count:
                first, last = max(0, -shift), count - max(0, shift)
                total[first:last] += (vectors @ matrix).take(where[first + shift : last + shift], axis=0)
        gated = _gated(total)
        gated += vectors.take(where, axis=0)
        return _norm(gated, self.arrays["norms.0.weight"], self.arrays["norms.0.bias"])


def _means(x: Array, keys: Places) -> Array:
    """Each row's mean with the rows of its key: what a word is wherever it stands in the document."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.diff(np.append(first, len(keys)))
    means = np.add.reduceat(x[order], first, axis=0) / counts[:, None].astype(np.float32)
    spread = np.empty(len(keys), np.int64)
    spread[order] = np.repeat(np.arange(len(first)), counts)
    return np.asarray(means[spread], np.float32)


@cache
def _weights() -> Weights:
    return Weights(Path(__file__).with_name("weights.npz"))


def tag(sentences: list[list[str]]) -> list[list[Tagged]]:
    """The names in each sentence of one document, in order, never overlapping. Weights load on the first call."""
    if not any(sentences):
        return [[] for _ in sentences]
    weights = _weights()
    rows = weights.rows([word for sentence in sentences for word in sentence])
    flat, begin, starts = np.zeros(len(rows) + len(sentences) + 1, np.int64), 1, []
    taken = 0
    for sentence in sentences:
        flat[begin : begin + len(sentence)] = rows[taken : taken + len(sentence)]
        starts.append(begin)
        taken, begin = taken + len(sentence), begin + len(sentence) + 1
    return _decoded(weights.scores(flat), flat, starts)


def _decoded(scores: Array, rows: Places, starts: list[int]) -> list[list[Tagged]]:
    tags = scores.argmax(axis=1)
    tags[rows == 0] = 0
    before = np.concatenate([[0], tags[:-1]])
    astray = np.flatnonzero((tags > 0) & (tags % 2 == 0) & (before != tags) & (before != tags - 1))
    for place in astray.tolist():
        start, end = _run(tags, place)
        tags[start:end] = viterbi(scores[start:end])
    found: list[list[Tagged]] = [[] for _ in starts]
    for start, end, kind in _spans(tags):
        number = bisect_right(starts, start) - 1
        found[number].append(Tagged(start - starts[number], end - starts[number], kind))
    return found


def _run(tags: Places, place: int) -> tuple[int, int]:
    """The names without a word between them around a place: what may follow what is settled within."""
    start, end = place, place + 1
    while tags[start - 1]:
        start -= 1
    while tags[end]:
        end += 1
    return start, end


def _spans(tags: Places) -> list[Tagged]:
    spans, inside = [], tags.tolist()
    for start in np.flatnonzero(tags % 2).tolist():
        end, inner = start + 1, inside[start] + 1
        while end < len(inside) and inside[end] == inner:
            end += 1
        spans.append(Tagged(start, end, KINDS[inner // 2 - 1]))
    return spans


_INSIDE = np.array([tag > 0 and tag % 2 == 0 for tag in range(_TAGS)])
_BAN = np.array([[-1e4 if _INSIDE[b] and a not in (b, b - 1) else 0.0 for b in range(_TAGS)] for a in range(_TAGS)])


def viterbi(scores: Array) -> list[int]:
    """The best tag sequence in which an inside tag only follows its own kind."""
    total, back = scores[0] + np.where(_INSIDE, -1e4, 0.0), []
    for row in scores[1:]:
        reach = total[:, None] + _BAN
        came = reach.argmax(axis=0)
        back.append(came)
        total = reach[came, np.arange(_TAGS)] + row
    tags = [int(total.argmax())]
    for came in reversed(back):
        tags.append(int(came[tags[-1]]))
    return tags[::-1]


def _norm(x: Array, weight: Array, bias: Array) -> Array:
    share = np.full(x.shape[1], 1 / x.shape[1], np.float32)
    centred = x - (x @ share)[:, None]
    spread = (centred * centred) @ share + np.float32(1e-5)
    centred *= (1 / np.sqrt(spread))[:, None]
    centred *= weight
    centred += bias
    return centred


def _gated(y: Array) -> Array:
    """Half the columns, each let through by the logistic function of its partner in the other half."""
    half = y.shape[1] // 2
    gate = y[:, half:] * np.float32(0.5)
    np.tanh(gate, out=gate)
    gate += 1
    gate *= np.float32(0.5)
    gate *= y[:, :half]
    return gate
