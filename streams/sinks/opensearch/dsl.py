"""The query tree in OpenSearch's own terms."""

from typing import Any

from streams.query import Query, geo
from streams.query.tree import And, Field, Geo, Not, Or, Phrase, Prefix, Range, Term
from streams.sinks.opensearch.documents import line

Json = dict[str, Any]

MANY = 200
"""Alternatives of one field from which they are asked as one clause: OpenSearch allows 1,024 clauses in all."""


def dsl(query: Query) -> Json:
    """Finds what the matcher finds, in documents as `documents.written` makes them."""
    match query:
        case Term(word, field):
            return {"term": {field: line([word])}}
        case Phrase(words, slop, "text"):
            return _either([_phrase(field, words, slop) for field in ("title", "body")])
        case Phrase(words, slop, field):
            return _phrase(field, words, slop)
        case Prefix(start, field):
            return {"prefix": {field: line([start])}}
        case Field(name, value):
            return {"term": {"values": f"{name}:{value}"}}
        case Range(name, low, high):
            bounds = {"gte": low, "lte": high}
            return {"range": {name: {key: bound for key, bound in bounds.items() if bound is not None}}}
        case Geo(lat, lon, km):
            return {"terms": {"values": [f"at:{cell}" for cell in geo.covering(lat, lon, km)]}}
        case And(parts):
            banned = [dsl(part.part) for part in parts if isinstance(part, Not)]
            return {"bool": {"must": [dsl(part) for part in parts if not isinstance(part, Not)], "must_not": banned}}
        case Or(parts):
            return _either(_gathered(parts))
        case Not(part):
            return {"bool": {"must_not": [dsl(part)]}}


def _either(clauses: list[Json]) -> Json:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def _phrase(field: str, words: tuple[str, ...], slop: int) -> Json:
    return {"match_phrase": {field: {"query": line(words), "slop": slop}}}


def _gathered(parts: tuple[Query, ...]) -> list[Json]:
    """The clauses of alternatives; very many words of one field become one clause that does not rank by them."""
    words: dict[str, list[str]] = {}
    for part in parts:
        if isinstance(part, Term):
            words.setdefault(part.field, []).append(line([part.word]))
        elif isinstance(part, Field):
            words.setdefault("values", []).append(f"{part.name}:{part.value}")
    many = {field: each for field, each in words.items() if len(each) > MANY}
    left = [part for part in parts if _asked_in(part) not in many]
    return [*({"terms": {field: each}} for field, each in many.items()), *map(dsl, left)]


def _asked_in(part: Query) -> str | None:
    if isinstance(part, Term):
        return part.field
    return "values" if isinstance(part, Field) else None
