"""Articles as enrich reads them."""

from datetime import UTC, datetime

from schemas import DedupedArticle, Language, PublishedDate


def deduped(*body: str, title: str = "News", language: str = "en", published: str | None = "2026-03-14") -> DedupedArticle:
    """One with these paragraphs, published on that day and received on the next."""
    date = PublishedDate(value=published, precision="day", source="publisher") if published else None
    return DedupedArticle(
        id="a", version=1, rank=1, title=title, body=list(body), received_at=datetime(2026, 3, 15, 9, tzinfo=UTC),
        language=Language(code=language, confidence=1.0), content_hash="h", change="new", published_at=date,
        word_count=len(" ".join(body).split()),
    )  # fmt: skip
