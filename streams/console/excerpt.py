"""Which words of a hit were searched for, and the lines around them."""

import re
from collections.abc import Iterator
from typing import Any

from streams.query import Query
from streams.query.tokens import folded, tokens
from streams.query.tree import And, Or, Phrase, Prefix, Term

LINE = 260
"""Characters of an excerpt, about."""
WORD = re.compile(r"[\w'’\u0300-\u036f]+")

Piece = tuple[str, bool]
"""Some text, and whether it was searched for."""


class Excerpt:
    """`of` shows a hit of `query`: its title and a few lines, in pieces that say which words were searched for."""

    def __init__(self, query: Query | None) -> None:
        found = list(_words(query)) if query else []
        self._words = frozenset(word for word, whole in found if whole)
        self._starts = tuple(word for word, whole in found if not whole)
        self._wanted = (*self._words, *self._starts)
        self._judged: dict[str, bool] = {}

    def of(self, row: dict[str, Any]) -> dict[str, list[Piece]]:
        return {"title": self._pieces(row.get("title") or ""), "text": self._pieces(self._lines(row))}

    def _lines(self, row: dict[str, Any]) -> str:
        """The start of the first paragraph that has a word; without one, of the summary or the text."""
        body = row.get("body") or []
        for paragraph in (row.get("standfirst") or "", *body):
            if hit := next(self._hits(paragraph), None):
                return _cut(paragraph, hit.start())
        return _cut(" ".join(row.get("summary") or body[:1]), 0)

    def _pieces(self, text: str) -> list[Piece]:
        pieces, at = [], 0
        for hit in self._hits(text):
            pieces += [(text[at : hit.start()], False), (hit.group(), True)]
            at = hit.end()
        return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]

    def _hits(self, text: str) -> Iterator[re.Match[str]]:
        """The words that were searched for. Word by word only where the letters of one are there: few paragraphs have them."""
        same = folded(text)
        if any(word in same for word in self._wanted):
            yield from (hit for hit in WORD.finditer(text) if self._is_wanted(hit.group()))

    def _is_wanted(self, word: str) -> bool:
        found = self._judged.get(word)
        if found is None:
            found = self._judged[word] = any(each in self._words or each.startswith(self._starts) for each in tokens(word))
        return found


def _words(query: Query) -> Iterator[tuple[str, bool]]:
    """Words that a match holds, and whether each is whole; what is under NOT is in no match."""
    match query:
        case Term(word):
            yield word, True
        case Phrase(words):
            yield from ((word, True) for word in words)
        case Prefix(start):
            yield start, False
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)


def _cut(text: str, around: int) -> str:
    """About LINE characters with `around` in them, cut between words, with an ellipsis where something is missing."""
    start = max(0, around - LINE // 3)
    if start:
        start = text.find(" ", start) + 1
    end = len(text)
    if end > start + LINE:
        space = text.rfind(" ", around + 1, start + LINE)
        end = space if space > 0 else start + LINE  # scripts without spaces are cut anywhere
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
