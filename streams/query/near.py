"""Phrases with slop, exactly and in bounded time."""

from bisect import bisect_left
from collections.abc import Iterator

from streams.query.document import Places


def within_slop(places: Places, words: tuple[str, ...], slop: int) -> bool:
    """Whether each word has a position of its own so that max - min of (position - place in the phrase) <= slop."""
    return next(windows(places, words, slop), None) is not None


def windows(places: Places, words: tuple[str, ...], slop: int) -> Iterator[list[int]]:
    """The positions of the words, in the order of the phrase, wherever they are within the slop; never one place twice.

    One window slides over the text: its lower end only rises, each time to the first value that could still hold the
    word that did not fit. At most one step for each occurrence of a word, whatever repeats.
    """
    columns = [places.get(word) or [] for word in words]
    low = -len(words)
    while (found := _earliest(words, columns, low)) is not None:
        shifted = [at - offset for offset, at in enumerate(found)]
        if max(shifted) <= low + slop:
            yield found
            low = min(shifted) + 1
        else:
            low = max(low + 1, max(shifted) - slop)


def _earliest(words: tuple[str, ...], columns: list[list[int]], low: int) -> list[int] | None:
    """Each word's first position from `low` on that no word before it took; None where one has none.

    Words that repeat look from one place further each, so taking the first that is free loses nothing better.
    """
    taken: dict[str, int] = {}
    found = []
    for offset, (word, column) in enumerate(zip(words, columns, strict=True)):
        at = max(bisect_left(column, low + offset), taken.get(word, 0))
        if at == len(column):
            return None
        taken[word] = at + 1
        found.append(column[at])
    return found
