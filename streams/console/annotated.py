"""An article's paragraphs in pieces: which words are a name, which are a quote."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text with the entity it names and the quote it lies in, each None outside."""

    text: str
    entity: Row | None
    quote: Row | None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    of: Row


def annotated(article: Row) -> list[list[Piece]]:
    """The body's paragraphs. Offsets count code points of the paragraphs joined by two newlines; those outside are left out."""
    body = article.get("body") or []
    names = _marks((mention, entity) for entity in article.get("entities") or [] for mention in entity.get("mentions") or [])
    quotes = _marks((quote, quote) for quote in article.get("quotes") or [] if quote.get("direct", True))
    found, start = [], 0
    for paragraph in body:
        found.append(_pieces(paragraph, start, names, quotes))
        start += len(paragraph) + 2
    return found


def _marks(spans: Any) -> list[_Mark]:
    """In reading order; of two that overlap the longer stays."""
    inside = [(span, of) for span, of in spans if span.get("in", "text") == "text" and span["start"] < span["end"]]
    every = [_Mark(span["start"], span["end"], of) for span, of in inside]
    kept: list[_Mark] = []
    for mark in sorted(every, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _pieces(paragraph: str, start: int, names: list[_Mark], quotes: list[_Mark]) -> list[Piece]:
    end = start + len(paragraph)
    inside = [mark for mark in (*names, *quotes) if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    return [
        Piece(paragraph[low - start : high - start], _over(names, low, high), _over(quotes, low, high)) for low, high in pairwise(edges)
    ]


def _over(marks: list[_Mark], low: int, high: int) -> Row | None:
    return next((mark.of for mark in marks if mark.start <= low and mark.end >= high), None)
