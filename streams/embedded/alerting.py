"""The alerts role: match every enriched article against the saved searches, publish alerts, tell their receivers."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

import structlog
from aiokafka import AIOKafkaProducer

from schemas import Alert, EnrichedArticle, Policy, SavedSearch, Takedown
from schemas import headers as names
from streams import pipeline, telemetry
from streams.delivery.envelope import Delivery, Output
from streams.delivery.lane import Process
from streams.delivery.publish import publish
from streams.delivery.result import Failed
from streams.delivery.routing import dead_letter, utc_now
from streams.errors import Undelivered
from streams.query import QueryError, SearchSet
from streams.settings import Settings
from streams.sinks.alerting import Outbox, Shard, Told, raise_alerts
from streams.sinks.alerting.dispatch import Dispatcher
from streams.sinks.alerting.outbox import VERSION, WHOLE, Message
from streams.sinks.alerting.unsubscribing import signing_key
from streams.sinks.archive import Archive
from streams.sinks.chat import post_slack, post_teams
from streams.sinks.email import Mailbox, send_mail
from streams.sinks.integrity import archive_damage, set_aside
from streams.sinks.outside import Outside
from streams.sinks.webhook import post_webhook

log = structlog.get_logger()

PRUNE_SECONDS = 3600.0


@dataclass
class Alerter:
    """Saved searches come in through `changed`; batches of articles, of alerts and of takedowns through `routes`."""

    archive: Archive
    producer: AIOKafkaProducer
    outbox: Outbox
    outside: Outside
    mailbox: Mailbox | None = None
    shard: Shard = field(default_factory=Shard)
    searches: SearchSet = field(default_factory=SearchSet)
    saved: dict[str, SavedSearch] = field(default_factory=dict)
    _pruned: float = 0.0
    _caught_up: bool = False

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(self.outbox, self._send, self._bury)

    def routes(self) -> dict[str, Process]:
        return {
            pipeline.ENRICHED.name: self.articles,
            pipeline.ALERTS.name: self.alerts,
            pipeline.FORGOTTEN.name: self.takedowns,
        }

    def changed(self, key: str, search: SavedSearch | None) -> None:
        if key in self.saved:
            self.searches.remove(key)
            del self.saved[key]
        if search is None:
            if self._caught_up:
                self.outbox.withdraw(key)
            return
        self.outbox.unsubscribe(key, search.left)
        try:
            self.searches.add(key, search.query)
            self.saved[key] = search
        except QueryError as error:
            log.warning("a saved search cannot be read", search=key, error=str(error))

    def caught_up(self) -> None:
        """Every search that the topic holds was told: what waits for others goes out no more."""
        self._caught_up = True
        for key in self.outbox.waiting_searches() - self.saved.keys():
            self.outbox.withdraw(key)

    async def articles(self, deliveries: list[Delivery]) -> None:
        """Raises FileNotFoundError where another shard set the outbox aside: this one must begin anew too."""
        self.outbox.check()
        with self.outbox.transaction():
            alerts = [alert for delivery in deliveries for alert in self._raised(delivery)]
        # what is noted and not published for a crash is raised again, for the same record raises the same alerts
        await publish(self.producer, [Output(pipeline.ALERTS.name, alert.id.encode(), alert.to_json()) for alert in alerts])
        for alert in alerts:
            telemetry.ALERTS.labels(alert.kind).inc()
        self._reached(deliveries)
        telemetry.LAST_COMMIT.labels("alerts").set(time.time())

    def _raised(self, delivery: Delivery) -> list[Alert]:
        if delivery.value is None:
            return []
        article = EnrichedArticle.from_json(delivery.value)
        story = article.story.id if article.story else None
        told = self._told(article, story)
        backfill = delivery.headers.get(names.LANE) == b"backfill"
        # the article's own arrival, so that the same record raises the same bytes
        raised = raise_alerts(article, self.searches, self.saved, told, article.received_at, backfill=backfill)
        self.outbox.note(raised.alerts, story, raised.waiting, utc_now())
        return [alert for alert in raised.alerts if not self._done(delivery, alert.search_key)]

    def _done(self, delivery: Delivery, search: str) -> bool:
        """Whether the search was through with it before it was ours."""
        return self.outbox.reached.done_with(delivery.topic, delivery.partition, delivery.offset, search)

    def _reached(self, deliveries: list[Delivery]) -> None:
        """A batch is of one partition."""
        for last in deliveries[-1:]:
            self.outbox.reached.note(last.topic, last.partition, last.offset)

    def _told(self, article: EnrichedArticle, story: str | None) -> Told:
        """What our searches were told."""
        told = self.outbox.told(article.id, story)
        known = told.article if article.change == "new" else {**self._archived(article.id), **told.article}
        return replace(told, article={key: alert for key, alert in known.items() if self.shard.has(key)})

    def _archived(self, article: str) -> dict[str, Alert]:
        """Who was told by what the archive knows: an outbox that was lost follows up all the same."""
        found = [Alert.model_validate(row) for row in self.archive.alerted(article)]
        return {alert.search_key: alert for alert in reversed(found) if alert.kind == "match"}

    async def alerts(self, deliveries: list[Delivery]) -> None:
        """Into the outbox, from where the dispatcher sends them: a receiver that is slow holds up nothing here."""
        now = utc_now()
        with self.outbox.transaction():
            for delivery in deliveries:
                if delivery.value:
                    self._put(Alert.from_json(delivery.value), delivery, now)
            self._reached(deliveries)
        self._prune(now)
        self.dispatcher.wake()

    def _put(self, alert: Alert, delivery: Delivery, now: datetime) -> None:
        if not self.shard.has(alert.search_key) or self._done(delivery, alert.search_key):
            return
        search = self.saved.get(alert.search_key)
        self.outbox.put(alert, search.policy if search else Policy(), now, f"{delivery.partition}:{delivery.offset}")

    def _prune(self, now: datetime) -> None:
        if time.monotonic() - self._pruned > PRUNE_SECONDS:
            self._pruned = time.monotonic()
            self.outbox.prune(now)

    async def takedowns(self, deliveries: list[Delivery]) -> None:
        """What is ordered to be forgotten leaves the outbox before the order is acked."""
        with self.outbox.transaction():
            for delivery in deliveries:
                if delivery.value:
                    self.outbox.forget(Takedown.from_json(delivery.value).article)

    async def _send(self, message: Message) -> None:
        match message.channel.kind:
            case "webhook":
                await post_webhook(message, self.outside)
            case "slack":
                await post_slack(message, self.outside)
            case "teams":
                await post_teams(message, self.outside)
            case "email":
                await send_mail(message, self.mailbox)

    async def _bury(self, message: Message, reason: str) -> None:
        """A letter for each alert: put back, it is sent again to those who do not have it."""
        failed = Failed(Undelivered.reason, Undelivered.__name__, f"{message.channel.kind} {message.channel.shown}: {reason}", "")
        await publish(
            self.producer,
            [dead_letter("alerts", _delivery(*pair), failed, utc_now()) for pair in zip(message.alerts, message.origins, strict=True)],
        )
        telemetry.DEAD_LETTERS.labels("alerts", Undelivered.reason).inc(len(message.alerts))

    async def close(self) -> None:
        await self.dispatcher.stop()
        await self.outside.close()
        self.outbox.close()


def _delivery(alert: Alert, origin: str) -> Delivery:
    """The record that the alert came as."""
    partition, _, offset = origin.partition(":")
    at = int(alert.raised_at.timestamp() * 1000)
    return Delivery(pipeline.ALERTS.name, int(partition or 0), int(offset or 0), at, alert.id.encode(), alert.to_json(), {})


def open_outbox(folder: Path, shard: Shard = WHOLE) -> Outbox:
    """The outbox, sound; a damaged one is set aside: what waited in it is lost, who was told is known by the archive.

    One shard at a time: what another has just begun to make looks damaged too.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        damage = archive_damage(folder, VERSION, "outbox.sqlite")
        if damage:
            log.error("the outbox is damaged: set aside, and begun anew", damage=damage, kept=str(set_aside(folder)))
        return Outbox(folder, shard)


def mailbox(settings: Settings) -> Mailbox | None:
    """Where mail goes out; None where that was not set."""
    if not settings.smtp_host or not settings.smtp_from:
        return None
    return Mailbox(
        settings.smtp_host,
        settings.smtp_from,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_username,
        settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        settings.public_url,
        signing_key(settings.data),
    )
