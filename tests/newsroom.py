"""A console without a broker: the sample articles through the real steps into a real archive and index.

`Newsroom` is the twin of what `newsloom up` runs: publishing goes straight through the steps in this process.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schemas import Alert, Channel, DeadLetter, EnrichedArticle, Policy, SavedSearch, TrailEntry
from streams import formats
from streams.console.desk import Desk, Place
from streams.embedded.samples.sending import sample_articles, sample_searches
from streams.errors import Poison
from streams.outcome import Drop
from streams.query import SearchSet
from streams.sinks.alerting import Outbox, Told, raise_alerts
from streams.sinks.alerting.breaker import Breaker
from streams.sinks.alerting.deliveries import Deliveries
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from streams.steps.classify import classify
from streams.steps.clean import clean
from streams.steps.dedupe import Memory, decide, sketch
from streams.steps.enrich import enrich

STEPS = ("clean", "classify", "dedupe", "enrich", "index", "alerts")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Newsroom:
    """Everything under `folder`; `searches` and `letters` may be changed by a test."""

    folder: Path
    searches: dict[str, SavedSearch] = field(default_factory=dict)
    letters: list[tuple[Place, DeadLetter]] = field(default_factory=list)
    published: list[tuple[bytes, dict[str, bytes]]] = field(default_factory=list)
    redriven: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.archive = Archive.writer(self.folder / "archive")
        self.index = Index.writer(self.folder / "index")
        self.outbox = Outbox(self.folder / "alerts")
        self.memory = Memory()

    def take_in(self, records: list[bytes], headers: dict[str, bytes]) -> None:
        """Run records through every step; what cannot be read becomes a dead letter."""
        for value in records:
            self.published.append((value, headers))
            origin = f"news.raw:0:{len(self.published) - 1}"
            try:
                raws = formats.read(value, headers)
            except Poison as error:
                self._bury(value, origin, error)
                continue
            for raw in raws:
                self._through(raw, origin)
        self.index.commit()

    def _through(self, raw: Any, origin: str) -> None:
        article = clean(raw, NOW)
        if isinstance(article, Drop):
            return self._trail(origin, "clean", "drop", None, article)
        self._trail(origin, "clean", "record", article)
        article = classify(article)
        self._trail(origin, "classify", "record", article)
        decision = decide(self.memory, article, sketch(article), origin, NOW)
        for fact in decision.facts:
            self.memory.fold(fact)
        if isinstance(decision.outcome, Drop):
            return self._trail(origin, "dedupe", "drop", article, decision.outcome)
        self._trail(origin, "dedupe", "record", decision.outcome)
        for story in decision.stories:
            self.archive.put_story(story, story.to_json())
        for event in decision.events:
            self.archive.put_story_event(event, event.to_json())
        enriched = enrich(decision.outcome)
        self._trail(origin, "enrich", "record", enriched)
        self.keep(enriched, origin)

    def keep(self, article: EnrichedArticle, origin: str = "news.raw:0:0") -> None:
        """Into archive and index, and past the saved searches."""
        stamp = self.archive.put(article, article.to_json())
        if stamp is not None:
            self.index.put(article, stamp)
        self._trail(origin, "index", "record", article, Drop(article.change))
        watching = SearchSet()
        for key, search in self.searches.items():
            watching.add(key, search.query)
        for alert in raise_alerts(article, watching, self.searches, Told(), NOW).alerts:
            self.raise_alert(alert)

    def raise_alert(self, alert: Alert) -> None:
        self.archive.put_alert(alert, alert.to_json())
        self.outbox.put(alert, Policy(), NOW)

    def _trail(self, origin: str, step: str, outcome: Any, article: Any, why: Drop | None = None) -> None:
        entry = TrailEntry(
            origin=origin,
            step=step,
            outcome=outcome,
            reason=why.reason if why else None,
            article=article.id if article else None,
            at=NOW + timedelta(milliseconds=40 * STEPS.index(step)),
            cpu_ms=1.25,
        )
        self.archive.put_trail(entry, entry.to_json())

    def _bury(self, value: bytes, origin: str, error: Poison) -> None:
        offset = len(self.published) - 1
        letter = DeadLetter(
            key=None, value=value, headers={}, step="clean", reason=error.reason, exception=type(error).__name__, message=str(error),
            topic="news.raw", partition=0, offset=offset, first_failed=NOW, last_failed=NOW,
        )  # fmt: skip
        self.letters.append(((0, offset), letter))
        entry = TrailEntry(origin=origin, step="clean", outcome="dead", reason=error.reason, detail=str(error), at=NOW)
        self.archive.put_trail(entry, entry.to_json())

    @property
    def desk(self) -> Desk:
        return Desk(
            archive=self.archive,
            index=self.index,
            deliveries=Deliveries(self.folder / "alerts"),
            signing_key=b"key",
            searches=self.searches,
            publish=self._publish,
            save_search=self._save,
            remove_search=self._remove,
            dead_letters=self._dead_letters,
            redrive=self._redrive,
            status=self._status,
        )

    async def _publish(self, records: list[tuple[bytes, dict[str, bytes]]]) -> list[str]:
        first = len(self.published)
        for value, headers in records:
            self.take_in([value], headers)
        return [f"news.raw:0:{first + place}" for place in range(len(records))]

    async def _save(self, search: SavedSearch) -> None:
        self.searches[search.key] = search

    async def _remove(self, key: str) -> None:
        self.searches.pop(key, None)

    async def _dead_letters(self, limit: int) -> list[tuple[Place, DeadLetter]]:
        return self.letters[:limit]

    async def _redrive(self, places: list[Place]) -> int:
        self.redriven += places
        return len(places)

    async def _status(self) -> dict[str, Any]:
        number = len(self.published)
        lag = {"records": 0, "seconds": 0.0, "read": number, "cpu_ms": 1.25, "rate": 42, "rates": [0, 12, 40, 38, 64, 51, 90, 42]}
        lags = {step: {**lag, "rate": 42 + place} for place, step in enumerate(STEPS)}
        states = self.archive.account()
        return {
            "sent": number,
            "states": states,
            "unaccounted": max(0, number - self.archive.origins_ended()),
            "lag": lags,
            "window_seconds": 160,
        }


def open_newsroom(folder: Path) -> Newsroom:
    """With the sample searches and articles, one of the searches with receivers, and one record that is no article."""
    searches = [search.model_copy(update={"channels": RECEIVERS if search.id == "floods" else []}) for search in sample_searches(NOW)]
    newsroom = Newsroom(folder, {search.key: search for search in searches})
    newsroom.take_in(sample_articles(NOW), {"content-type": b"application/json"})
    _deliver(newsroom.outbox)
    newsroom.take_in(
        [b'{"title": ', b'{"url": "https://harbourpost.example/no-text", "source": "Harbour Post"}'], {"content-type": b"application/json"}
    )
    return newsroom


RECEIVERS = [
    Channel(kind="email", to="desk@example.org"),
    Channel(kind="webhook", to="https://receiver.example/hooks/" + "a-very-long-name-" * 5),
    Channel(kind="slack", to="https://hooks.slack.example/services/T0/B0/secret"),
]


def _deliver(outbox: Outbox) -> None:
    """Mail goes out, the webhook is left alone, the chat refuses."""
    for message in outbox.due(NOW):
        match message.channel.kind:
            case "email":
                outbox.delivered(message)
            case "webhook":
                outbox.postpone(message, NOW + timedelta(minutes=2), "receiver.example answered 503")
            case _:
                outbox.bury(message, "hooks.slack.example answered 410")
    outbox.note_breaker(RECEIVERS[1].key, Breaker(6, NOW + timedelta(seconds=20)))
