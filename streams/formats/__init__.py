"""What publishers send, read into raw articles. Detected from content type and bytes; neither is trusted alone."""

from collections.abc import Mapping

from schemas import RawArticle
from schemas.headers import CONTENT_TYPE, PUBLISHER, RAW_FIELD
from streams.errors import Unreadable
from streams.formats.reading import documents
from streams.formats.unpack import LIMIT

__all__ = ["LIMIT", "MARKS", "read"]

MARKS = ("origin", "lane", "sketch", "ingested", "publisher")
"""`x-news-` headers that are ours, not fields of the article."""


def read(value: bytes, headers: Mapping[str, bytes]) -> list[RawArticle]:
    """The raw articles in one record: several where it is a feed, a package or an archive.

    Raises Unreadable or TooLarge, naming what is wrong.
    """
    if not value.strip():
        raise Unreadable("content: the record is empty")
    declared = headers.get(CONTENT_TYPE, b"").decode("latin-1").strip().lower()
    found = documents(value, declared, _fields(headers))
    return [_from(headers[PUBLISHER].decode("utf-8", "replace"), article) for article in found] if PUBLISHER in headers else found


def _from(publisher: str, article: RawArticle) -> RawArticle:
    """The article with its publisher as its source, and a flag where it names another."""
    other = [] if article.source in (None, publisher) else ["other_source"]
    return article.model_copy(update={"source": publisher, "flags": [*(article.flags or []), *other]})


def _fields(headers: Mapping[str, bytes]) -> dict[str, str]:
    """The article's fields that headers carry: `x-news-url` is `url`."""
    return {
        name[len(RAW_FIELD) :].replace("-", "_"): text.decode("utf-8", "replace")
        for name, text in headers.items()
        if name.startswith(RAW_FIELD) and name[len(RAW_FIELD) :] not in MARKS
    }
