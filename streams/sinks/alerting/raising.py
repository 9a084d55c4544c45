"""Which alerts an article raises: pure, and the same record always raises the same alerts."""

import hashlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from schemas import Alert, EnrichedArticle, SavedSearch
from schemas.alert import AlertedArticle
from streams.query import SearchSet

Kind = Literal["match", "update", "correction", "retraction"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one article and its story; searches by key."""

    article: Mapping[str, Alert] = field(default_factory=dict)
    """The first alert of each search about this article."""
    story: Container[str] = frozenset()
    """Searches that were told of an article of its story."""
    waiting: frozenset[str] = frozenset()
    """Searches that an article of its story met while it had too few sources."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Alerts in order of search, and the searches that from now on wait for the story's further sources."""

    alerts: list[Alert]
    waiting: list[str] = field(default_factory=list)


def raise_alerts(
    article: EnrichedArticle,
    searches: SearchSet,
    saved: Mapping[str, SavedSearch],
    told: Told,
    now: datetime,
    *,
    backfill: bool = False,
) -> Raised:
    """What one version of an article raises. `saved` holds each search of the set by its id there, `SavedSearch.key`.

    A search is told of an article once, or of a story once; updates that change more than letters, corrections, kills
    and withdrawals follow up to exactly those who were told, even where the new version is a copy of something, no
    longer meets the search, or the search is gone (updates end with it). Deciding on the same version again raises the
    same alerts.
    """
    if backfill or article.change == "redelivery":
        return Raised([])
    before = {key: alert for key, alert in told.article.items() if alert.article.rank != article.rank}
    if article.change == "kill" or article.status != "usable":
        return Raised([_follow_up("retraction", before[key], saved, article, now) for key in sorted(before)])
    if article.embargoed_until is not None and article.embargoed_until > now:
        return Raised([])
    fresh, waiting = _matched(article, [key for key in searches.match(article) if key not in before], saved, told)
    alerts = [*_follow_ups(article, before, saved, now), *(_match(saved[key], article, now) for key in fresh)]
    return Raised(alerts, waiting)


def _follow_ups(article: EnrichedArticle, before: Mapping[str, Alert], saved: Mapping[str, SavedSearch], now: datetime) -> Iterator[Alert]:
    if article.change == "correction":
        yield from (_follow_up("correction", before[key], saved, article, now) for key in sorted(before))
    if article.change == "update" and not (article.differences and article.differences.trivial):
        yield from (_follow_up("update", before[key], saved, article, now) for key in sorted(before) if key in saved)


def _matched(article: EnrichedArticle, met: list[str], saved: Mapping[str, SavedSearch], told: Told) -> tuple[list[str], list[str]]:
    """The searches that are told, and those that are once the story has more sources."""
    sources = article.story.sources if article.story else 1
    late = {key for key in told.waiting if key in saved and saved[key].policy.least_sources <= sources} - {*met}
    fresh, waiting = [], []
    for key in sorted({*met, *late}):
        policy = saved[key].policy
        again = key in told.article
        if policy.by_story and key in told.story and not again:
            continue
        if policy.least_sources > sources:
            waiting.append(key)
        elif policy.copies or policy.least_sources > 1 or again or not _is_copy(article):
            fresh.append(key)
    return fresh, waiting


def _is_copy(article: EnrichedArticle) -> bool:
    return article.duplicate is not None and article.duplicate.kind in ("same", "near")


def _match(search: SavedSearch, article: EnrichedArticle, now: datetime) -> Alert:
    about = ["story", article.story.id] if search.policy.by_story and article.story else [article.id]
    return Alert(
        id=_id(search.key, *about),
        kind="match",
        search=search.id,
        tenant=search.tenant,
        search_name=search.name,
        query=search.query,
        article=_shown(article),
        webhook=search.webhook,
        channels=[channel for channel in search.channels if channel.key not in search.left],
        raised_at=now,
    )


def _follow_up(kind: Kind, first: Alert, saved: Mapping[str, SavedSearch], article: EnrichedArticle, now: datetime) -> Alert:
    """To the receivers of the first alert but those who left; a secret that was changed since is the new one."""
    search = saved.get(first.search_key)
    newer = {channel.key: channel for channel in search.receivers} if search else {}
    left = search.left if search else []
    return first.model_copy(
        update={
            "id": _id(first.search_key, article.id, kind, str(article.rank)),
            "kind": kind,
            "article": _shown(article),
            "webhook": None,
            "channels": [newer.get(channel.key, channel) for channel in first.receivers if channel.key not in left],
            "raised_at": now,
        }
    )


def _id(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _shown(article: EnrichedArticle) -> AlertedArticle:
    return AlertedArticle(
        id=article.id,
        version=article.version,
        rank=article.rank,
        title=article.title,
        url=article.canonical_url or article.url,
        source=article.source,
        language=article.language.code,
        published_at=article.published_at.value if article.published_at else None,
        story=article.story.id if article.story else None,
        sources=article.story.sources if article.story else None,
        summary=article.summary,
    )
