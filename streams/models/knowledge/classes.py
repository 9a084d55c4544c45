"""What a thing of Wikidata is: by the nearest class above its own that we have a type for."""

from array import array
from collections.abc import Iterable

import numpy as np

from streams.models.knowledge.table import Kind

ROOTS: dict[int, Kind] = {
    5: "person",  # human
    43229: "organisation",  # organization
    4830453: "organisation",  # business
    3918: "organisation",  # university
    7278: "organisation",  # political party
    11032: "organisation",  # newspaper
    7188: "organisation",  # government
    6256: "place",  # country
    35657: "place",  # state of the United States
    486972: "place",  # human settlement
    515: "place",  # city
    56061: "place",  # administrative territorial entity
    82794: "place",  # geographic region
    618123: "place",  # geographical feature
    2221906: "place",  # geographic location
    811979: "place",  # architectural structure
    13226383: "place",  # facility
}
"""Wikidata numbers of classes; what is below none of them is `other`."""
_ORDER: tuple[Kind, ...] = ("person", "place", "organisation", "other")
"""Which of two types equally near is taken: a country is also an organisation."""
MOST_STEPS = 24


class Classes:
    """Subclass edges as they are met, eight bytes each; the types once all are known."""

    def __init__(self) -> None:
        self._below, self._above = array("I"), array("I")
        self._types: dict[int, tuple[int, Kind]] = {}

    def add(self, below: int, above: int) -> None:
        self._below.append(below)
        self._above.append(above)

    def settle(self) -> None:
        """Walk down from ROOTS, step by step: the first type to reach a class is its type."""
        below, above = np.frombuffer(self._below, np.uint32), np.frombuffer(self._above, np.uint32)
        self._types = {number: (0, kind) for number, kind in ROOTS.items()}
        frontier = {kind: np.array([n for n, k in ROOTS.items() if k == kind], np.uint32) for kind in _ORDER}
        for step in range(1, MOST_STEPS):
            for kind in _ORDER:
                reached = np.unique(below[np.isin(above, frontier[kind])]).tolist() if len(frontier[kind]) else []
                fresh = [number for number in reached if number not in self._types]
                self._types.update(dict.fromkeys(fresh, (step, kind)))
                frontier[kind] = np.array(fresh, np.uint32)

    def type(self, classes: Iterable[int]) -> Kind:
        """The type of what is an instance of these."""
        found = [self._types[number] for number in classes if number in self._types]
        return min(found, key=lambda pair: (pair[0], _ORDER.index(pair[1])))[1] if found else "other"
