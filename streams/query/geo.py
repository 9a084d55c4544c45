"""Places on a quadtree of degrees, so that a circle is a set of cells: the matcher and the index answer `near:` alike.

A place counts as the centre of its finest cell, at most 1.3 km away.
"""

import math
from collections.abc import Iterator
from functools import lru_cache

FINEST = 14
"""Halvings of 360 degrees: cells of 1/45 degree, 2.4 km from north to south."""
COARSE = 7
"""Cells of 2.8 degrees: what a saved search is filed by."""
_EARTH_KM = 6371.0088


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Great-circle distance (haversine)."""
    a, b = math.radians(lat), math.radians(to_lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def cells(lat: float, lon: float, finest: int = FINEST) -> list[str]:
    """The cells that hold a point, from the whole globe down: `LEVEL/ROW/COLUMN`."""
    row, column = _place(lat, lon)
    return [f"{level}/{row >> (FINEST - level)}/{column >> (FINEST - level)}" for level in range(finest + 1)]


def centre(lat: float, lon: float) -> tuple[float, float]:
    """The point a place counts as."""
    return _centre(FINEST, *_place(lat, lon))


def _place(lat: float, lon: float) -> tuple[int, int]:
    size = 360 / 2**FINEST
    last = 2**FINEST - 1
    return min(int((lat + 90) / size), last), min(int((lon % 360) / size), last)


def _centre(level: int, row: int, column: int) -> tuple[float, float]:
    size = 360 / 2**level
    return (row + 0.5) * size - 90, (column + 0.5) * size


@lru_cache(maxsize=256)
def covering(lat: float, lon: float, km: float) -> tuple[str, ...]:
    """The cells whose places are exactly those within `km` of the point."""
    return tuple(_within(0, 0, 0, lat, lon, km))


@lru_cache(maxsize=256)
def around(lat: float, lon: float, km: float) -> tuple[str, ...]:
    """Cells no finer than COARSE that hold every place within `km`, and more."""
    return tuple(dict.fromkeys(_raised(name) for name in covering(lat, lon, km)))


def _raised(name: str) -> str:
    level, row, column = map(int, name.split("/"))
    return f"{COARSE}/{row >> (level - COARSE)}/{column >> (level - COARSE)}" if level > COARSE else name


def _within(level: int, row: int, column: int, lat: float, lon: float, km: float) -> Iterator[str]:
    middle = _centre(level, row, column)
    if middle[0] - 180 / 2**level >= 90:
        return
    apart = distance_km(lat, lon, *middle)
    if level == FINEST:
        if apart <= km:
            yield f"{level}/{row}/{column}"
        return
    # no point of a cell is farther from its centre than half its height and half its width at the equator together
    reach = math.radians(360 / 2**level) * _EARTH_KM
    if apart - reach > km:
        return
    if apart + reach <= km:
        yield f"{level}/{row}/{column}"
        return
    for down in (0, 1):
        for right in (0, 1):
            yield from _within(level + 1, 2 * row + down, 2 * column + right, lat, lon, km)
