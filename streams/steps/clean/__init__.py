"""Clean: out of whatever was sent, the article, its identity and its dates."""

import re
from collections import Counter
from datetime import datetime

from schemas import CleanArticle, Image, Link, RawArticle
from streams.outcome import Drop
from streams.steps.clean.dates import moment_of, published
from streams.steps.clean.dump import Page, read_dump
from streams.steps.clean.identity import canonical_url, digest, keys, rank, version_number
from streams.steps.clean.language import identify, is_mixed
from streams.steps.clean.mojibake import is_broken, repaired
from streams.steps.clean.names import names
from streams.steps.clean.page import read_page
from streams.steps.clean.text import composed, content_of, freed_of_control, mended, plain, squeezed, word_count
from streams.steps.clean.told import told

MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|div|p|br|h[1-6]|span|a|ul|table)\b[^<>]{0,2000}>", re.I)
LONGEST_TITLE = 1000


def clean(raw: RawArticle, received_at: datetime) -> CleanArticle | Drop:
    """One article without the page around it; Drop("no_text") for a usable one that says nothing.

    What the publisher gave wins over what is found. Raises Unreadable and TooLarge.
    """
    text, flags = content_of(raw)
    text, more = freed_of_control(text)
    title, title_flags = _title(raw)
    page = _read(text, raw.content_type, title, raw.url)
    broken: list[str] = []
    if is_broken("\n".join([page.title or "", *page.body])):
        text, broken = repaired(text)
        page = _read(text, raw.content_type, title, raw.url) if broken else page
    page.flags[:0] = [*(raw.flags or []), *flags, *more, *broken, *title_flags]
    told(raw, page)
    if not page.title and not page.body and raw.status in (None, "usable"):
        return Drop("no_text", ", ".join(page.flags) or None)
    return _article(raw, page, (raw.received_at or received_at))


def _read(text: str, content_type: str | None, title: str | None, url: str | None) -> Page:
    if not text or text.isspace():
        return Page(title=title)
    marked = MARKUP.search(text[:20_000])
    if "html" in (content_type or "") or (marked and "plain" not in (content_type or "")):
        return read_page(text, title, url)
    if marked and text.lstrip()[:1] == "<":
        return read_page(text, title, url)
    return read_dump(composed(text), title, url)


def _title(raw: RawArticle) -> tuple[str | None, list[str]]:
    title, flags = mended(raw.title or "")
    title, broken = repaired(title)
    title = squeezed(title)
    if len(title) > LONGEST_TITLE:
        return title[:LONGEST_TITLE], [*flags, *broken, "long_title"]
    return title or None, [*flags, *broken]


def _article(raw: RawArticle, page: Page, received_at: datetime) -> CleanArticle:
    title = page.title or (page.body[0][:LONGEST_TITLE] if page.body else "")
    flags = list(page.flags)
    date = published(raw.published_at, "publisher") or page.published_at
    modified = moment_of(raw.modified_at) or moment_of(page.modified)
    embargo = moment_of(raw.embargoed_until)
    given = (
        ("published_at", raw.published_at),
        ("modified_at", raw.modified_at),
        ("embargoed_until", raw.embargoed_until),
    )
    flags += [f"bad_date:{name}" for name, value in given if value not in (None, "") and moment_of(value) is None]
    number, version_flags = version_number(raw.version)
    status = raw.status or "usable"
    content_hash = digest(plain(title), *map(plain, page.body))
    canonical = canonical_url(page.canonical) if not raw.url else canonical_url(raw.url)
    aliases = keys(raw, canonical, title, (date.value[:10] if date else None))
    own = canonical_url(page.canonical)
    if own and raw.url and f"url:{own}" not in aliases and own.split("/")[2] == (canonical or "//x").split("/")[2]:
        aliases.append(f"url:{own}")
    when = modified or (moment_of(date.value) if date and date.precision != "day" else None)
    language = identify("\n".join([title, *page.body]), raw.language or page.language)
    flags += ["mixed_language"] if is_mixed(page.body, language.code) else []
    return CleanArticle(
        id=digest(aliases[0]),
        aliases=aliases,
        version=raw.version if raw.version is not None else content_hash[:12],
        rank=rank(status == "canceled", number, when, content_hash),
        uri=raw.uri,
        url=raw.url or page.canonical,
        canonical_url=canonical,
        source=raw.source or page.site,
        title=title,
        standfirst=_standfirst(page),
        authors=names(raw.authors) or page.authors,
        section=raw.section or page.section,
        published_at=date,
        modified_at=modified,
        received_at=received_at,
        language=language,
        body=page.body,
        related=[Link(title=name, url=url) for name, url in page.related[:50]],
        images=[Image(url=url, caption=caption, alt=alt) for url, caption, alt in page.images[:20]],
        keywords=_several(raw.keywords) or page.keywords,
        subjects=_several(raw.subjects),
        signals=raw.signals or [],
        word_count=word_count("\n".join(page.body)),
        content_hash=content_hash,
        status=status,
        embargoed_until=embargo,
        paywalled=page.paywalled,
        corrections=list(dict.fromkeys(page.corrections))[:10],
        removed=dict(sorted(Counter({kind: count for kind, count in page.removed.items() if count}).items())),
        flags=list(dict.fromkeys(flags + version_flags)),
        ref=raw.ref,
    )


def _standfirst(page: Page) -> str | None:
    """The page's own summary, unless it only repeats the first paragraph."""
    if not page.standfirst or (page.body and plain(page.body[0]).startswith(plain(page.standfirst)[:80])):
        return None
    return page.standfirst


def _several(found: list[str] | str | None) -> list[str]:
    parts = found.split(",") if isinstance(found, str) else found or []
    return [squeezed(part)[:200] for part in parts[:100] if part.strip()]
