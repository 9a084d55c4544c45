"""The alerts role: match every enriched article against the saved searches, publish alerts, call webhooks."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import structlog
from aiokafka import AIOKafkaProducer

from schemas import Alert, EnrichedArticle, SavedSearch
from schemas import headers as names
from streams import pipeline, telemetry
from streams.delivery.envelope import Delivery, Output
from streams.delivery.lane import Process
from streams.delivery.publish import publish
from streams.query import QueryError, SearchSet
from streams.sinks.alerting import raise_alerts
from streams.sinks.archive import Archive
from streams.sinks.webhook import Receiver

log = structlog.get_logger()

REMEMBERED = 50_000
"""Articles whose alerts are remembered here until the archive has them."""


@dataclass
class Alerter:
    """Saved searches come in through `changed`; batches of articles and of alerts through `routes`."""

    archive: Archive
    producer: AIOKafkaProducer
    receiver: Receiver
    searches: SearchSet = field(default_factory=SearchSet)
    saved: dict[str, SavedSearch] = field(default_factory=dict)
    _told: OrderedDict[str, dict[str, SavedSearch]] = field(default_factory=OrderedDict)

    def routes(self) -> dict[str, Process]:
        return {pipeline.ENRICHED.name: self.articles, pipeline.ALERTS.name: self.alerts}

    def changed(self, key: str, search: SavedSearch | None) -> None:
        if key in self.saved:
            self.searches.remove(key)
            del self.saved[key]
        if search is None:
            return
        try:
            self.searches.add(key, search.query)
            self.saved[key] = search
        except QueryError as error:
            log.warning("a saved search cannot be read", search=key, error=str(error))

    async def articles(self, deliveries: list[Delivery]) -> None:
        alerts = [alert for delivery in deliveries for alert in self._raised(delivery)]
        await publish(self.producer, [Output(pipeline.ALERTS.name, alert.id.encode(), alert.to_json()) for alert in alerts])
        for alert in alerts:
            telemetry.ALERTS.labels(alert.kind).inc()
        telemetry.LAST_COMMIT.labels("alerts").set(time.time())

    def _raised(self, delivery: Delivery) -> list[Alert]:
        if delivery.value is None:
            return []
        article = EnrichedArticle.from_json(delivery.value)
        backfill = delivery.headers.get(names.LANE) == b"backfill"
        # the article's own arrival, so that the same record raises the same bytes
        alerts = raise_alerts(article, self.searches, self.saved, self._alerted, article.received_at, backfill=backfill)
        told = self._told.setdefault(article.id, {})
        for alert in alerts:
            key = f"{alert.tenant}/{alert.search}"
            told[key] = self.saved.get(key) or _search_of(alert)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return alerts

    def _alerted(self, article: str) -> list[SavedSearch]:
        """Who was told of the article: as remembered here, and as the archive has it from before a restart."""
        found = dict(self._told.get(article, {}))
        for row in self.archive.alerted(article):
            alert = Alert.model_validate(row)
            found.setdefault(f"{alert.tenant}/{alert.search}", _search_of(alert))
        return list(found.values())

    async def alerts(self, deliveries: list[Delivery]) -> None:
        """Deliver to webhooks, side by side; one that fails for good is logged, the alert itself stays on the topic."""
        found = [Alert.from_json(delivery.value) for delivery in deliveries if delivery.value]
        await asyncio.gather(*(self.receiver.deliver(alert) for alert in found if alert.webhook))


def _search_of(alert: Alert) -> SavedSearch:
    """The search as the alert remembers it: enough to follow up."""
    return SavedSearch(
        id=alert.search, tenant=alert.tenant, name=alert.search_name, query=alert.query, webhook=alert.webhook,
        created_at=alert.raised_at, updated_at=alert.raised_at,
    )  # fmt: skip
