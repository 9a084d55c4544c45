"""Days, months and years that a text speaks of, resolved against its day of publication, in English and German.

`on Monday` is the last one, or the next where the sentence looks ahead; a day without a year is the nearest one to the
publication. What has two readings is left out: a day half a year away on both sides, `Monday` printed on a Monday in
a sentence that looks ahead, `3/4/2026`, `today` at large. Without a day of publication only whole dates are told.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from schemas import CleanArticle, DateMention
from streams.steps.enrich.calendar_words import ENGLISH, GERMAN, Calendar

LONGEST_TEXT = 30_000
MOST = 200
_LANGUAGES = {"en": ENGLISH, "de": GERMAN}
_WHOLE, _WEEKDAY, _NEAREST, _YEAR = 0.95, 0.8, 0.7, 0.9
"""How sure: a date with its year, a weekday, a day or month without a year, a year alone. Set by hand."""
_CLOSE_CALL = 60
"""Days by which the nearest date must be nearer than the next nearest."""
_REACH = 160
_LAST = re.compile(r"[^\w]")

Precision = Literal["year", "month", "day"]
_SLICE = {"year": 4, "month": 7, "day": 10}


def find_dates(article: CleanArticle) -> list[DateMention]:
    """Dates of the text in order, none overlapping; offsets are code points into it. At most MOST."""
    words = _LANGUAGES.get(article.language.code)
    if words is None:
        return []
    text, told = article.text[:LONGEST_TEXT], _published(article)
    found = [*_months(text, words, told), *_written(text, words), *_years(text, words)]
    if told:
        found += [*_weekdays(text, words, told), *_relative(text, words, told)]
    kept: list[DateMention] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept[:MOST]


def _published(article: CleanArticle) -> date | None:
    told = article.published_at
    return date.fromisoformat(told.value[:10]) if told and told.precision in ("day", "minute", "second") else None


def _told(day: date, precision: Precision, start: int, end: int, score: float) -> DateMention:
    return DateMention(value=day.isoformat()[: _SLICE[precision]], precision=precision, start=start, end=end, score=score)


def _months(text: str, words: Calendar, told: date | None) -> Iterator[DateMention]:
    """`March 14, 2026`, `14 March`, `March 2026`, `in March`."""
    for match in words.month.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        month, start, end = words.months[match.group().rstrip(".").lower()], match.start(), match.end()
        before, behind = words.day_before.search(text, max(0, start - 10), start), words.day_behind.match(text, end)
        day, year = before and int(before[1]), None
        if before:
            start = before.start(1)
        elif behind:
            day, end = int(behind[1]), behind.end(1)
        if named := words.year_behind.match(text, end):
            year, end = int(named[1]), named.end()
        elif day is None and text[end + 1 : end + 2].isdigit():
            continue  # `April 23-27` is no one day, and more than the month
        if one := _of_month(text, words, told, (year, month, day), start, end):
            yield one


def _of_month(
    text: str, words: Calendar, told: date | None, of: tuple[int | None, int, int | None], start: int, end: int
) -> DateMention | None:  # fmt: skip
    year, month, day = of
    precision: Precision = "day" if day else "month"
    if year:
        return _told(date(year, month, day or 1), precision, start, end, _WHOLE) if _is_day(year, month, day or 1) else None
    lead = words.into_month.search(text, max(0, start - 12), start)
    if told is None or not (day or lead) or not words.is_month(text, end, with_day=bool(day)):
        return None
    days = [date(y, month, day or 15) for y in range(told.year - 1, told.year + 2) if _is_day(y, month, day or 1)]
    if lead and lead.group().strip().lower() in words.last:
        days = [each for each in days if each < told][-1:]
    elif lead and lead.group().strip().lower() in words.next:
        days = [each for each in days if each > told][:1]
    elif _looks_ahead(text, words, start):
        days = [each for each in days if each >= told][:1]
    ranked = sorted(days, key=lambda each: abs((each - told).days))
    if not ranked or (len(ranked) > 1 and abs((ranked[1] - told).days) - abs((ranked[0] - told).days) < _CLOSE_CALL):
        return None
    return _told(ranked[0], precision, start, end, _NEAREST)


def _is_day(year: int, month: int, day: int) -> bool:
    return 1000 < year < 2200 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _written(text: str, words: Calendar) -> Iterator[DateMention]:
    """2026-03-14, and 14.03.2026 where that is how dates are written."""
    for match in words.digits.finditer(text):
        year, month, day = (int(match[part]) for part in ("y", "m", "d"))
        if _is_day(year, month, day):
            yield _told(date(year, month, day), "day", *match.span(), _WHOLE)


def _years(text: str, words: Calendar) -> Iterator[DateMention]:
    for match in words.year.finditer(text):
        if words.into_year.search(text, max(0, match.start() - 12), match.start()):
            yield _told(date(int(match.group()), 1, 1), "year", *match.span(), _YEAR)


def _weekdays(text: str, words: Calendar, told: date) -> Iterator[DateMention]:
    for match in words.weekday.finditer(text):
        start, end = match.span()
        if words.part_of_name(text, start, end):
            continue
        back = (told.weekday() - words.weekdays.index(match.group())) % 7
        lead = words.lead.search(text, max(0, start - 12), start)
        said = lead.group().strip().lower() if lead else ""
        ahead = said in words.next or (said not in words.last and _looks_ahead(text, words, start))
        if back == 0 and (ahead or said in words.last):
            continue
        yield _told(told + timedelta(7 - back) if ahead else told - timedelta(back), "day", start, end, _WEEKDAY)


def _looks_ahead(text: str, words: Calendar, at: int) -> bool:
    """Whether the sentence speaks of what is to come before it names the day."""
    start = max(text.rfind(mark, max(0, at - _REACH), at) for mark in (". ", "\n", "? ", "! ", "”", "“"))
    told = list(words.ahead.finditer(text, max(start, at - _REACH, 0), at))
    return bool(told) and not words.back.search(text, told[-1].end(), at)


def _relative(text: str, words: Calendar, told: date) -> Iterator[DateMention]:
    """`yesterday`, `last month`, `next year`."""
    for match in words.relative.finditer(text):
        end = match.end()
        tail = text[max(0, end - 24) : end].lower()
        phrase = next((each for each in words.phrases.get(_LAST.split(tail)[-1], ()) if tail.endswith(each)), "")
        start = end - len(phrase)
        if not phrase or (start and text[start - 1].isalnum()) or text[end : end + 1] in ("’", "'", "-"):
            continue
        unit, steps = words.steps[phrase]
        if unit == "day":
            yield _told(told + timedelta(steps), "day", start, end, _WHOLE)
        elif unit == "month":
            year, month = divmod(told.year * 12 + told.month - 1 + steps, 12)
            yield _told(date(year, month + 1, 1), "month", start, end, _YEAR)
        else:
            yield _told(date(told.year + steps, 1, 1), "year", start, end, _YEAR)
