"""The articles of stories, as later ones are compared with them: in a few long arrays, so that forty are read at a stroke."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.steps.dedupe.arrays import U32, Arrays, packed, unpacked
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.vectors import F64, Several, Vector

I64 = NDArray[np.int64]

KEYS, FIGURES, BODY, NAMES, TITLE, FIGURES_HELD, WORDS = range(7)
"""Columns of a member's row: where its keys and its figures begin, and how many of each kind there are."""


@dataclass(slots=True)
class Column:
    """An array that grows at its end; what is there is never written to again."""

    _room: NDArray[Any]
    _size: int = 0

    @classmethod
    def of(cls, values: NDArray[Any]) -> "Column":
        return cls(values, len(values))

    @property
    def held(self) -> NDArray[Any]:
        return self._room[: self._size]

    def extend(self, values: NDArray[Any]) -> None:
        end = self._size + len(values)
        if end > len(self._room):
            room = np.empty((max(2 * len(self._room), end, 1024), *self._room.shape[1:]), self._room.dtype)
            room[: self._size] = self.held
            self._room = room
        self._room[self._size : end] = values
        self._size = end

    def drop(self, count: int) -> None:
        """Let go of the first so many."""
        self._room = self.held[count:].copy()
        self._size -= count


class Picked(NamedTuple):
    """Some members: their vectors, their figures one after another and how many each has, their days and words."""

    vectors: Several
    figures: U32
    figures_held: I64
    days: F64
    words: I64


def _columns() -> dict[str, Column]:
    rows, days = np.empty((0, 7), np.int64), np.empty(0, np.float64)
    keys, weights, figures = np.empty(0, np.uint32), np.empty(0, np.float16), np.empty(0, np.uint32)
    return {name: Column(array) for name, array in locals().items()}


@dataclass(slots=True)
class Members:
    """Members by ascending numbers, as they came; what is removed in front is let go of when it is half of all."""

    _columns: dict[str, Column] = field(default_factory=_columns)
    _articles: dict[int, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _first: int = 0
    _oldest: int = 0

    def __len__(self) -> int:
        return len(self._articles)

    def __contains__(self, number: int) -> bool:
        return number in self._articles

    @property
    def following(self) -> int:
        """The number of the next."""
        return self._first + self._columns["days"]._size

    def article(self, number: int) -> str:
        return self._articles[number]

    def number(self, article: str) -> int | None:
        return self._numbers.get(article)

    def add(self, article: str, vector: Vector, day: float, figures: U32, words: int) -> int:
        columns = self._columns
        starts = (columns["keys"]._size, columns["figures"]._size)
        sizes = (vector.body, vector.names, len(vector.keys) - vector.body - vector.names, len(figures), words)
        number = self.following
        columns["rows"].extend(np.array([[*starts, *sizes]]))
        columns["days"].extend(np.array([day]))
        columns["keys"].extend(vector.keys)
        columns["weights"].extend(vector.weights)
        columns["figures"].extend(figures)
        self._articles[number], self._numbers[article] = article, number
        return number

    def vector(self, number: int) -> Vector:
        several = self.pick([number]).vectors
        return Vector(several.keys, several.weights, int(several.sizes[0, 0]), int(several.sizes[0, 1]))

    def pick(self, numbers: list[int]) -> Picked:
        places = np.array(numbers) - self._first
        rows: I64 = self._columns["rows"].held[places]
        sizes = rows[:, BODY : TITLE + 1]
        keys, figures = _ranges(rows[:, KEYS], sizes.sum(axis=1)), _ranges(rows[:, FIGURES], rows[:, FIGURES_HELD])
        vectors = Several(self._columns["keys"].held[keys], self._columns["weights"].held[keys], sizes)
        days = self._columns["days"].held[places]
        return Picked(vectors, self._columns["figures"].held[figures], rows[:, FIGURES_HELD], days, rows[:, WORDS])

    def remove(self, number: int) -> None:
        del self._numbers[self._articles.pop(number)]
        end = self.following
        while self._oldest < end and self._oldest not in self._articles:
            self._oldest += 1
        if (self._oldest - self._first) * 2 > end - self._first:
            self._drop(self._oldest - self._first)

    def _drop(self, count: int) -> None:
        rows = self._columns["rows"].held
        keys, figures = rows[count, :2].tolist() if count < len(rows) else (self._columns["keys"]._size, self._columns["figures"]._size)
        for name, gone in (("rows", count), ("days", count), ("keys", keys), ("weights", keys), ("figures", figures)):
            self._columns[name].drop(gone)
        self._columns["rows"].held[:, [KEYS, FIGURES]] -= [keys, figures]
        self._first += count

    def to_arrays(self) -> Arrays:
        """What `of` makes the same members from; later changes do not touch it."""
        articles = {"first": np.array(self._first), "articles": packed(list(self._articles.items()))}
        return articles | {name: column.held for name, column in self._columns.items()}

    @classmethod
    def of(cls, arrays: Arrays) -> "Members":
        """The members that gave these arrays."""
        articles, first = dict(unpacked(arrays["articles"])), int(arrays["first"])
        numbers = {article: number for number, article in articles.items()}
        return cls({name: Column.of(arrays[name]) for name in _columns()}, articles, numbers, first, first)


def _ranges(starts: I64, lengths: I64) -> I64:
    """The places from each of `starts` on, so many of them."""
    ends = np.cumsum(lengths)
    found: I64 = np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths)
    return found


def figures_of(sketch: Sketch) -> U32:
    """The hashes of its figures, ascending."""
    return np.sort(np.fromiter(sketch.numbers, np.uint32, len(sketch.numbers)))
