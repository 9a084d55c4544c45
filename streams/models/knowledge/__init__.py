"""A table of known things: names to Wikidata and GeoNames ids, with type, country, coordinates and a prior."""

from streams.models.knowledge.last_words import bearers
from streams.models.knowledge.table import Known, by_qid, candidates, demonym, is_country, likeliest, own_names

__all__ = ["Known", "bearers", "by_qid", "candidates", "demonym", "is_country", "likeliest", "own_names"]
