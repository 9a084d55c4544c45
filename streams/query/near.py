"""Phrases with slop, exactly and in bounded time."""

from bisect import bisect_left
from itertools import count

from streams.query.document import Places


def within_slop(places: Places, words: tuple[str, ...], slop: int) -> bool:
    """Whether each word has a position of its own so that max - min of (position - place in the phrase) <= slop.

    One window slides over the text: its lower end only rises, each time to the first value that could still hold the
    word that did not fit. At most one step for each occurrence of a word, whatever repeats.
    """
    columns = [places.get(word) for word in words]
    low = -len(words)
    while True:
        lower = _fit(words, columns, low, slop)
        if lower is None:
            return False
        if lower == low:
            return True
        low = lower


def _fit(words: tuple[str, ...], columns: list[list[int] | None], low: int, slop: int) -> int | None:
    """`low` where every word fits in [low, low + slop], a higher bound where one does not, None where none can be.

    Words that repeat take the first position not taken: their windows rise in step, so nothing better is lost.
    """
    taken: dict[str, int] = {}
    for offset, word, column in zip(count(), words, columns, strict=False):
        if not column:
            return None
        at = max(bisect_left(column, low + offset), taken.get(word, 0))
        if at == len(column):
            return None
        taken[word] = at + 1
        if column[at] - offset > low + slop:
            return column[at] - offset - slop
    return low
