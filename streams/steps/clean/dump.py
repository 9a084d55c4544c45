"""A page dumped as text: the article is taken out of its menus, notices and related posts.

A network says of each line whether it is the article's, another which line above is its headline. What else stands before the text
is read for date, section and byline, what stands after it for related titles. Where no line is kept, the body is the dense
window: prose lines weigh for, labels and notices against, and the stretch with the greatest sum wins.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from schemas import PublishedDate
from streams.models.lines import headline_in, kinds, scores
from streams.models.lines.features import densest, weight
from streams.steps.clean.dates import day_in, is_date_line, published
from streams.steps.clean.repeats import once
from streams.steps.clean.text import plain, squeezed

MOST_LINES = 20_000
KEPT = 0.5
"""Least probability of a line that is kept."""
NEAR = 4
"""Lines about the title in which byline, section and date are looked for."""
HEADLINES = 2
"""Headlines that follow the last sentence, from which they are other articles'."""
LABELLED = 3
"""Lines that begin with one label, from which they are links to other articles."""
MOST_NOTICES = 2
"""Prose lines on cookies, above which the article is about them."""
HARD_WRAP = re.compile(r"\n[ \t]*\n")
AND = re.compile(r"\s*[,;&、，/]\s*|\s+(?:and|und|et|y|e|en|og|och|i|и|та|va|ve)\s+")
DATE_BEHIND = re.compile(r"\s*[|•·–—(]|\s[-/]\s|,?\s+(?:on|am|le|el|il|op|den)?\s*\d")
REMARKS = re.compile(
    r"^(?:\d+ )?(?:comments?|kommentare?|leserkommentare|leserbriefe|"
    r"commentaires?|comentarios?|commenti|comentários?|reacties|kommentarer|komentarze|"
    r"komentáře|komentari|hozzászólások|комментари(?:и|ев|й)|коментар[іи]|yorumlar|σχόλια|コメント|评论|評論|댓글|التعليقات|تعليقات|תגובות|"
    r"leave a (?:comment|reply)|schreibe einen kommentar|laisser un commentaire|deja un comentario|deixe um comentário|lascia un commento)"
    r"(?: ?\(?\d+\)?)?\s*[:：]?$",
    re.I,
)


@dataclass
class Page:
    """What a page or a dump gave; None and empty where it gave nothing."""

    title: str | None = None
    body: list[str] = field(default_factory=list)
    standfirst: str | None = None
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    published_at: PublishedDate | None = None
    modified: str | None = None
    related: list[tuple[str, str | None]] = field(default_factory=list)
    images: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    flags: list[str] = field(default_factory=list)
    canonical: str | None = None
    site: str | None = None
    language: str | None = None
    paywalled: bool | None = None
    corrections: list[str] = field(default_factory=list)


def read_dump(text: str, title: str | None, url: str | None = None) -> Page:
    """The article in `text`. `title` is the publisher's, where it gave one; `url` helps to find it where it did not."""
    lines = _lines(text)
    page = Page(title=title)
    if len(lines) > MOST_LINES:
        page.flags.append("too_many_lines")
        lines = lines[:MOST_LINES]
    lines = once(lines, page)
    kept = _closed(lines, _opened(lines, _kept(lines), title)) or list(range(*_window(lines, title)))
    first, end = (kept[0], kept[-1] + 1) if kept else (0, 0)
    _read_head(page, lines, first, url)
    _read_tail(page, lines[end:])
    left = set(range(first, end)).difference(kept)
    page.removed.update(kinds.notice(lines[place]) or "other" for place in left)
    page.body = _body(page, [lines[place] for place in kept])
    return page


def _kept(lines: list[str]) -> list[int]:
    """The places of the lines that the network takes for the article's; it is not asked about prose alone."""
    if all(_is_plain(line) for line in lines):
        return list(range(len(lines)))
    return np.flatnonzero(scores(lines) > KEPT).tolist()


def _is_plain(line: str) -> bool:
    return (kinds.is_prose(line) or kinds.is_short_sentence(line)) and not kinds.notice(line) and not kinds.is_related_label(line)


def _lines(text: str) -> list[str]:
    """Paragraphs as lines: hard-wrapped blocks are joined."""
    found: list[str] = []
    for block in HARD_WRAP.split(text):
        lines = [squeezed(line) for line in block.split("\n")]
        lines = [line for line in lines if line]
        found += [" ".join(lines)] if _hard_wrapped(lines) else lines
    return found


def _hard_wrapped(lines: list[str]) -> bool:
    if len(lines) < 3 or any(not 40 <= len(line) <= 100 for line in lines[:-1]):
        return False
    return sum(bool(re.search(r"[.!?]$", line)) for line in lines[:-1]) <= len(lines) / 2


def _opened(lines: list[str], kept: list[int], title: str | None) -> list[int]:
    """Without the headline and what goes with it: where no title is known, all that stands before the first sentence."""
    name = plain(title or "")
    for number, place in enumerate(kept):
        line = lines[place]
        if name and plain(line) != name and not is_date_line(line) and not kinds.BYLINE.match(line):
            return kept[number:]
        if not name and (kinds.is_prose(line) or kinds.is_short_sentence(line)) and not is_date_line(line):
            return kept[number:]
    return []


def _closed(lines: list[str], kept: list[int]) -> list[int]:
    """Without what follows the last sentence and a label of related articles or remarks, or is a row of headlines without one."""
    last = max((place for place in kept if kinds.is_prose(lines[place])), default=None)
    if last is None:
        return kept
    label = next((place for place in range(last, len(lines)) if _is_end(lines[place])), len(lines))
    behind = [place for place in kept if place > last and not kinds.notice(lines[place])]
    listed = lines[last].endswith((":", "：")) or len(kept) == len(lines)
    if len(behind) >= HEADLINES and not listed and all(_is_bare_headline(lines[place]) for place in behind):
        label = last
    return [place for place in kept if place <= last or place < label]


def _is_end(line: str) -> bool:
    return kinds.is_related_label(line) or REMARKS.match(line) is not None


def _is_bare_headline(line: str) -> bool:
    return kinds.is_headline(line) and not kinds.is_short_sentence(line) and not line[0].islower()


def _window(lines: list[str], title: str | None) -> tuple[int, int]:
    """First line of the densest stretch and the one after its last; the same where there is no prose."""
    counts, name = Counter(lines), plain(title or "")
    weights = [weight(line, counts[line]) if not name or plain(line) != name else -0.5 for line in lines]
    return densest(np.array(weights)) if lines else (0, 0)


def _read_head(page: Page, lines: list[str], first: int, url: str | None) -> None:
    """Title, date, section and byline stand above the text; everything else up there is counted."""
    head = lines[:first]
    place = _title_place(page, lines, first, url)
    name = plain(page.title or "")
    dates = [number for number, line in enumerate(head) if is_date_line(line)]
    if dates:
        near = min(dates, key=lambda number: abs(number - (first if place is None else place)))
        page.published_at = published(head[near], "text")
    section = _section_place(head, place)
    for number, line in enumerate(head):
        if number in dates or (name and plain(line) == name):
            continue
        if number == section:
            page.section = line
            page.removed["section_label"] += 1
            continue
        page.removed[_told(page, line, near=place is not None and abs(number - place) <= NEAR)] += 1
    if page.published_at is None and place is not None:
        page.published_at = next((found for line in head[place : place + NEAR] if (found := _dated(line))), None)


def _title_place(page: Page, lines: list[str], first: int, url: str | None) -> int | None:
    """Where the title stands, the publisher's or the one that the network finds: that becomes the page's."""
    if page.title:
        name = plain(page.title)
        return next((place for place in range(min(first, len(lines)) - 1, -1, -1) if plain(lines[place]) == name), None)
    place = headline_in(lines, first, url)
    if place is not None:
        page.title = kinds.CAPTION.sub("", lines[place]).strip() or lines[place]
    return place


def _told(page: Page, line: str, near: bool) -> str:
    """The kind of a line above the text; `near` the title it may be a byline."""
    if kind := kinds.notice(line):
        return kind
    if near and (names := kinds.written_by(line)):
        page.authors = page.authors or _names(names)
        page.published_at = page.published_at or _dated(line)
        return "byline"
    return "menu"


def _section_place(head: list[str], title: int | None) -> int | None:
    """The label nearest to the title, with at most one line between."""
    if title is None:
        return None
    near = [place for place in range(max(0, title - 2), min(len(head), title + 3)) if place != title and _is_section(head[place])]
    return min(near, key=lambda place: abs(place - title), default=None)


def _is_section(line: str) -> bool:
    return kinds.is_label(line) and not (kinds.notice(line) or kinds.written_by(line) or is_date_line(line))


def _names(written: str) -> list[str]:
    """The people in a byline, without the date or the office after them."""
    parts = AND.split(DATE_BEHIND.split(written)[0])
    return [name for part in parts[:6] if 2 < len(name := part.strip(" ,|–—-•·/")) <= 60 and not any(map(str.isdigit, name))]


def _dated(line: str) -> PublishedDate | None:
    """The day in a line that says more than that."""
    day = day_in(line) if len(line) <= 160 else None
    return published(day.date().isoformat(), "text") if day else None


def _read_tail(page: Page, tail: list[str]) -> None:
    """Headlines below the text are related articles, lines that recur there are their labels; remarks of readers are not."""
    counts, remarks = Counter(tail), False
    for line in tail:
        labelled = kinds.is_related_label(line)
        remarks = not labelled and (remarks or REMARKS.match(line) is not None)
        if kind := kinds.notice(line):
            page.removed[kind] += 1
        elif remarks:
            page.removed["comments"] += 1
        elif labelled or counts[line] > 1:
            page.removed["related_posts"] += 1
        elif kinds.is_headline(line) and not kinds.is_prose(line) and not is_date_line(line):
            page.related.append((line, None))
            page.removed["related_posts"] += 1
        else:
            page.removed["other"] += 1


def _body(page: Page, window: list[str]) -> list[str]:
    """The paragraphs of the window without the notices, labels and captions inside it."""
    name, body = plain(page.title or ""), list[str]()
    spoken_of = sum(kinds.is_prose(line) and kinds.notice(line) == "cookie_notice" for line in window) > MOST_NOTICES
    listed, captions = _listed(window), _captions(window)
    for place, line in enumerate(window):
        kind = kinds.notice(line) or ("image_caption" if place in captions else None)
        if kind and not (spoken_of and kind == "cookie_notice"):
            page.removed[kind] += 1
        elif name and plain(line) == name:
            page.removed["duplicate_title"] += 1
        elif place in listed or kinds.is_inline_related(line):
            page.removed["related_posts"] += 1
            page.related.append((kinds.without_label(line), None))
        elif kinds.is_related_label(line) or kinds.UI.match(line):
            page.removed["related_posts" if kinds.is_related_label(line) else "menu"] += 1
        else:
            body.append(line)
    return body


def _listed(window: list[str]) -> set[int]:
    """Places of headlines behind one and the same label, whatever its language: "READ THIS TOO | Storm over the bay"."""
    heads = {place: line.partition("|")[0] for place, line in enumerate(window) if "|" in line and not kinds.is_short_sentence(line)}
    counts = Counter(heads.values())
    return {place for place, head in heads.items() if counts[head] >= LABELLED}


def _captions(window: list[str]) -> set[int]:
    """Places of a picture's description and of the caption that begins with it."""
    pairs = [place for place in range(len(window) - 1) if _is_described(window[place], window[place + 1])]
    return {each for place in pairs for each in (place, place + 1)}


def _is_described(line: str, after: str) -> bool:
    return 30 <= len(line) <= 300 and after.startswith(line) and len(after) - len(line) <= 80 and len(after) > len(line)
