"""Enrich: who, where, who said what, in a few words. A field without evidence stays empty."""

from schemas import DedupedArticle, EnrichedArticle
from streams.models.names import BuiltIn, finder_for
from streams.steps.enrich.dates import find_dates
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.figures import find_figures
from streams.steps.enrich.keyphrases import find_keyphrases
from streams.steps.enrich.places import find_places, placed
from streams.steps.enrich.quotes import find_quotes
from streams.steps.enrich.readability import readability, reading_minutes
from streams.steps.enrich.sentences import sentences
from streams.steps.enrich.sentiment import Tone, with_sentiment
from streams.steps.enrich.summary import summarise

ANNOTATORS = ["knowledge@3", "quotes@3", "figures@1", "dates@1", "keyphrases@2", "summary@2", "sentiment@2", "readability@1"]
"""Beside what finds names, which the operator may choose."""
NO_NAMES = BuiltIn.mark
"""For languages that nothing reads: names of the table alone."""

LONGEST_TEXT = 20_000
"""Code points that summary and readability read."""


def enrich(article: DedupedArticle) -> EnrichedArticle:
    """Everything known about an article; one without a text (a kill, a bare title) or withheld passes as it is."""
    fields = {**dict(article), **(article.model_extra or {})}
    if not article.body or article.status != "usable":
        return EnrichedArticle.model_construct(**fields)
    entities = find_entities(article)
    places = find_places(article, entities)
    entities = placed(entities, places)
    text = article.text[:LONGEST_TEXT]
    spans = sentences(text)
    tone = Tone(article, text, spans)
    return EnrichedArticle.model_construct(
        **fields,
        entities=with_sentiment(entities, tone),
        places=places,
        quotes=find_quotes(article, entities),
        figures=find_figures(article),
        dates=find_dates(article),
        keyphrases=find_keyphrases(article, entities),
        summary=summarise(article, text, spans),
        sentiment=tone.of_article(),
        readability=readability(article, text, spans),
        reading_minutes=reading_minutes(article),
        annotators=[finder.mark if (finder := finder_for(article.language.code)) else NO_NAMES, *ANNOTATORS],
    )
