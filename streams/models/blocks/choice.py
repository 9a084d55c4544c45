"""When a line is kept, and when the networks are sure enough of a page to do without a second opinion."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

KEPT = {"page": 0.5, "voted": 0.45, "dump": 0.5}
"""Least probability of a line that is kept."""
UNSURE = 0.15
"""Expected share of wrong characters, of what is kept, from which a page is looked at twice."""


def is_sure(lines: Sequence[str], found: NDArray[np.float32]) -> bool:
    sizes = np.array([len(line) for line in lines])
    kept = float(sizes[found > KEPT["page"]].sum())
    return kept > 0 and float((sizes * np.minimum(found, 1 - found)).sum()) < UNSURE * kept
