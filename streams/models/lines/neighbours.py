"""What the lines about one were taken for, in numbers: a second network reads them beside the line's own.

Stacked sequential learning (Cohen and Carvalho 2005): whether a line is the article's says much of the next one.
"""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

NEAR, WINDOWS = 5, (2, 5, 10, 20)
"""Lines on each side that are seen one by one, and half widths of the windows whose means are."""
LEAST, MOST_LOGIT = 1e-4, 6.0
YES, LIKELY = 0.5, 0.4
"""Chances from which a line is taken for the article's, and from which it speaks for the stretch it stands in."""
FURTHEST = 30
"""Lines beyond which a distance says no more."""


def of_neighbours(chances: F32, lengths: NDArray[np.int64]) -> F32:
    """A row per line from what a first network gave each, and their characters. Needs at least one."""
    count, places = len(chances), np.arange(len(chances))
    odds = np.log((chances + LEAST) / (1 - chances + LEAST)).clip(-MOST_LOGIT, MOST_LOGIT)
    padded = np.pad(odds, NEAR, constant_values=-MOST_LOGIT)
    columns = [padded[step : step + count] for step in range(2 * NEAR + 1)]
    summed = np.concatenate([[0], np.cumsum(chances)])
    for half in WINDOWS:
        low, high = np.maximum(places - half, 0), np.minimum(places + half + 1, count)
        columns.append((summed[high] - summed[low]) / (high - low))
    mass = np.concatenate([[0], np.cumsum(lengths * chances)])
    total = mass[-1] or 1
    columns += [mass[:-1] / total, (total - mass[1:]) / total, *_distances(chances > YES), *_stretch(chances, lengths)]
    columns += [np.full(count, np.log1p(total)), np.full(count, chances.max())]
    return np.stack(columns, axis=1).astype(np.float32)


def _distances(found: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Lines since the last that was taken, and to the next."""
    places = np.arange(len(found))
    last = np.maximum.accumulate(np.where(found, places, -FURTHEST))
    following = np.minimum.accumulate(np.where(found, places, len(found) + FURTHEST)[::-1])[::-1]
    return [np.minimum(places - last, FURTHEST), np.minimum(following - places, FURTHEST)]


def _stretch(chances: F32, lengths: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    """Whether a line lies in the likeliest stretch (Kadane's maximum subarray), and how far from its ends."""
    places = np.arange(len(chances))
    summed = np.concatenate([[0.0], np.cumsum((chances - LIKELY) * np.sqrt(lengths))])
    end = int(np.argmax(summed - np.minimum.accumulate(summed)))
    first = int(np.argmin(summed[: end + 1]))
    inside = ((places >= first) & (places < end)).astype(np.float64)
    return [inside, _clipped(places - first), _clipped(end - 1 - places)]


def _clipped(steps: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.sign(steps) * np.log1p(np.abs(steps))
