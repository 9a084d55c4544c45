"""Which article this is, and which of two versions is the newer: never by when it arrived."""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from schemas import RawArticle
from streams.steps.clean.text import plain

TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid?|campaign|ito|ncid|ocid|smid|smtyp|ref_src|"
    r"referrer|partner|share|shared|xtor|at_\w+|wt_?mc\w*|_ga|_gl|guccounter|guce_\w+|amp|outputtype|"
    r"feedtype|feedname|ftag|taid|sh|rss|spm|mkt_tok|s_cid|trk|__twitter_impression|\W+)$",
    re.I,
)
HOST = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.(?=[^.]+\.[^.]+)", re.I)
AMP = re.compile(r"(?:/amp(?=/|$)|[./]amp\.html$|(?<=\.html)\.amp$|(?:^|/)amp(?=/))", re.I)
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.I)

VERSION_BITS, TIME_BITS, HASH_BITS = 20, 32, 10


def canonical_url(url: str | None) -> str | None:
    """The URL without what does not name the article: a key only, the original is kept. None for what is no URL.

    Applying it twice changes nothing.
    """
    try:
        parts = urlsplit((url or "").strip()[:2000])
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    path = _settled(parts.path)
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if not TRACKING.match(name))
    while (shorter := HOST.sub("", host)) != host:
        host = shorter
    tail = f"?{urlencode(query)}" if query else ""
    return f"https://{host}{port}{path}{tail}"


def _settled(path: str) -> str:
    """The path without AMP marks and index pages, whatever order they stand in."""
    while (shorter := AMP.sub("", INDEX.sub("", re.sub(r"/{2,}", "/", path))).rstrip("/")) != path:
        path = shorter
    return path


def digest(*parts: str, size: int = 8) -> str:
    """A short name for text: hexadecimal, two characters per byte of `size`."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()


def keys(raw: RawArticle, canonical: str | None, title: str, day: str | None) -> list[str]:
    """Every name the article goes by, strongest first; the id is made of the first."""
    found = [f"url:{canonical}"] if canonical else []
    if raw.uri:
        found.append(f"uri:{canonical_url(raw.uri) or raw.uri.strip()}")
    if not found:
        found.append(f"title:{raw.source or ''}:{plain(title)}:{day or ''}")
    return list(dict.fromkeys(found))


def version_number(version: int | str | None) -> tuple[int, list[str]]:
    """The publisher's version as a number that fits; flags what had to be clamped."""
    if version is None:
        return 0, []
    digits = re.fullmatch(r"\s*v?(-?\d{1,18})(?:\.\d+)?\s*", str(version), re.I)
    number = int(digits[1]) if digits else 0
    kept = max(0, min(number, (1 << VERSION_BITS) - 1))
    return kept, ["bad_version"] if kept != number or not digits else []


def rank(killed: bool, version: int, modified: datetime | None, content_hash: str) -> int:
    """The total order of versions in 63 bits: killed, publisher's version, modification in seconds, content hash."""
    seconds = int((modified - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) if modified else 0
    packed = int(killed) << VERSION_BITS | version
    packed = packed << TIME_BITS | max(0, min(seconds, (1 << TIME_BITS) - 1))
    return packed << HASH_BITS | int(content_hash[:4], 16) >> 6
