"""How pages show things: templates, moments, numbers, and lines of rates."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

templates = Jinja2Templates(Path(__file__).parent / "templates")

WIDTH, HEIGHT = 120, 28


def _read(moment: str | int | datetime) -> datetime:
    """ISO text, or microseconds since 1970 as the archive keeps them."""
    if isinstance(moment, int):
        return datetime.fromtimestamp(moment / 1e6, UTC)
    then = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return then if then.tzinfo else then.replace(tzinfo=UTC)


def ago(moment: str | int | datetime | None) -> str:
    """How long ago, in the largest unit that says it."""
    return span((datetime.now(UTC) - _read(moment)).total_seconds()) + " ago" if moment else ""


def span(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"


def moment(value: str | int | datetime | None) -> str:
    """A point in time in full, in UTC; text that is no moment as it is."""
    try:
        return f"{_read(value):%-d %b %Y, %H:%M:%S} UTC" if value else ""
    except ValueError:
        return str(value)


def clock(value: str) -> str:
    """The time of day, to the millisecond, in UTC."""
    return f"{_read(value):%H:%M:%S.%f}"[:-3]


def number(value: float | None) -> str:
    """With thin spaces between thousands."""
    return "–" if value is None else f"{value:,.0f}".replace(",", "\u202f")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}".replace("%", "\u202f%")


def sparkline(rates: Sequence[float], label: str) -> Markup:
    """A line of rates, oldest first, from zero to the highest; colour comes from the style sheet."""
    top = max([*rates, 1])
    step = WIDTH / max(1, len(rates) - 1)
    points = " ".join(f"{place * step:.1f},{HEIGHT - 2 - rate / top * (HEIGHT - 4):.1f}" for place, rate in enumerate(rates))
    area = f"0,{HEIGHT} {points} {(len(rates) - 1) * step:.1f},{HEIGHT}" if rates else ""
    return Markup(  # only numbers and an escaped label go in
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<polygon points="{}"/><polyline points="{}" vector-effect="non-scaling-stroke"/></svg>'
    ).format(WIDTH, HEIGHT, label, area, points)


def bar(share: float) -> Markup:
    """A bar from the bottom up; decoration beside the number that says the same."""
    height = HEIGHT * max(0.0, min(1.0, share))
    return Markup(
        '<svg class="bar-of" viewBox="0 0 {0} {1}" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{0}" height="{2:.1f}" y="{3:.1f}"/></svg>'
    ).format(WIDTH, HEIGHT, height, HEIGHT - height)


def prose(text: str) -> Markup:
    """Words between backticks as code."""
    parts = (Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(text.split("`")))
    return Markup().join(parts)


def path_part(text: str) -> str:
    """Text as one part of a path: slashes too."""
    return quote(text, safe="")


templates.env.filters |= {
    "ago": ago,
    "span": span,
    "moment": moment,
    "clock": clock,
    "number": number,
    "percent": percent,
    "path_part": path_part,
    "prose": prose,
}
templates.env.globals |= {"sparkline": sparkline, "bar": bar}
templates.env.trim_blocks = templates.env.lstrip_blocks = True
