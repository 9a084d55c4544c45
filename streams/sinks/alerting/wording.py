"""What a person reads of a message: a headline, and a line for each article."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas import Alert
from streams.sinks.alerting.outbox import Message

SHOWN = 25
"""Articles told one by one; of more only the number."""
KINDS = {"match": "", "update": "Updated", "correction": "Corrected", "retraction": "Withdrawn"}


@dataclass(frozen=True, slots=True)
class Line:
    """One article: `mark` says what happened to it, `facts` where it is from."""

    mark: str
    title: str
    url: str | None
    facts: str
    summary: str


def headline(message: Message) -> str:
    """The subject: the search, and what it found."""
    first, number = message.alerts[0], len(message.alerts)
    if number == 1 and message.why != "burst":
        mark = KINDS[first.kind]
        return f"{first.search_name}: {mark + ': ' if mark else ''}{_title(first)}"
    return f"{first.search_name}: {'burst of ' if message.why == 'burst' else ''}{number} article{'s' if number != 1 else ''}"


def lines(message: Message) -> list[Line]:
    return [_line(alert) for alert in message.alerts[:SHOWN]]


def more(message: Message) -> str:
    """How many are not shown."""
    left = len(message.alerts) - SHOWN
    return f"and {left} more" if left > 0 else ""


def _line(alert: Alert) -> Line:
    article = alert.article
    gone = alert.kind == "retraction"
    return Line(
        KINDS[alert.kind],
        _title(alert),
        None if gone or not (article.url or "").startswith(("https://", "http://")) else article.url,
        " · ".join(_facts(alert)),
        "its publisher withdrew this article: please do not use it any more" if gone else " ".join(article.summary)[:400],
    )


def _facts(alert: Alert) -> Iterator[str]:
    article = alert.article
    yield article.source or "unknown source"
    if article.published_at:
        yield article.published_at[:10]
    if article.language and article.language != "und":
        yield article.language
    if (article.sources or 0) > 1:
        yield f"{article.sources} sources tell this story"


def _title(alert: Alert) -> str:
    return " ".join(alert.article.title.split())[:300] or "(untitled)"
