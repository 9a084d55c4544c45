"""News articles with the teacher's labels, as documents of tagged words."""

import bisect
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from streams.models.names.words import sentences

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
INNER = (2, 4, 6, 8)
FIRST = {"PER": 1, "ORG": 3, "LOC": 5, "MISC": 7}
_NOT = re.compile(r"(?<=\w)(n['’]t)$", re.IGNORECASE)
MIXED = 0.5
"""What a word counts for that is a name in part, such as Paris-based read as one word."""


class Sentence(NamedTuple):
    """Words, the number in TAGS of each, and what each counts for in the loss (0: not known)."""

    words: list[str]
    tags: list[int]
    weights: list[float]


Document = list[Sentence]


def lines(path: Path) -> Iterator[Any]:
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def silver(labels: Path, articles: Path) -> Iterator[Document]:
    """Articles with the teacher's names; sentences it left out are left out here, a name counts for its certainty."""
    by_id = {row["id"]: row for row in lines(labels)}
    for article in lines(articles):
        row = by_id.get(article["id"])
        if row and (document := _document(article["body"], sorted(row["spans"]), sorted(row["skip"]))):
            yield document


def _document(text: str, names: list[Any], skipped: list[Any]) -> Document:
    starts = [start for start, _ in skipped]
    found: Document = []
    at = 0
    for sentence in sentences(text):
        before = bisect.bisect_right(starts, sentence[-1][0]) - 1
        if before >= 0 and skipped[before][1] > sentence[0][0]:
            continue
        while at < len(names) and names[at][1] <= sentence[0][0]:
            at += 1
        found.append(_tagged(text, sentence, names, at))
    return found


def _tagged(text: str, sentence: list[tuple[int, int]], names: list[Any], at: int) -> Sentence:
    tags, weights, last = [], [], -1
    for start, end in sentence:
        while at < len(names) and names[at][1] <= start:
            at += 1
        if at == len(names) or names[at][0] >= end:
            tags.append(0)
            weights.append(1.0)
            continue
        whole = names[at][0] <= start and end <= names[at][1]
        tags.append(FIRST[names[at][2]] + (last == at))
        weights.append(names[at][3] if whole else 0.0)
        last = at
    return Sentence([text[s:e] for s, e in sentence], tags, weights)


def joined(document: Document) -> Document:
    """The document as other tokenisers have it: words around a hyphen and initials with their full stop made one, n't apart."""
    return [_joined(_parted(sentence)) for sentence in document]


def _parted(sentence: Sentence) -> Sentence:
    if not any(_NOT.search(word) for word in sentence.words):
        return sentence
    parted = Sentence([], [], [])
    for word, tag, weight in zip(*sentence, strict=True):
        for part in _NOT.sub(r" \1", word).split():
            parted.words.append(part)
            parted.tags.append(tag)
            parted.weights.append(weight)
    return parted


def _joined(sentence: Sentence) -> Sentence:
    words, tags, weights = [], [], []
    glue = False
    for place, (word, tag, weight) in enumerate(zip(*sentence, strict=True)):
        after = sentence.words[place + 1] if place + 1 < len(sentence.words) else "-"
        if word == "." and tag in INNER and len(words[-1]) == 1:
            words[-1] += word
            continue
        middle = word == "-" and bool(words) and words[-1][-1].isalnum() and after[0].isalnum()
        if middle or glue:
            words[-1] += word
            if tag != (tags[-1] + tags[-1] % 2 if tags[-1] else 0):
                tags[-1], weights[-1] = FIRST["MISC"], MIXED
        else:
            words.append(word)
            tags.append(tag)
            weights.append(weight)
        glue = middle
    return Sentence(words, tags, weights)
