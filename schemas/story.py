"""A story: the articles that tell one event, as the dedupe step knows it now."""

from typing import Literal

from pydantic import Field

from schemas.record import Moment, Record


class Story(Record):
    """The newest revision wins; keyed by `id` on a compacted topic."""

    id: str
    revision: int
    title: str = Field(description="The headline of the article that has most in common with the others.")
    state: Literal["open", "closed", "merged"] = Field(
        default="open", description="Closed: nobody told of it for a week; an article may reopen it. Merged: it is part of another now."
    )
    into: str | None = Field(default=None, description="The story that it became part of.")
    out_of: str | None = Field(default=None, description="The story that it was part of until this revision.")
    articles: list[str] = Field(default=[], description="The newest that are in the window, 500 at most.")
    size: int = Field(description="Articles so far, copies among them.")
    independent: int = Field(description="Articles so far that are no copies.")
    sources: list[str] = []
    languages: list[str] = []
    first_seen: Moment
    last_seen: Moment
    newest: str | None = Field(default=None, description="The article that came last.")
    novelty: float = Field(default=1.0, ge=0, le=1, description="How new that one was to the story; 1: nothing like it.")
    burst: float = Field(default=0.0, description="The last day against the story's own days before, in standard deviations.")


class StoryEvent(Record):
    """Something that happened to a story, with its reason: the log beside the compacted topic."""

    story: str
    revision: int
    kind: Literal["created", "updated", "merged", "split", "closed", "reopened"]
    reason: str
    article: str | None = None
    at: Moment
