"""Which alerts an article raises: pure, and the same alert always has the same id."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from schemas import Alert, EnrichedArticle, SavedSearch
from schemas.alert import AlertedArticle
from streams.query import SearchSet

Kind = Literal["match", "update", "correction", "retraction"]
Alerted = Callable[[str], list[SavedSearch]]
"""The searches that were alerted of this article id before."""


def raise_alerts(
    article: EnrichedArticle,
    searches: SearchSet,
    saved: dict[str, SavedSearch],
    alerted: Alerted,
    now: datetime,
    *,
    backfill: bool = False,
) -> list[Alert]:
    """Alerts in order of search. `saved` holds each search of the set by its id there, `SavedSearch.key`.

    A search is told of an article once; updates that change more than letters, corrections and kills follow up to those
    told before, even where the new version is a copy of something or no longer meets the search.
    """
    if backfill or article.change == "redelivery":
        return []
    before = {s.key: s for s in alerted(article.id)}
    if article.change == "kill" or article.status == "canceled":
        return [_alert("retraction", before[k], article, now) for k in sorted(before)]
    if article.status != "usable" or _is_embargoed(article, now):
        return []
    follow_ups: list[Alert] = []
    if article.change == "correction" or (article.change == "update" and not _is_trivial(article)):
        follow_ups = [_alert(article.change, before[k], article, now) for k in sorted(before)]
    fresh = [] if _is_copy(article) else [k for k in searches.match(article) if k not in before]
    return follow_ups + [_alert("match", saved[k], article, now) for k in fresh]


def _is_trivial(article: EnrichedArticle) -> bool:
    return article.differences is not None and article.differences.trivial


def _is_copy(article: EnrichedArticle) -> bool:
    return article.duplicate is not None and article.duplicate.kind in ("same", "near")


def _is_embargoed(article: EnrichedArticle, now: datetime) -> bool:
    return article.embargoed_until is not None and article.embargoed_until > now


def _alert(kind: Kind, search: SavedSearch, article: EnrichedArticle, now: datetime) -> Alert:
    parts = [search.key, article.id] + ([] if kind == "match" else [kind, str(article.version)])
    return Alert(
        id=hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32],
        kind=kind,
        search=search.id,
        tenant=search.tenant,
        search_name=search.name,
        query=search.query,
        article=_shown(article),
        webhook=search.webhook,
        raised_at=now,
    )


def _shown(article: EnrichedArticle) -> AlertedArticle:
    return AlertedArticle(
        id=article.id,
        version=article.version,
        title=article.title,
        url=article.canonical_url or article.url,
        source=article.source,
        language=article.language.code,
        published_at=article.published_at.value if article.published_at else None,
        story=article.story.id if article.story else None,
        summary=article.summary,
    )
