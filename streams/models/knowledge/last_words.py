"""Well-known people by their surname and organisations by the last word of their name: Reagan, Dolphins."""

from functools import cache

import numpy as np

from streams.models.knowledge.table import FORGETS, KINDS, OF_ITS_OWN, Known, known_rows, rows_of

LEAST = 0.6
"""Prior from which a thing is well known enough to be called by one word."""
MOST = 50_000
_LONGEST = 4
"""Words of a name that has a last word worth the name."""


def bearers(word: str) -> tuple[Known, ...]:
    """People and organisations whose name has another word before this, the best known first."""
    return tuple(known_rows(_index().get(word, ())))


@cache
def _index() -> dict[str, list[int]]:
    """Rows of the table, not of the operator's own, by last word. Made once for each process."""
    rows = rows_of()
    kinds = rows["type"] & ~np.uint8(OF_ITS_OWN)
    wanted = (rows["prior"] >= LEAST) & np.isin(kinds, [KINDS.index("person"), KINDS.index("organisation")])
    numbers = np.flatnonzero(wanted)
    best = numbers[np.argsort(-rows["prior"][numbers], kind="stable")][:MOST].tolist()
    found: dict[str, list[int]] = {}
    for number, known in zip(best, known_rows(best), strict=True):
        first, _, last = known.label.rpartition(" ")
        if first and known.label.count(" ") < _LONGEST and last[:1].isupper():
            found.setdefault(last, []).append(number)
    return found


FORGETS.append(_index.cache_clear)
