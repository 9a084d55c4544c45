"""What a format says of an article, in whatever types it says it, as a raw article."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from schemas import RawArticle
from streams.errors import Unreadable, first_problem

MOST = 1000
"""Articles in one record."""
OWN = ("url", "uri", "title", "version", "status")
"""Fields of one article: headers cannot say them of every article of a feed."""
STATUS = {
    "usable": "usable", "published": "usable", "ok": "usable", "active": "usable", "corrected": "usable",
    "withheld": "withheld", "embargoed": "withheld", "hold": "withheld",
    "canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "kill": "canceled", "withdrawn": "canceled",
    "retracted": "canceled", "deleted": "canceled", "unpublished": "canceled",
}  # fmt: skip
"""IPTC's words for a publication status, and what agencies send in their place."""
MEDIA_TOPICS = ("cv.iptc.org/newscodes/mediatopic/", "medtop:")


def article(fields: Mapping[str, str], told: Mapping[str, Any], *, one_of_many: bool = False) -> RawArticle:
    """What the document told, and where it is silent what the headers say. Raises Unreadable, naming the field."""
    given = {name: value for name, value in fields.items() if not (one_of_many and name in OWN)}
    known = {name: value for name, value in told.items() if value not in (None, "", [])}
    try:
        return RawArticle.model_validate(given | known)
    except ValidationError as error:
        raise Unreadable(first_problem(error)) from error


def text(value: Any) -> str | None:
    """A string or number on one line; None for anything else and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def texts(values: Any, name: str = "name") -> list[str]:
    """The strings in a string, an object with a `name`, or a list of either; each once, at most a hundred."""
    listed = values if isinstance(values, list) else [values]
    found = (text(each.get(name) if isinstance(each, dict) else each) for each in listed[:100])
    return list(dict.fromkeys(each for each in found if each))


def objects(values: Any) -> list[dict[str, Any]]:
    """The objects in an object or a list; anything else is left out."""
    listed = values if isinstance(values, list) else [values]
    return [each for each in listed[:MOST] if isinstance(each, dict)]


def status_of(word: Any) -> tuple[str | None, list[str]]:
    """The IPTC status behind `stat:usable`, a URI or a word of an agency's own, and a flag where it is unknown."""
    said = (text(word) or "").lower().replace("/", ":").rsplit(":", 1)[-1]
    if not said:
        return None, []
    known = STATUS.get(said)
    return known, [] if known else [f"unknown_status:{said[:40]}"]


def topic_code(code: str) -> str:
    """`medtop:NNNNNNNN` for an IPTC Media Topic, however it is written; another code as it is."""
    for mark in MEDIA_TOPICS:
        _, found, rest = code.partition(mark)
        if found and rest[:8].isdigit() and len(rest[:8]) == 8:
            return f"medtop:{rest[:8]}"
    return code


def version_of(value: Any) -> int | str | None:
    """A publisher's version as a number where it is one."""
    said = text(value)
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 18 else said


def images_of(found: Iterable[tuple[str | None, str | None]]) -> list[dict[str, Any]]:
    """`(url, caption)` pairs as images; what is no http URL is left out."""
    return [{"url": url, "caption": caption} for url, caption in found if url and url.startswith(("http://", "https://"))][:20]
