"""What a new version changed, from the sketches of both: no text of the old one is kept."""

from collections import Counter

from schemas import Differences
from streams.steps.clean.text import plain
from streams.steps.dedupe.shelf import Row
from streams.steps.dedupe.sketch import Sketch

ALIKE = 0.8
"""Share of the fingerprints in common, of all that either has, from which an edit is a matter of letters."""


def differences(before: Row, seen: Sketch, old_title: str, title: str) -> Differences | None:
    """None where the version before left no paragraphs to compare with. Both titles are cut at the same length."""
    if not len(before.paragraphs):
        return None
    old, new = Counter(before.paragraphs.tolist()), Counter(seen.paragraphs)
    added, removed = (new - old).total(), (old - new).total()
    headline = plain(old_title) != plain(title)
    numbers = len(seen.numbers.symmetric_difference(before.figures.tolist()))
    trivial = not headline and not numbers and added == removed and _alike(set(before.prints.tolist()), set(seen.prints))
    return Differences(headline=headline, added=added, removed=removed, numbers=numbers, trivial=trivial)


def _alike(old: set[int], new: set[int]) -> bool:
    return len(old & new) >= ALIKE * len(old | new)
