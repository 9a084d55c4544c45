"""E-mail newsletters (RFC 5322): the readable part is the article, the headers say who, when and what about."""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import Any

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import article, text

MOST_PARTS = 200
LONGEST_HEAD = 256 * 1024
"""Bytes of headers before the first empty line; mail servers stop at a quarter of that."""
BLANK = re.compile(rb"\r?\n\r?\n")
HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,70}):")
SURE = {b"message-id", b"mime-version", b"received", b"return-path", b"dkim-signature", b"list-unsubscribe"}


def is_mail(value: bytes) -> bool:
    """True where the first lines are mail headers: a sender, and at least one that only mail has."""
    names: set[bytes] = set()
    for line in value[:20_000].splitlines()[:200]:
        if not line.strip():
            break
        if line[:1] not in (b" ", b"\t"):
            found = HEADER.match(line)
            if not found and not (line.startswith(b"From ") and not names):
                return False
            names.add(found[1].lower() if found else b"from ")
    return b"from" in names and bool(names & SURE)


def mail_articles(value: bytes, fields: Mapping[str, str]) -> list[RawArticle]:
    """One article. Raises Unreadable for a message without subject and text, TooLarge above 200 parts or 256 KB of headers."""
    if len(value) > LONGEST_HEAD and not BLANK.search(value, 0, LONGEST_HEAD):
        raise TooLarge(f"content: a message with more than {LONGEST_HEAD} bytes of headers")
    if value.count(b"\n--") > 4 * MOST_PARTS:
        raise TooLarge("content: a message of too many parts")
    try:
        message = message_from_bytes(value, policy=compat32)
        parts = list(_readable(message))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"content: a message that cannot be read ({type(error).__name__})") from error
    markup = next((said for kind, said in parts if kind == "text/html"), None)
    plain = next((said for kind, said in parts if kind == "text/plain"), None)
    told = {
        "uri": _message_id(message),
        "url": _link(message, "Archived-At"),
        "source": _list_name(message) or _sender(message),
        "title": _header(message, "Subject"),
        "language": next((said for part in message.walk() if (said := _header(part, "Content-Language"))), None),
        "published_at": _header(message, "Date"),
        "content": markup or plain,
        "content_type": "text/html" if markup else "text/plain",
        "flags": ["newsletter"] if message.get("List-Unsubscribe") or message.get("List-Id") else ["mail"],
    }
    return [article(fields, told)]


def _readable(message: Message) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            raise TooLarge(f"content: a message of more than {MOST_PARTS} parts")
        kind = part.get_content_type()
        if kind in ("text/html", "text/plain") and part.get_content_disposition() != "attachment":
            said = _decoded(part)
            if said.strip():
                yield kind, said


def _decoded(part: Message) -> str:
    data: Any = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for name in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1")


def _header(message: Message, name: str) -> str | None:
    """A header as a person reads it: encoded words decoded, folded lines joined, at most 2,000 characters."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")[:2000]
    told = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # bare UTF-8, as RFC 6532 allows
    try:
        return text(str(make_header(decode_header(told))))
    except (MessageError, ValueError, LookupError, TypeError):
        return text(told)


def _sender(message: Message) -> str | None:
    named = getaddresses([_header(message, "From") or ""])
    name, address = named[0] if named else ("", "")
    return text(name) or text(address)


def _list_name(message: Message) -> str | None:
    """The words before the `<id>` of List-Id (RFC 2919), where there are any."""
    return text((_header(message, "List-Id") or "").partition("<")[0].strip(' "'))


def _message_id(message: Message) -> str | None:
    found = _header(message, "Message-ID")
    return f"mid:{found.strip('<> ')}" if found else None


def _link(message: Message, name: str) -> str | None:
    found = (_header(message, name) or "").strip("<> ")
    return found if found.startswith("http") else None
