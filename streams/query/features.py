"""Articles and queries as sets of string features, so that most questions are a look into a set.

`flood` is a word of title or body, `title:flood` one of the title, `source:bbc_news` a value, `prime minister` a phrase,
`flood*` a beginning. Phrases and beginnings are found only where some query names them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from sys import intern
from typing import TypeVar

from streams.query.document import Document
from streams.query.tree import Field, Leaf, Phrase, Prefix, Query, Term, leaves

_BUCKET = 4
"""Letters by which beginnings are looked up; shorter ones are looked up by all they have."""


def exact_feature(query: Query) -> str | None:
    """The one feature that says all the query says, if there is one."""
    match query:
        case Term(word, "text" | "title" as field):
            return _in(field, word)
        case Prefix(start, "text" | "title" as field):
            return _in(field, start + "*")
        case Field(name, value):
            return f"{name}:{value}"
        case Phrase(words, 0, "text" | "title" as field):
            return _in(field, " ".join(words))
    return None


def required(leaf: Leaf) -> frozenset[str]:
    """Features that every article with the leaf has; none where they cannot be named."""
    match leaf:
        case Term(word, field):
            return frozenset([_in(field, word)])
        case Prefix(start, field):
            return frozenset([_in(field, start + "*")])
        case Phrase(words, 0, field):
            return frozenset([_in(field, " ".join(words))])
        case Phrase(words, _, field):
            return frozenset(_in(field, word) for word in words)
    return frozenset()


def _in(field: str, feature: str) -> str:
    return f"title:{feature}" if field == "title" else feature


class Vocabulary:
    """The phrases and beginnings that queries name; each is forgotten with the last query that names it.

    A beginning is looked up by its first letters and its length, a phrase by one pair of its words and by how far it
    reaches around them: what an article costs is bounded by the number of lengths, however many queries share them.
    """

    def __init__(self, queries: Iterable[Query] = ()) -> None:
        self._held: Counter[str] = Counter()
        self._starts: dict[str, str] = {}
        self._lengths: dict[str, Counter[int]] = {}
        self._sizes: Counter[int] = Counter()
        self._phrases: dict[str, str] = {}
        self._reaches: dict[tuple[str, str], Counter[tuple[int, int]]] = {}
        for query in queries:
            self.learn(query)

    def learn(self, query: Query) -> None:
        """Find what the query names from now on."""
        for name in _named(query):
            self._held[name] += 1
            if self._held[name] > 1:
                continue
            if name.endswith("*"):
                start = name[:-1]
                self._starts[start] = name
                self._lengths.setdefault(start[:_BUCKET], Counter())[len(start)] += 1
                self._sizes[len(start[:_BUCKET])] += 1
            else:
                pair, reach = _looked_up_by(name)
                self._phrases[name] = name
                self._reaches.setdefault(pair, Counter())[reach] += 1

    def forget(self, query: Query) -> None:
        """Undo one `learn` of the same query."""
        for name in _named(query):
            self._held[name] -= 1
            if self._held[name]:
                continue
            del self._held[name]
            if name.endswith("*"):
                start = name[:-1]
                del self._starts[start]
                _less(self._lengths, start[:_BUCKET], len(start))
                self._sizes[len(start[:_BUCKET])] -= 1
            else:
                del self._phrases[name]
                _less(self._reaches, *_looked_up_by(name))

    def features(self, document: Document) -> set[str]:
        """Everything about the article that any of the queries could ask for by name."""
        found = set(document.body)
        titled = set(document.title)
        if self._starts:
            words = [*(found | titled)]
            found.update(self._beginnings(words))
            titled.update(self._beginnings(document.title_words))
        if self._phrases:
            found.update(self._spoken(document.body))
            titled.update(self._spoken(document.title))
        found |= titled
        found.update(["title:" + feature for feature in titled])
        found |= document.values
        return found

    def _beginnings(self, words: Iterable[str]) -> list[str]:
        lengths_of, name_of = self._lengths.get, self._starts.get
        found = []
        for size, number in self._sizes.items():
            for word in words if number else ():
                lengths = lengths_of(word[:size])
                if lengths is not None:
                    for length in lengths:
                        name = name_of(word[:length])
                        if name is not None:
                            found.append(name)
        return found

    def _spoken(self, words: Sequence[str]) -> list[str]:
        name_of = self._phrases.get
        found = []
        for at, reaches in enumerate(map(self._reaches.get, pairwise(words))):
            if reaches is not None:
                for before, length in reaches:
                    name = name_of(" ".join(words[at - before : at - before + length])) if at >= before else None
                    if name is not None:
                        found.append(name)
        return found


Key = TypeVar("Key")
Shape = TypeVar("Shape")


def _less(shapes: dict[Key, Counter[Shape]], key: Key, shape: Shape) -> None:
    """One phrase or beginning of this shape fewer."""
    counts = shapes[key]
    counts[shape] -= 1
    if not counts[shape]:
        del counts[shape]
    if not counts:
        del shapes[key]


def _looked_up_by(phrase: str) -> tuple[tuple[str, str], tuple[int, int]]:
    """The pair of words with the most letters, the words before it, and the words in all."""
    words = phrase.split(" ")
    before = max(range(len(words) - 1), key=lambda i: len(words[i]) + len(words[i + 1]))
    return (intern(words[before]), intern(words[before + 1])), (before, len(words))


def _named(query: Query) -> set[str]:
    """The beginnings and phrases that the query's leaves ask for, without their field."""
    found: set[str] = set()
    for leaf in leaves(query):
        match leaf:
            case Prefix(start, _):
                found.add(start + "*")
            case Phrase(words, 0, _):
                found.add(" ".join(words))
    return found
