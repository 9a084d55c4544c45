"""What is written to OpenSearch: our own tokens between spaces, so that it and the matcher see the same words.

A kill, a withdrawal or a takedown is a document without text: OpenSearch forgets the version of a deleted one after a
minute, and an older version could come back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from schemas import EnrichedArticle
from streams.query import Document, geo
from streams.sinks.facets import FIELDS, day, values_of
from streams.sinks.index import NUMBERS

Json = dict[str, Any]

LONGEST = 8191
"""Characters of a value: four bytes each, and Lucene takes no term over 32,766 bytes."""
LONGEST_WORD = 127
"""Characters of a word: the whitespace analyser cuts at 255 UTF-16 units, and the words behind would stand elsewhere."""
FOR_EVER = 2**63 - 1
"""The version of what was taken down: nothing comes after it."""


def template(alias: str) -> Json:
    """The index template behind every month's index. Numbers of shards and replicas are the operator's to change."""
    words = {"type": "text", "analyzer": "whitespace", "index_options": "positions"}
    return {
        "index_patterns": [f"{alias}-*"],
        "priority": 200,
        "template": {
            "aliases": {alias: {}},
            "settings": {
                "index": {
                    "number_of_shards": 1,
                    "auto_expand_replicas": "0-1",
                    "refresh_interval": "500ms",
                }
            },
            "mappings": {
                "dynamic": False,
                "_source": {"excludes": ["text", "title", "body", "values", "by_*"]},
                "properties": {
                    "id": {"type": "keyword"},
                    "shown": {"type": "boolean"},
                    "indexed_at": {"type": "long"},
                    "text": words | {"index_options": "freqs"},
                    "title": words,
                    "body": words,
                    "values": {"type": "keyword", "ignore_above": LONGEST},
                    "record": {"type": "object", "enabled": False},
                    **{name: {"type": "double"} for name in NUMBERS},
                    "day": {"type": "integer"},
                    **{f"by_{name}": {"type": "keyword", "ignore_above": LONGEST} for name in FIELDS},
                },
            },
        },
    }


def months(alias: str, moment: datetime) -> str:
    """The index of what was first seen at `moment`."""
    return f"{alias}-{moment:%Y.%m}"


def written(article: EnrichedArticle, record: Json, indexed_at: int) -> Json:
    """The document of an article: what a search may ask, and its record to be read. `indexed_at` in microseconds."""
    if article.status != "usable":
        return tombstone(article.id, indexed_at)
    seen = Document.of(article)
    title, body = line(seen.title), line(seen.body)
    cells = {f"at:{cell}" for place in article.places for cell in geo.cells(place.lat, place.lon)}
    return {
        "id": article.id,
        "shown": True,
        "indexed_at": indexed_at,
        "text": [title, body],
        "title": title,
        "body": body,
        "values": sorted(seen.values | cells),
        "record": record,
        **seen.numbers,
        "day": day(article),
        **{f"by_{name}": marked for name, marked in values_of(article).items()},
    }


def line(words: Iterable[str]) -> str:
    """Words as the cluster's analyser takes them in, in documents and in queries."""
    return " ".join(word[:LONGEST_WORD] for word in words)


def tombstone(article: str, indexed_at: int) -> Json:
    """What stays of an article that may not be found."""
    return {"id": article, "shown": False, "indexed_at": indexed_at}
