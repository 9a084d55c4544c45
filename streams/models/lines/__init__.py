"""Which lines of a page dumped as text are the article, and which is its headline: small networks, as those of `blocks`."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.models import blocks
from streams.models.blocks import Network
from streams.models.lines.features import F32, of_dump
from streams.models.lines.kinds import width
from streams.models.lines.neighbours import of_neighbours
from streams.models.lines.titles import of_titles

__all__ = ["beside", "headline_in", "judged", "network_of", "of_dump", "of_titles", "scores"]

WEIGHTS = Path(__file__).with_name("lines.npz")
LEAST = 0.05
"""Probability below which no line is the headline."""
LONG, DOUBT = 120, 0.5
"""Characters above which a line is hardly a headline, and what its probability is multiplied with."""


def scores(lines: list[str]) -> NDArray[np.float32]:
    """For each line the probability that it is the article's."""
    return judged(of_dump(lines), lines, _network("first"), _network("line")) if lines else np.zeros(0, np.float32)


def judged(rows: F32, lines: list[str], first: Network, second: Network) -> NDArray[np.float32]:
    """The same from the rows of the lines: what `first` takes the neighbours for is told to `second`."""
    return second.scores(beside(rows, lines, first.scores(rows)))


def beside(rows: F32, lines: list[str], chances: F32) -> F32:
    """Each line's numbers with those of its neighbours' chances."""
    return np.hstack([rows, of_neighbours(chances, np.fromiter(map(len, lines), np.int64, len(lines)))])


def headline_in(lines: list[str], first: int, url: str | None) -> int | None:
    """The place of the headline of a text that begins at `first`; None where no line looks like one."""
    places, rows = of_titles(lines, first, url)
    if not places:
        return None
    longs = np.array([width(lines[place]) > LONG for place in places])
    found = _network("title").scores(rows) * np.where(longs, DOUBT, 1)
    best = int(np.argmax(found))
    return places[best] if found[best] >= LEAST else None


@cache
def _network(kind: str) -> Network:
    with np.load(WEIGHTS) as file:
        return network_of({name: file[name] for name in file.files}, kind)


def network_of(stored: dict[str, F32], kind: str) -> Network:
    """The `first`, the `line` or the `title` networks out of the arrays that `train` stores."""
    return blocks.network_of({name.removeprefix(f"{kind}."): each for name, each in stored.items() if name.startswith(f"{kind}.")})
