"""Which lines of a page dumped as text are the article, and which is its headline: small networks, as those of `blocks`."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.models import blocks
from streams.models.blocks import Network
from streams.models.lines.features import F32, of_dump
from streams.models.lines.titles import of_titles

__all__ = ["headline_in", "network_of", "of_dump", "of_titles", "scores"]

WEIGHTS = Path(__file__).with_name("lines.npz")
LEAST = 0.05
"""Probability below which no line is the headline."""


def scores(lines: list[str]) -> NDArray[np.float32]:
    """For each line the probability that it is the article's."""
    return _network("line").scores(of_dump(lines)) if lines else np.zeros(0, np.float32)


def headline_in(lines: list[str], first: int, url: str | None) -> int | None:
    """The place of the headline of a text that begins at `first`; None where no line looks like one."""
    places, rows = of_titles(lines, first, url)
    if not places:
        return None
    found = _network("title").scores(rows)
    best = int(np.argmax(found))
    return places[best] if found[best] >= LEAST else None


@cache
def _network(kind: str) -> Network:
    with np.load(WEIGHTS) as file:
        return network_of({name: file[name] for name in file.files}, kind)


def network_of(stored: dict[str, F32], kind: str) -> Network:
    """The `line` or the `title` networks out of the arrays that `train` stores."""
    return blocks.network_of({name.removeprefix(f"{kind}."): each for name, each in stored.items() if name.startswith(f"{kind}.")})
