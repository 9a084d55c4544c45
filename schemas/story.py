"""A story: the articles that tell one event, as the dedupe step knows it now."""

from typing import Literal

from schemas.record import Moment, Record


class Story(Record):
    """The newest revision wins; keyed by `id` on a compacted topic."""

    id: str
    revision: int
    title: str
    articles: list[str] = []
    size: int
    independent: int
    sources: list[str] = []
    languages: list[str] = []
    first_seen: Moment
    last_seen: Moment


class StoryEvent(Record):
    """Something that happened to a story, with its reason: the log beside the compacted topic."""

    story: str
    revision: int
    kind: Literal["created", "updated", "merged", "split", "closed", "reopened"]
    reason: str
    article: str | None = None
    at: Moment
