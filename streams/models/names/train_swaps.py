"""The same news about other people and places: names in a document exchanged for others of their kind."""

import numpy as np

from streams.models.names.train_lists import Pools, drawn
from streams.models.names.train_texts import Document, Sentence
from streams.models.names.words import words as split

_EXCHANGED = 0.7
"""Share of a document's names that are exchanged."""

_INITIALS, _LETTERS = 0.1, "ABCDEFGHIKLMNOPRSTUVW"
"""Share of organisations that become initials, and of which letters."""


Chosen = dict[tuple[str, ...], list[str]]


def swapped(document: Document, pools: Pools, random: np.random.Generator) -> Document:
    """The document with names exchanged, each for the same one throughout; a surname goes with its full name."""
    chosen: Chosen = {}
    for sentence in document:
        for start, end in names(sentence):
            form = tuple(sentence.words[start:end])
            if form not in chosen:
                chosen[form] = _other(form, sentence.tags[start], pools, random, chosen)
    return [_rewritten(sentence, chosen) for sentence in document]


def names(sentence: Sentence) -> list[tuple[int, int]]:
    """Where names stand: first word, and one past the last."""
    found, start = [], -1
    for place, tag in enumerate([*sentence.tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2):
            found.append((start, place))
            start = -1
        if tag % 2:
            start = place
    return found


def _other(form: tuple[str, ...], tag: int, pools: Pools, random: np.random.Generator, chosen: Chosen) -> list[str]:
    def pick(pool: list[str]) -> list[str]:
        name = drawn(pool, random)
        return [name[s:e] for s, e in split(name)]

    if random.random() > _EXCHANGED or not form[0][0].isupper() or form[0].isupper():
        return list(form)
    if tag == 1 and len(form) in (2, 3):
        family = chosen.setdefault((form[-1],), pick(pools.family))
        return [*pick(pools.given), *family]
    if tag == 1 and len(form) == 1:
        return pick(pools.family if random.random() < 0.8 else pools.given)
    if tag == 3 and random.random() < _INITIALS:
        return ["".join(random.choice(list(_LETTERS), random.integers(2, 6)))]
    if tag == 3:
        return pick(pools.clubs if random.random() < 0.3 else pools.organisations)
    if tag == 5:
        return pick(pools.countries if form[0] in pools.countries else pools.cities)
    return list(form)


def _rewritten(sentence: Sentence, chosen: Chosen) -> Sentence:
    words, tags, weights, last = [], [], [], 0
    for start, end in [*names(sentence), (len(sentence.words), len(sentence.words))]:
        words += sentence.words[last:start]
        tags += sentence.tags[last:start]
        weights += sentence.weights[last:start]
        if start < end:
            name = chosen[tuple(sentence.words[start:end])]
            first = sentence.tags[start]
            words += name
            tags += [first] + [first + 1] * (len(name) - 1)
            weights += [min(sentence.weights[start:end])] * len(name)
        last = end
    return Sentence(words, tags, weights)
