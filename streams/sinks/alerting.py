"""Which alerts an article raises: pure, and the same alert always has the same id."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from schemas import Alert, EnrichedArticle, SavedSearch
from schemas.alert import AlertedArticle
from streams.query import SearchSet

Kind = Literal["match", "correction", "retraction"]
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

    A search is told of an article once; corrections and kills follow up to those told before.
    """
    if backfill or article.change == "redelivery":
        return []
    before = {s.key: s for s in alerted(article.id)}
    if article.change == "kill" or article.status == "canceled":
        return [_alert("retraction", before[k], article, now) for k in sorted(before)]
    if _is_quiet(article, now):
        return []
    kept = sorted(before) if article.change == "correction" else []
    fresh = [k for k in searches.match(article) if k not in before]
    follow_ups = [_alert("correction", before[k], article, now) for k in kept]
    return follow_ups + [_alert("match", saved[k], article, now) for k in fresh]


def _is_quiet(article: EnrichedArticle, now: datetime) -> bool:
    copied = article.duplicate is not None and article.duplicate.kind in ("same", "near")
    embargoed = article.embargoed_until is not None and article.embargoed_until > now
    return copied or embargoed or article.status != "usable"


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
