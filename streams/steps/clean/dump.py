"""A page dumped as text: the article is taken out of its menus, notices and related posts.

A network says of each line whether it is the article's. What stands before the first of them is read for title, date, section
and byline, what stands after the last for related titles. Where it keeps nothing, the body is the dense window: prose lines
weigh for, labels and notices against, and the stretch with the greatest sum wins (Kadane's maximum subarray).
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from schemas import PublishedDate
from streams.models.blocks import of_lines, scores
from streams.models.blocks.choice import KEPT
from streams.steps.clean import lines as kinds
from streams.steps.clean.dates import is_date_line, published
from streams.steps.clean.identity import plain
from streams.steps.clean.text import squeezed

MOST_LINES = 20_000
HARD_WRAP = re.compile(r"\n[ \t]*\n")


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


def read_dump(text: str, title: str | None) -> Page:
    """The article in `text`. `title` is the publisher's, where it gave one."""
    lines = _lines(text)
    page = Page(title=title)
    if len(lines) > MOST_LINES:
        page.flags.append("too_many_lines")
        lines = lines[:MOST_LINES]
    kept = _closed(lines, _opened(lines, _kept(lines), title)) or list(range(*_window(lines, title)))
    first, end = (kept[0], kept[-1] + 1) if kept else (0, 0)
    window = [lines[place] for place in kept]
    _read_head(page, lines[:first], window)
    _read_tail(page, lines[end:])
    left = set(range(first, end)).difference(kept)
    page.removed.update(kinds.notice(lines[place]) or "other" for place in left)
    page.body = _body(page, window)
    return page


def _kept(lines: list[str]) -> list[int]:
    """The places of the lines that the network takes for the article's."""
    return np.flatnonzero(scores("dump", of_lines(lines)) > KEPT["dump"]).tolist() if lines else []


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
    """Without the headlines that follow the last sentence and a label of related articles."""
    last = max((place for place in kept if kinds.is_prose(lines[place])), default=None)
    if last is None:
        return kept
    label = next((place for place in range(last, len(lines)) if kinds.is_related_label(lines[place])), len(lines))
    return [place for place in kept if place <= last or place < label]


def _window(lines: list[str], title: str | None) -> tuple[int, int]:
    """First line of the body and the one after its last; the same where there is none."""
    counts = Counter(lines)
    weights = [_weight(line, counts[line], title) for line in lines]
    if lines and all(weight > 0 for weight in weights):
        return 0, len(lines)
    best, total, start, found = 0.0, 0.0, 0, (0, 0)
    for number, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, number
        total += weight
        if total > best:
            best, found = total, (start, number + 1)
    return found


def _weight(line: str, repeats: int, title: str | None) -> float:
    if kinds.is_related_label(line):
        return -6.0
    if kinds.notice(line):
        return -0.8
    if title and plain(line) == plain(title):
        return -0.5
    if kinds.is_prose(line):
        return min(kinds.width(line), 500) / 100 / repeats
    if is_date_line(line):
        return -1.0
    if kinds.is_short_sentence(line) and repeats == 1:
        return 0.3
    return -0.9 if repeats == 1 else -1.5


def _read_head(page: Page, head: list[str], body: list[str]) -> None:
    """Title, date, section and byline stand above the text; everything else up there is counted."""
    page.title = page.title or _title(head, body)
    name = plain(page.title or "")
    for number, line in enumerate(head):
        if is_date_line(line):
            page.published_at = page.published_at or published(line, "text")
        elif kind := kinds.notice(line):
            page.removed[kind] += 1
        elif name and plain(line) == name:
            continue
        elif byline := kinds.BYLINE.match(line):
            page.authors = page.authors or [byline["names"]]
            page.removed["byline"] += 1
        elif page.section is None and kinds.is_label(line) and _by_title(head, number, name):
            page.section = line
            page.removed["section_label"] += 1
        else:
            page.removed["menu"] += 1


def _title(head: list[str], body: list[str]) -> str | None:
    """The headline above the text: one that stands there twice, else the last, else the longest line before it."""
    stripped = [kinds.CAPTION.sub("", line).strip() for line in head]
    repeated = Counter(plain(line) for line in stripped if line)
    headlines = [line for line in stripped if kinds.is_headline(line) and not is_date_line(line)]
    for line in headlines:
        if repeated[plain(line)] > 1:
            return line
    if headlines:
        return max(headlines[-3:], key=lambda line: (kinds.width(line) >= 30, headlines.index(line)))
    return body[0] if body and kinds.width(body[0]) < 200 and not kinds.is_prose(body[0]) else None


def _by_title(head: list[str], number: int, name: str) -> bool:
    """Near the title, with at most a date or a byline between."""
    near = [plain(kinds.CAPTION.sub("", line)) for line in head[max(0, number - 2) : number + 3]]
    return bool(name) and name in near


def _read_tail(page: Page, tail: list[str]) -> None:
    """Headlines below the text are related articles, lines that recur there are their labels."""
    counts = Counter(tail)
    for line in tail:
        if kind := kinds.notice(line):
            page.removed[kind] += 1
        elif kinds.is_related_label(line) or counts[line] > 1:
            page.removed["related_posts"] += 1
        elif kinds.is_headline(line) and not kinds.is_prose(line) and not is_date_line(line):
            page.related.append((line, None))
            page.removed["related_posts"] += 1
        else:
            page.removed["other"] += 1


def _body(page: Page, window: list[str]) -> list[str]:
    """The paragraphs of the window without the notices, labels and repetitions inside it."""
    name, seen, body = plain(page.title or ""), set[str](), []
    for line in window:
        if kind := kinds.notice(line):
            page.removed[kind] += 1
        elif name and plain(line) == name:
            page.removed["duplicate_title"] += 1
        elif line in seen and kinds.width(line) >= 40:
            page.removed["repetition"] += 1
        elif kinds.is_related_label(line) or kinds.UI.match(line):
            page.removed["related_posts" if kinds.is_related_label(line) else "menu"] += 1
        else:
            seen.add(line)
            body.append(line)
    if page.removed["repetition"] > 2:
        page.flags.append("repeated_text")
    return body
