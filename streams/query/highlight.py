"""Where in an article a query was met: what a reader should see marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas import EnrichedArticle, Mention
from streams.query.document import Document, Places
from streams.query.near import windows
from streams.query.searches import matches
from streams.query.tokens import placed_tokens, value_key
from streams.query.tree import And, Field, Leaf, Not, Or, Phrase, Prefix, Query, Term

MOST_MARKS = 50


@dataclass(frozen=True, slots=True)
class _Column:
    """Title or text as words at positions, each with the code points it spans."""

    name: str
    words: list[str]
    spans: list[tuple[int, int]]
    places: Places

    @classmethod
    def of(cls, name: str, text: str) -> "_Column":
        words, spans, places = [], [], Places()
        for at, (word, start, end) in enumerate(placed_tokens(text)):
            words.append(word)
            spans.append((start, end))
            places.setdefault(word, []).append(at)
        return cls(name, words, spans, places)


def marks(query: Query, article: EnrichedArticle) -> list[Mention]:
    """Up to MOST_MARKS stretches of title and text that the query names, in order; nothing for what NOT excludes.

    Of alternatives only those that the article meets count. Stretches that overlap are one.
    """
    document = Document.of(article)
    columns = [_Column.of("title", article.title), _Column.of("text", article.text)]
    found: set[tuple[str, int, int]] = set()
    for leaf in _met(query, document):
        for column in columns:
            found.update((column.name, start, end) for start, end in _marks(leaf, column))
        found.update(_mentions(leaf, article))
    apart = _apart(sorted(found, key=_order))[:MOST_MARKS]
    return [Mention(start=start, end=end, within="title" if name == "title" else "text") for name, start, end in apart]


def _order(mark: tuple[str, int, int]) -> tuple[bool, int, int]:
    return mark[0] != "title", mark[1], mark[2]


def _met(query: Query, document: Document) -> Iterator[Leaf]:
    match query:
        case And(parts):
            for part in parts:
                yield from _met(part, document)
        case Or(parts):
            for part in parts:
                if matches(part, document):
                    yield from _met(part, document)
        case Not():
            return
        case _:
            yield query


def _marks(leaf: Leaf, column: _Column) -> Iterator[tuple[int, int]]:
    """The stretches of one column that the leaf names."""
    field = getattr(leaf, "field", None)
    if field not in ("text", "title" if column.name == "title" else "body"):
        return
    match leaf:
        case Term(word, _):
            yield from (column.spans[at] for at in column.places.get(word, ()))
        case Prefix(start, _):
            yield from (span for word, span in zip(column.words, column.spans, strict=True) if word.startswith(start))
        case Phrase(words, 0, _):
            yield from ((column.spans[picked[0]][0], column.spans[picked[-1]][1]) for picked in windows(column.places, words, 0))
        case Phrase(words, slop, _):
            yield from (column.spans[at] for picked in windows(column.places, words, slop) for at in picked)


def _mentions(leaf: Leaf, article: EnrichedArticle) -> Iterator[tuple[str, int, int]]:
    """Where an entity that was asked for by name or code is spoken of."""
    if isinstance(leaf, Field) and leaf.name in ("entity", "person"):
        for entity in article.entities:
            if leaf.value in [value_key(named) for named in (entity.name, entity.id, entity.wikidata) if named]:
                yield from ((mention.within, mention.start, mention.end) for mention in entity.mentions)


def _apart(marks: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for name, start, end in marks:
        if found and found[-1][0] == name and start < found[-1][2]:
            found[-1] = (name, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((name, start, end))
    return found
