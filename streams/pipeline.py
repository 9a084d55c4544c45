"""The pipeline, drawn and tabled. Read this first.

    news.raw ──clean──► news.clean ──classify──► news.classified ──dedupe──► news.deduped ──enrich──► news.enriched
                                                 (1 partition,      │                                   ├─index─► search index
                                                  one writer)       ├─► news.stories, news.story-events └─match─► news.alerts
                                                                    └─► news.fingerprints, news.embargoed

    every step: news.dead (letters with the original bytes) and news.trail (what happened, one entry per step)

Topic names, partitions, retention and size limits live here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas import (
    Alert,
    ClassifiedArticle,
    CleanArticle,
    DedupedArticle,
    EnrichedArticle,
    RawArticle,
    Record,
    SavedSearch,
    Story,
    StoryEvent,
    Takedown,
    TrailEntry,
)
from schemas.headers import SKETCH
from streams.outcome import Drop
from streams.steps.classify import classify
from streams.steps.clean import clean
from streams.steps.dedupe import sketch
from streams.steps.enrich import enrich

RAW_LIMIT = 8 * 1024 * 1024
"""Bytes of a raw record's value; broker, producer and fetch limits all derive from it."""
DEAD_LIMIT = 2 * RAW_LIMIT

DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: `retention_ms` None keeps for ever, `compacted` keeps the newest record of each key."""

    name: str
    record: type[Record] | None
    about: str
    partitions: int = 8
    retention_ms: int | None = 3 * DAY_MS
    compacted: bool = False
    max_bytes: int = RAW_LIMIT

    @property
    def config(self) -> dict[str, str]:
        """The broker's settings for this topic."""
        kept = "-1" if self.compacted or self.retention_ms is None else str(self.retention_ms)
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "retention.ms": kept,
            "max.message.bytes": str(self.max_bytes + 64 * 1024),
        }


RAW = Topic("news.raw", RawArticle, "articles as publishers send them", retention_ms=7 * DAY_MS)
BACKFILL = Topic("news.raw.backfill", RawArticle, "the same contract for old articles: never alerts", retention_ms=7 * DAY_MS)
CLEAN = Topic("news.clean", CleanArticle, "articles without the page around them")
CLASSIFIED = Topic("news.classified", ClassifiedArticle, "articles with topics; one partition, one reader", partitions=1)
DEDUPED = Topic("news.deduped", DedupedArticle, "articles that know what changed, whose copy they are and their story")
ENRICHED = Topic("news.enriched", EnrichedArticle, "articles with everything known about them", compacted=True)
STORIES = Topic("news.stories", Story, "the newest revision of each story", partitions=1, compacted=True)
STORY_EVENTS = Topic("news.story-events", StoryEvent, "what happened to stories", partitions=1, retention_ms=30 * DAY_MS)
FINGERPRINTS = Topic(
    "news.fingerprints",
    None,
    "every decision of dedupe, small: its state is a fold of this",
    partitions=1,
    compacted=True,
)
EMBARGOED = Topic(
    "news.embargoed",
    ClassifiedArticle,
    "articles that wait for their time; null once released",
    partitions=1,
    compacted=True,
)
SEARCHES = Topic("news.searches", SavedSearch, "saved searches, keyed by tenant/id", partitions=1, compacted=True)
ALERTS = Topic("news.alerts", Alert, "articles that met a saved search", retention_ms=30 * DAY_MS)
FORGOTTEN = Topic("news.forgotten", Takedown, "articles that were taken down and must not come back", partitions=1, compacted=True)
DEAD = Topic(
    "news.dead",
    None,
    "records that could not be processed, byte for byte",
    retention_ms=30 * DAY_MS,
    max_bytes=DEAD_LIMIT,
)
TRAIL = Topic("news.trail", TrailEntry, "what each step did with each article", retention_ms=30 * DAY_MS)

TOPICS = (
    RAW, BACKFILL, CLEAN, CLASSIFIED, DEDUPED, ENRICHED, STORIES, STORY_EVENTS,
    FINGERPRINTS, EMBARGOED, SEARCHES, ALERTS, FORGOTTEN, DEAD, TRAIL,
)  # fmt: skip


def _no_headers(_: Any) -> dict[str, bytes]:
    return {}


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table: read `model` from `reads`, call `run(record, received_at)`, write to `writes`."""

    name: str
    reads: tuple[Topic, ...]
    model: type[Any]
    run: Callable[[Any, datetime], Record | Drop]
    writes: Topic
    headers: Callable[[Any], dict[str, bytes]] = _no_headers


def _sketched(article: ClassifiedArticle) -> dict[str, bytes]:
    return {SKETCH: sketch(article)}


CLEAN_STEP = Step("clean", (RAW, BACKFILL), RawArticle, clean, CLEAN)
CLASSIFY_STEP = Step("classify", (CLEAN,), CleanArticle, lambda article, _: classify(article), CLASSIFIED, _sketched)
ENRICH_STEP = Step("enrich", (DEDUPED,), DedupedArticle, lambda article, _: enrich(article), ENRICHED)

STATELESS = {step.name: step for step in (CLEAN_STEP, CLASSIFY_STEP, ENRICH_STEP)}
"""The steps that need no memory; dedupe, between classify and enrich, has one: see steps/dedupe."""
ORDER = ("clean", "classify", "dedupe", "enrich")
