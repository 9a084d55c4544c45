"""Saved searches and the alerts they raise."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from schemas.record import Moment, Record


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}; they are named as Europe/Vienna") from error
    return name


def _address(kind: str, to: str) -> None:
    """Raises ValueError for what no receiver of this kind has."""
    if kind == "email":
        if to.count("@") != 1 or not all(to.split("@")) or not to.isprintable() or set(to) & set(' ,;:<>"()[]\\'):
            raise ValueError("an e-mail address is NAME@HOST")
    elif not to.startswith(("https://", "http://")):
        raise ValueError("a webhook is an http or https URL")


Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM in the policy's zone.")]


class Webhook(Record):
    url: str
    secret: str | None = Field(default=None, description="Signs each delivery: HMAC-SHA256 over timestamp and body.")


class Channel(Record):
    """A receiver of alerts."""

    kind: Literal["webhook", "slack", "teams", "email"]
    to: str = Field(max_length=2000, description="URL of a webhook, or an e-mail address.")
    secret: str | None = Field(default=None, description="Signs what a webhook is sent: HMAC-SHA256 over timestamp and body.")

    @model_validator(mode="after")
    def _reachable(self) -> "Channel":
        _address(self.kind, self.to)
        return self

    @property
    def key(self) -> str:
        """The same receiver has the same key, whatever its secret."""
        return f"{self.kind}|{self.to}"

    @property
    def shown(self) -> str:
        """What may be shown of its address: who knows that of a chat can write to it."""
        return self.to if self.kind in ("webhook", "email") else "/".join([*self.to.split("/")[:3], "…"])


class Quiet(Record):
    """Hours in which nothing is sent but retractions and bursts; over midnight where it ends before it starts."""

    start: TimeOfDay
    end: TimeOfDay


class Throttle(Record):
    """At most so many messages in so many minutes; what is more comes together as soon as there may be another."""

    most: int = Field(ge=1, le=1000)
    minutes: int = Field(ge=1, le=1440)


class Digest(Record):
    """Alerts gathered into one message: each hour, each day at a time, or once there are `count`; whichever is first."""

    every: Literal["hour", "day"] | None = None
    at: TimeOfDay = "07:00"
    count: int | None = Field(default=None, ge=2, le=500)

    @model_validator(mode="after")
    def _ends(self) -> "Digest":
        if self.every is None and self.count is None:
            raise ValueError("a digest needs every (hour or day) or count")
        return self


class Burst(Record):
    """So many matches in so many minutes are told at once, whatever else was agreed; then not again for as long."""

    articles: int = Field(ge=2, le=1000)
    minutes: int = Field(ge=1, le=1440)


class Policy(Record):
    """When a search alerts, and when its receivers are told."""

    per: Literal["article", "story"] = Field(default="article", description="Alert of each article, or once of each story.")
    copies: bool = Field(default=False, strict=True, description="Alert of copies too.")
    least_sources: int = Field(default=1, ge=1, le=1000, description="Only once the story is told by so many sources; then once a story.")
    zone: Zone = "UTC"
    quiet: Quiet | None = None
    throttle: Throttle | None = None
    digest: Digest | None = None
    burst: Burst | None = None

    @property
    def by_story(self) -> bool:
        return self.per == "story" or self.least_sources > 1


class SavedSearch(Record):
    """A query that watches the stream. Keyed by `tenant/id` on a compacted topic; a null value removes it."""

    id: str
    tenant: str = "default"
    name: str
    query: str
    webhook: Webhook | None = None
    channels: list[Channel] = []
    policy: Policy = Policy()
    left: list[str] = Field(default=[], description="Receivers that unsubscribed, KIND|ADDRESS: not told while this search is kept.")
    version: int = 1
    created_at: Moment
    updated_at: Moment

    @property
    def key(self) -> str:
        return f"{self.tenant}/{self.id}"

    @property
    def receivers(self) -> list[Channel]:
        """Its channels, the webhook among them, each once, without those that left."""
        return [channel for channel in _receivers(self.webhook, self.channels) if channel.key not in self.left]


class AlertedArticle(Record):
    """What a receiver needs to show an article without asking for it."""

    id: str
    version: int | str
    rank: int | None = None
    title: str
    url: str | None = None
    source: str | None = None
    language: str | None = None
    published_at: str | None = None
    story: str | None = None
    sources: int | None = Field(default=None, description="Sources that told its story by then.")
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
    channels: list[Channel] = []
    raised_at: Moment

    @property
    def search_key(self) -> str:
        return f"{self.tenant}/{self.search}"

    @property
    def receivers(self) -> list[Channel]:
        """Whoever is told of it, each once; a follow-up has those of the first alert."""
        return _receivers(self.webhook, self.channels)


def _receivers(webhook: Webhook | None, channels: list[Channel]) -> list[Channel]:
    own = [Channel.model_construct(kind="webhook", to=webhook.url, secret=webhook.secret)] if webhook else []
    return list({channel.key: channel for channel in (*channels, *own)}.values())
