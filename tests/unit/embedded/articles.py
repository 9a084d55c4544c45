"""Small enriched articles for tests of what keeps them."""

from datetime import UTC, datetime
from typing import Any

from schemas import EnrichedArticle


def enriched(id: str, title: str, *paragraphs: str, **more: Any) -> EnrichedArticle:
    """A usable article of this id."""
    fields = {
        "id": id, "version": 1, "rank": 1, "title": title, "body": list(paragraphs), "text": "\n\n".join(paragraphs),
        "language": {"code": "en", "confidence": 1.0}, "status": "usable", "content_hash": id, "words": 8,
        "received_at": datetime(2026, 11, 24, tzinfo=UTC), "change": "new",
    }  # fmt: skip
    return EnrichedArticle.model_validate(fields | more)
