"""The article in each of its states: raw, clean, classified, deduped, enriched. Each adds fields to the one before."""

from typing import Literal

from pydantic import Field, model_validator

from schemas.record import Moment, Record

Status = Literal["usable", "withheld", "canceled"]
"""IPTC publication status; `canceled` is a kill."""


class Image(Record):
    url: str
    caption: str | None = None
    alt: str | None = None


class RawArticle(Record):
    """An article as a publisher sends it. Dates are whatever the publisher wrote; `clean` reads them."""

    uri: str | None = None
    url: str | None = None
    source: str | None = None
    content_type: str | None = None
    content: str | None = None
    content_base64: str | None = None
    title: str | None = None
    authors: list[str] | str | None = None
    section: str | None = None
    language: str | None = None
    published_at: str | int | float | None = None
    modified_at: str | int | float | None = None
    received_at: Moment | None = None
    version: int | str | None = None
    status: Status | None = None
    embargoed_until: str | int | float | None = None
    keywords: list[str] | str | None = None
    subjects: list[str] | str | None = None
    standfirst: str | None = None
    paywalled: bool | None = None
    images: list[Image | str] | None = None
    signals: list[str] | None = Field(default=None, description="What the sender says of this version: sig:update, sig:correction.")
    flags: list[str] | None = Field(default=None, description="What reading its format showed, such as summary_only.")
    ref: str | None = Field(default=None, description="The sender's own mark, echoed on every record and trail entry.")

    @model_validator(mode="after")
    def _says_something(self) -> "RawArticle":
        if self.content or self.content_base64 or self.title:
            return self
        if self.status in ("canceled", "withheld") and (self.uri or self.url):
            return self
        raise ValueError("needs content, content_base64 or title (or uri/url with status canceled or withheld)")


class PublishedDate(Record):
    """A date and how much of it is known: `2026-03-14` with precision day, or a full timestamp with the publisher's own distance
    from UTC, so that its first ten characters are the day as the publisher calls it."""

    value: str
    precision: Literal["year", "month", "day", "minute", "second"]
    source: str = Field(description="Where it was found: publisher, json-ld, meta, time, text, url.")


class Language(Record):
    code: str = Field(description="ISO 639-1 code, or `und` where the text is too short to say.")
    confidence: float


class Link(Record):
    title: str
    url: str | None = None


class CleanArticle(Record):
    """One article without the page around it. Text offsets everywhere are code points into `text`."""

    id: str
    aliases: list[str] = []
    version: int | str
    rank: int = Field(description="Total order of versions: killed, publisher's version, modified_at, content hash.")
    uri: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    source: str | None = None
    title: str
    standfirst: str | None = None
    authors: list[str] = []
    section: str | None = None
    published_at: PublishedDate | None = None
    modified_at: Moment | None = None
    received_at: Moment
    language: Language
    body: list[str] = []
    related: list[Link] = []
    images: list[Image] = []
    keywords: list[str] = []
    subjects: list[str] = []
    signals: list[str] = []
    word_count: int = 0
    content_hash: str
    status: Status = "usable"
    embargoed_until: Moment | None = None
    paywalled: bool | None = None
    corrections: list[str] = Field(default=[], description="What the article says of its own mistakes; not part of the body.")
    removed: dict[str, int] = {}
    flags: list[str] = []
    ref: str | None = None

    @property
    def text(self) -> str:
        """The paragraphs of the body joined by two newlines: what every offset points into."""
        return "\n\n".join(self.body)

    @property
    def effect_id(self) -> str:
        """`ARTICLE_ID@VERSION`: names an effect; doing it twice changes nothing."""
        return f"{self.id}@{self.version}"


class Topic(Record):
    qcode: str = Field(description="IPTC Media Topics code, medtop:NNNNNNNN, or a label of a taxonomy of your own.")
    label: str
    score: float
    by: str = Field(description="annotator@version, or what of the publisher's says so: publisher (its codes), section, url, keywords.")


class ClassifiedArticle(CleanArticle):
    topics: list[Topic] = []
    genre: str | None = None


Change = Literal["new", "update", "correction", "kill", "redelivery"]


class Duplicate(Record):
    of: str
    kind: Literal["same", "near", "contained"]
    containment: float = Field(ge=0, le=1, description="The larger share, of this one in a text of the group or the other way round.")
    inside: float | None = Field(default=None, ge=0, le=1, description="Share of this text that is in the original.")
    covers: float | None = Field(default=None, ge=0, le=1, description="Share of the original's text that is in this one.")
    added: int | None = Field(default=None, description="Paragraphs that the original does not have word for word.")
    numbers: int | None = Field(default=None, description="Figures that the original does not have.")


class StoryRef(Record):
    id: str
    size: int = 1
    sources: int = 1
    novelty: float = Field(default=1.0, ge=0, le=1)


class Differences(Record):
    """What an update or correction changed against the newest version before it."""

    headline: bool = False
    added: int = Field(default=0, description="Paragraphs that the version before did not have.")
    removed: int = Field(default=0, description="Paragraphs that it no longer has. A paragraph that was edited counts in both.")
    numbers: int = Field(default=0, description="Figures that only one of the two has.")
    trivial: bool = Field(default=False, description="Headline, figures and nearly all words are the same: nobody is told again.")


class DedupedArticle(ClassifiedArticle):
    """From here on the id is final."""

    change: Change
    differences: Differences | None = None
    duplicate: Duplicate | None = None
    story: StoryRef | None = None


class Mention(Record):
    start: int
    end: int
    within: Literal["title", "text"] = Field(default="text", alias="in")


class Sentiment(Record):
    score: float = Field(ge=-1, le=1)
    label: Literal["negative", "neutral", "positive"]
    start: int | None = Field(default=None, description="The sentence of the text that says it most: its code points.")
    end: int | None = None


class Entity(Record):
    name: str
    type: Literal["person", "organisation", "place", "other"]
    id: str | None = Field(
        default=None,
        description="The id you gave it (knowledge add), else the Wikidata id; of people not known `local:NAME:OFFICE`, "
        "which does not tell two of one name and one kind of office apart.",
    )
    wikidata: str | None = None
    salience: float = 0.0
    role: str | None = None
    mentions: list[Mention] = []
    sentiment: Sentiment | None = Field(default=None, description="Tone of the sentences that name it and nobody else, where clear.")


class Place(Record):
    name: str
    wikidata: str | None = None
    geonames: int | None = None
    lat: float
    lon: float
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2.")
    focus: bool = False


class Speaker(Record):
    name: str
    id: str | None = Field(default=None, description="As the entity's.")
    wikidata: str | None = None
    role: str | None = None
    start: int | None = None
    end: int | None = None


class Quote(Record):
    text: str
    start: int
    end: int
    direct: bool = True
    speaker: Speaker | None = None
    cue: str | None = None


class Keyphrase(Record):
    text: str
    score: float


class Readability(Record):
    flesch: float
    grade: float | None = None


class Figure(Record):
    """A number with what it is a number of, at code points `start` to `end` of the text."""

    kind: Literal["money", "percent", "quantity"]
    value: float
    unit: str = Field(description="ISO 4217 code, %, or a unit in short: km, °C, people.")
    start: int
    end: int
    score: float = Field(ge=0, le=1)


class DateMention(Record):
    """A day, month or year that the text speaks of, at code points `start` to `end`."""

    value: str = Field(description="ISO 8601: 2026-03-14, 2026-03 or 2026.")
    precision: Literal["year", "month", "day"]
    start: int
    end: int
    score: float = Field(ge=0, le=1)


class EnrichedArticle(DedupedArticle):
    entities: list[Entity] = []
    places: list[Place] = []
    quotes: list[Quote] = []
    figures: list[Figure] = []
    dates: list[DateMention] = []
    keyphrases: list[Keyphrase] = []
    summary: list[str] = []
    sentiment: Sentiment | None = None
    readability: Readability | None = None
    reading_minutes: int | None = None
    annotators: list[str] = Field(default=[], description="annotator@version, one per annotator that ran.")
