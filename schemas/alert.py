"""Saved searches and the alerts they raise."""

from typing import Literal

from pydantic import Field

from schemas.record import Moment, Record


class Webhook(Record):
    url: str
    secret: str | None = Field(default=None, description="Signs each delivery: HMAC-SHA256 over timestamp and body.")


class SavedSearch(Record):
    """A query that watches the stream. Keyed by `tenant/id` on a compacted topic; a null value removes it."""

    id: str
    tenant: str = "default"
    name: str
    query: str
    webhook: Webhook | None = None
    version: int = 1
    created_at: Moment
    updated_at: Moment

    @property
    def key(self) -> str:
        return f"{self.tenant}/{self.id}"


class AlertedArticle(Record):
    """What a receiver needs to show an article without asking for it."""

    id: str
    version: int | str
    title: str
    url: str | None = None
    source: str | None = None
    language: str | None = None
    published_at: str | None = None
    story: str | None = None
    summary: list[str] = []


class Alert(Record):
    """One article met one saved search. The id is deterministic: raising it twice is raising it once."""

    id: str
    kind: Literal["match", "update", "correction", "retraction"]
    search: str
    tenant: str = "default"
    search_name: str
    query: str
    article: AlertedArticle
    webhook: Webhook | None = None
    raised_at: Moment
