"""The middles of states and provinces, written by hand, against the positions of their towns in the shared table."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from streams.models.knowledge.regions import _REGIONS, Region, region

REGIONS = {found.label: found for found in _REGIONS.values()}
_WHERE = re.compile(r"(?:, | in | of )([A-Z][A-Za-z ]+?)(?:, (?:United States|Canada|United Kingdom|UK).*)?$")
FEWEST = 5
MARGIN = 0.3
"""Degrees that a middle may lie outside of the towns' box where few towns are known."""
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def towns(shared: Path) -> dict[str, list[tuple[float, float]]]:
    """Latitude and longitude of towns by the region that the table says they are in."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with gzip.open(shared / "data/knowledge/entities.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row.get("lat") is not None and (named := next(_regions(row), None)):
                found[named].append((row["lat"], row["lon"]))
    return found


def _regions(row: dict[str, Any]) -> Iterator[str]:
    for told in (row.get("desc") or "", *row.get("aliases", [])):
        match = _WHERE.search(told)
        if match and match[1] in REGIONS and row["country"] == REGIONS[match[1]].country:
            yield match[1]


def test_each_middle_lies_among_the_towns_of_its_region(towns: dict[str, list[tuple[float, float]]]) -> None:
    """Of Canada's provinces, whose towns lie in the south, not below them."""
    astray = [label for label, told in REGIONS.items() if len(towns[label]) >= FEWEST and not _among(told, towns[label])]
    assert astray == []
    assert sum(len(towns[label]) >= FEWEST for label in REGIONS) >= 50


def _among(told: Region, towns: list[tuple[float, float]]) -> bool:
    lats, lons = zip(*towns, strict=True)
    north = told.lat <= max(lats) + MARGIN or told.country == "CA"
    wide = 3.0 if told.country == "CA" else MARGIN
    return north and told.lat >= min(lats) - MARGIN and min(lons) - wide <= told.lon <= max(lons) + wide


def test_there_are_fifty_states_ten_provinces_and_four_nations() -> None:
    counts = {country: sum(each.country == country for each in REGIONS.values()) for country in ("US", "CA", "GB")}
    assert counts == {"US": 50, "CA": 10, "GB": 4}


def test_newspaper_abbreviations_find_their_state() -> None:
    assert [(found.label if (found := region(name)) else None) for name in ("S.C.", "Ont.", "Calif.", "Xyz.")] == [
        "South Carolina", "Ontario", "California", None,
    ]  # fmt: skip
