"""What the lines about one were taken for, in numbers: a second network reads them beside the line's own.

Stacked sequential learning (Cohen and Carvalho 2005): whether a line is the article's says much of the next one.
"""

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks.features import means
from streams.models.lines.features import densest, logged, since

F32 = NDArray[np.float32]

NEAR, WINDOWS = 5, (2, 5, 10, 20)
"""Lines on each side that are seen one by one, and half widths of the windows whose means are."""
LEAST, MOST_LOGIT = 1e-4, 6.0
YES, LIKELY = 0.5, 0.4
"""Chances from which a line is taken for the article's, and from which it speaks for the stretch it stands in."""


def of_neighbours(chances: F32, lengths: NDArray[np.int64]) -> F32:
    """A row per line from what a first network gave each, and their characters. Needs at least one."""
    count, found = len(chances), chances > YES
    odds = np.log((chances + LEAST) / (1 - chances + LEAST)).clip(-MOST_LOGIT, MOST_LOGIT)
    padded = np.pad(odds, NEAR, constant_values=-MOST_LOGIT)
    near = [padded[step : step + count] for step in range(2 * NEAR + 1)]
    windows = means(np.concatenate([[0], np.cumsum(chances)]), WINDOWS)
    mass = np.concatenate([[0], np.cumsum(lengths * chances)])
    total = mass[-1] or 1
    shares = [mass[:-1] / total, (total - mass[1:]) / total]
    distances = [since(found), since(found[::-1])[::-1]]
    page = [np.full(count, np.log1p(total)), np.full(count, chances.max())]
    return np.stack([*near, *windows, *shares, *distances, *_stretch(chances, lengths), *page], axis=1).astype(np.float32)


def _stretch(chances: F32, lengths: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    """Whether a line lies in the likeliest stretch, and how far from its ends."""
    count, places = len(chances), np.arange(len(chances))
    first, end = densest(((chances - LIKELY) * np.sqrt(lengths)).astype(np.float64))
    inside = ((places >= first) & (places < end)).astype(np.float64)
    return [inside, logged(places - first, count), logged(end - 1 - places, count)]
