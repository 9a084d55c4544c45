"""Gold and what classify and enrich say of an article, as sets of lines that can be compared."""

from schemas import DedupedArticle, EnrichedArticle
from streams.steps.classify import classify
from streams.steps.enrich import enrich
from tests.golden.articles import Golden
from tests.unit.enrich.articles import deduped

ASPECTS = ("entities", "places", "focus", "quotes", "topics", "dates", "figures")
Lines = frozenset[str]


def gold(article: Golden, aspect: str) -> Lines:
    told: str = getattr(article, aspect)
    return frozenset(told.split()) if aspect in ("topics", "dates") else frozenset(told.split("\n"))


def read(article: Golden) -> EnrichedArticle:
    """Through both steps; nothing of the publisher's but title, text, language and day."""
    one = deduped(*article.body.split("\n\n"), title=article.title, language=article.language, published=article.published)
    return enrich(DedupedArticle.model_construct(**{**dict(one), **dict(classify(one))}))


def said(article: Golden, record: EnrichedArticle, aspect: str) -> Lines:
    """The same lines out of a record; a quote by the beginning that the gold gives it, else by its first words."""
    text = record.text
    match aspect:
        case "entities":
            return frozenset(f"{e.name}: {e.type}{', ' + e.wikidata if e.wikidata else ''}" for e in record.entities)
        case "places":
            return frozenset(f"{p.name}: {p.country}" for p in record.places)
        case "focus":
            return frozenset(p.country or "" for p in record.places if p.focus)
        case "quotes":
            return frozenset(f"{_begins(article, q.text)}: {q.speaker.name if q.speaker else None}" for q in record.quotes if q.direct)
        case "topics":
            return frozenset(t.qcode for t in record.topics if t.qcode.endswith("000000"))
        case "dates":
            return frozenset(date.value for date in record.dates)
    return frozenset(f"{text[f.start : f.end]}: {f.value:.12g} {f.unit}" for f in record.figures)


def _begins(article: Golden, quote: str) -> str:
    known = (line.partition(": ")[0] for line in article.quotes.split("\n"))
    return next((beginning for beginning in known if quote.startswith(beginning)), quote[:30])
