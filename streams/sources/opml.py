"""Lists of feeds: OPML 1 and 2, or a text file with a URL per line."""

from dataclasses import dataclass
from pathlib import Path

from streams.errors import Misused, Unreadable
from streams.formats.xml import parsed


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to poll; `title` names the source of its articles."""

    url: str
    title: str | None = None


def feeds_in(path: Path) -> list[Feed]:
    """Every feed once, in the order of the file. Raises Misused for a file that lists none."""
    try:
        value = path.read_bytes()
    except OSError as error:
        raise Misused(f"{path}: {error.strerror}") from error
    listed = _outlines(path, value) if value.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _lines(value)
    found = {feed.url: feed for feed in reversed(listed) if feed.url.startswith(("http://", "https://"))}
    if not found:
        raise Misused(f"{path}: names no feed; expected OPML with xmlUrl, or a URL per line")
    return list(reversed(found.values()))


def _outlines(path: Path, value: bytes) -> list[Feed]:
    try:
        root, _ = parsed(value)
    except Unreadable as error:
        raise Misused(f"{path}: {error}") from error
    found = []
    for outline in root.iter("outline"):
        named = {name.lower(): text.strip() for name, text in ((str(name), str(text)) for name, text in outline.attrib.items())}
        found.append(Feed(named.get("xmlurl", ""), named.get("title") or named.get("text") or None))
    return found


def _lines(value: bytes) -> list[Feed]:
    return [Feed(line.strip()) for line in value.decode("utf-8", "replace").splitlines()]
