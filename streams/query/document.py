"""What a query can see of an article."""

from dataclasses import dataclass

from schemas import EnrichedArticle
from streams.query.tokens import tokens

GAP = 100
"""Positions between title and body, so that no phrase spans both."""

Positions = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is the title followed, GAP positions on, by the body; `values` are case-folded."""

    text: Positions
    title: Positions
    body: Positions
    values: dict[str, frozenset[str]]
    date: str

    @classmethod
    def of(cls, article: EnrichedArticle) -> "Document":
        title = tokens(article.title)
        body = tokens(f"{article.standfirst or ''}\n\n{article.text}")
        text = _positions(title, 0)
        for word, places in _positions(body, len(title) + GAP).items():
            text.setdefault(word, []).extend(places)
        day = article.published_at.value[:10] if article.published_at else ""
        return cls(text, _positions(title, 0), _positions(body, 0), _values(article), day)


def _positions(words: list[str], start: int) -> Positions:
    found: Positions = {}
    for place, word in enumerate(words, start):
        found.setdefault(word, []).append(place)
    return found


def _values(a: EnrichedArticle) -> dict[str, frozenset[str]]:
    people = [e for e in a.entities if e.type == "person"]
    return {
        "source": _folded(a.source),
        "lang": _folded(a.language.code),
        "topic": _folded(*(v for t in a.topics for v in (t.qcode, t.label))),
        "entity": _folded(*(v for e in a.entities for v in (e.name, e.wikidata))),
        "person": _folded(*(v for e in people for v in (e.name, e.wikidata))),
        "place": _folded(*(v for p in a.places for v in (p.name, p.wikidata, p.country))),
        "story": _folded(a.story.id if a.story else None),
        "status": _folded(a.status),
        "section": _folded(a.section),
        "author": _folded(*a.authors),
        "change": _folded(a.change),
        "is": _facts(a),
    }


def _facts(a: EnrichedArticle) -> frozenset[str]:
    copy = a.duplicate is not None and a.duplicate.kind in ("same", "near")
    return frozenset({"copy" if copy else "original", a.change})


def _folded(*values: str | None) -> frozenset[str]:
    return frozenset(v.casefold().strip() for v in values if v)
