"""Dates as publishers write them, with how much of them is known and where they stood."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from schemas import PublishedDate

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro januari stycznia января січня janv ene",
            "february feb februar février febrero febbraio fevereiro februari lutego февраля лютого fév févr",
            "march mar märz mars marzo março maart marca марта березня mär",
            "april apr avril abril aprile kwietnia апреля квітня avr abr",
            "may mai mayo maggio maio mei maja мая травня",
            "june jun juni juin junio giugno junho czerwca июня червня",
            "july jul juli juillet julio luglio julho lipca июля липня juil",
            "august aug août agosto augustus sierpnia августа серпня ago",
            "september sep sept septembre septiembre settembre setembro września сентября вересня",
            "october oct oktober octobre octubre ottobre outubro października октября жовтня okt",
            "november nov novembre noviembre novembro listopada ноября листопада",
            "december dec dezember décembre diciembre dicembre dezembro grudnia декабря грудня dez déc dic",
        ),
        1,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?")
WORDY = (
    re.compile(r"(?P<m>[^\W\d_]{3,12})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|di\s+)?(?P<m>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[年./-]\s?(?P<m>\d{1,2})[月./-]\s?(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d(?![\d.:]))"),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>[^\W\d_]{3,12})\.?[./-](?P<y>\d{4}|\d\d(?!\d))"),
    re.compile(r"(?<![\d/])(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})(?![\d/])"),
)
YEARS = range(1990, 2101)
DATELINE = 60
BEFORE = re.compile(r"\W*(?:(?:[^\W\d_][\w.-]*\s?){1,3},\s*)?(?:(?:den|am|le|on|vom|stand:?)\s+)?", re.I)
BEHIND = re.compile(r"[,\s]*(?:\d{1,2}[:.]\d\d\s*(?:uhr|h\b)?)?\s*(?:$|[|–—:)„\"“(·•«-])", re.I)
"""Characters of a text in which a dateline stands; what may stand before the day, and what parts it from the text."""


def published(value: str | int | float | None, source: str) -> PublishedDate | None:
    """What `value` says; None for what is no date or lies outside 1990 to 2100.

    A time keeps its distance from UTC: it tells which day the publisher calls it.
    """
    found = _moment(value)
    if found is None:
        return None
    moment, precision = found
    if precision == "day":
        return PublishedDate(value=moment.date().isoformat(), precision="day", source=source)
    shown = moment.isoformat().replace("+00:00", "Z")
    return PublishedDate(value=shown, precision="second" if precision == "second" else "minute", source=source)


def moment_of(value: str | int | float | None) -> datetime | None:
    """The same as a point in time; a day is its midnight in UTC."""
    found = _moment(value)
    return found[0].astimezone(UTC) if found else None


def _moment(value: str | int | float | None) -> tuple[datetime, str] | None:
    if value is None or value == "":
        return None
    try:
        found = _from_number(value) if isinstance(value, int | float) else _from_text(value.strip()[:100])
    except (ValueError, OverflowError, TypeError):
        return None
    return found if found and found[0].year in YEARS else None


def _from_number(value: int | float) -> tuple[datetime, str]:
    """Seconds, or milliseconds, since 1970."""
    seconds = value / 1000 if value > 1e11 else value
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), "second"


def _from_text(text: str) -> tuple[datetime, str] | None:
    if text.isdigit() and len(text) >= 10:
        return _from_number(int(text))
    if iso := ISO.match(text):
        return _from_iso(iso)
    day = day_in(text)
    return _from_mail(text) or ((day, "day") if day else None)


def _from_mail(text: str) -> tuple[datetime, str] | None:
    """RFC 5322, as feeds write it; None for what only begins like it ("Mar 14, 2026")."""
    try:
        moment = parsedate_to_datetime(text) if re.match(r"[A-Za-z]{3},? \d", text) else None
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC), "second") if moment else None


def _from_iso(iso: re.Match[str]) -> tuple[datetime, str]:
    year, month, day, hour, minute, second, zone = iso.groups()
    moment = datetime(int(year), int(month), int(day), tzinfo=UTC)
    if hour is None:
        return moment, "day"
    moment = moment.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
    if zone and zone != "Z":
        sign = 1 if zone[0] == "+" else -1
        moment = moment.replace(tzinfo=timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))))
    return moment, "second" if second else "minute"


def day_in(line: str) -> datetime | None:
    """The first day that a line names, in any of the languages above. Of 3/12/2026 and 12/3/2026 the day goes first, unless it cannot."""
    for pattern in WORDY:
        for found in pattern.finditer(line[:200]):
            if day := _day(found["y"], found["m"], found["d"]):
                return day
    return None


def dateline(text: str) -> datetime | None:
    """The day that a text opens with, alone or behind a place: "Hamburg, 2 December 2022 - …"."""
    for pattern in WORDY:
        found = pattern.search(text[:DATELINE])
        if found and BEFORE.fullmatch(text[: found.start()]) and BEHIND.match(text, found.end()):
            return _day(found["y"], found["m"], found["d"])
    return None


def _day(year: str, month: str, day: str) -> datetime | None:
    number, whole = int(month) if month.isdigit() else MONTHS.get(month.casefold(), 0), int(year) + (2000 if len(year) == 2 else 0)
    of_month = int(day)
    if month.isdigit() and number > 12 >= of_month:
        number, of_month = of_month, number
    try:
        return datetime(whole, number, of_month, tzinfo=UTC) if whole in YEARS else None
    except ValueError:
        return None


def is_date_line(line: str) -> bool:
    """True for a line that holds a date and little else."""
    if len(line) > 60 or not any(map(str.isdigit, line)):
        return False
    if day_in(line) is None and not ISO.search(line):
        return False
    rest = line
    for pattern in (*WORDY, ISO):
        rest = pattern.sub(" ", rest)
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 4
