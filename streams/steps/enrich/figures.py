"""Money, shares and measures as data: `$3.2 billion`, `12 percent`, `40 km`, in English and German.

A number counts only with what it is a number of. Ranges (`5 to 10 percent`) are left out, as is what has two readings:
¥, kroner, pounds without `sterling`, a bare `m`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from schemas import CleanArticle, Figure
from streams.models.knowledge.publishers import home_country
from streams.steps.enrich.units import CODES, DOLLARS, ENGLISH, GERMAN, OTHER_DOLLARS, SIGNS, Words

LONGEST_TEXT = 30_000
MOST = 200
_LANGUAGES = {"en": ENGLISH, "de": GERMAN}
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_BEFORE = re.compile(
    rf"(?:{'|'.join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))}|\b(?:{'|'.join(sorted(CODES))}) ?)$"
)
_RANGE = re.compile(r"\d(?: ?[%kKmM]|bn)?(?:-| ?[–—] ?| to | and | or | bis | und | oder )(?:[$€£]| )?$")
_MINUS = re.compile(r"(?:^|[\s(])(?<!or )(minus |[-−])$")
_COUNTED = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_SPELT = re.compile(r" (?:million|billion|trillion|percent|per cent)\b")
_COUNT = re.compile(rf"(?<![\w-])(?:{'|'.join(_COUNTED)})$", re.I)
_SHARE = re.compile(r"\b(?:\w+ths|fraction|half|quarter) of (?:a )?$")
_SIGNED, _WORDED, _GUESSED = 0.95, 0.9, 0.8
"""How sure: a sign or code of one currency and a percent; a word; a dollar whose country is the publisher's. Set by hand."""

Kind = Literal["money", "percent", "quantity"]


def find_figures(article: CleanArticle) -> list[Figure]:
    """Figures of the text in order; offsets are code points into it, from the sign to the end of the unit. At most MOST."""
    words = _LANGUAGES.get(article.language.code)
    if words is None:
        return []
    text, dollar = article.text[:LONGEST_TEXT], DOLLARS.get(home_country(article.url, article.source) or "", "USD")
    found = [figure for match in _NUMBER.finditer(text) if (figure := _figure(text, match, words, dollar))]
    if words is ENGLISH:
        found = sorted([*found, *_spelt(text, dollar)], key=lambda figure: figure.start)
    return found[:MOST]


def _figure(text: str, match: re.Match[str], words: Words, dollar: str) -> Figure | None:
    start, end = match.span()
    behind = _BEHIND[words.decimal].match(text, end)
    before = text[max(0, start - 4) : start]
    sign = _BEFORE.search(before) if before[-1:] in " $€£₹₽₴₪₩₺łDRPFYKNBL" else None
    if sign is None and (behind is None or behind["rest"] is None):
        return None
    value = number(match.group(), words.decimal)
    start -= len(sign.group()) if sign else 0
    if value is None or (start and text[start - 1].isalnum()) or _RANGE.search(text, max(0, start - 8), start):
        return None
    if _SHARE.search(text, max(0, start - 20), start):
        return None
    lead = _MINUS.search(text, max(0, start - 7), start)
    start = lead.start(1) if lead else start
    return _made(value * (-1 if lead else 1), start, end, sign.group().strip() if sign else None, behind, words, dollar)


def _spelt(text: str, dollar: str) -> Iterator[Figure]:
    for match in _SPELT.finditer(text):
        end = match.start()
        count, behind = _COUNT.search(text, max(0, end - 7), end), _BEHIND[ENGLISH.decimal].match(text, end)
        if count and behind and behind["rest"] and not _RANGE.search(text, max(0, count.start() - 8), count.start()):
            figure = _made(float(_COUNTED[count.group().lower()]), count.start(), end, None, behind, ENGLISH, dollar)
            yield from (figure,) if figure else ()


def _made(
    value: float, start: int, end: int, sign: str | None, behind: re.Match[str] | None, words: Words, dollar: str
) -> Figure | None:  # fmt: skip
    scale, rest = (behind["scale"], behind["rest"]) if behind else (None, None)
    value = round(value * words.scales[scale], 6) if scale else value
    if sign:
        end = behind.end("scale") if behind and scale else end
        code = SIGNS.get(sign, sign)
        return _told("money", value, code or dollar, start, end, _SIGNED if code else _GUESSED)
    if rest is None or behind is None or (scale and len(scale) < 3 and words is ENGLISH and rest not in words.money):
        return None
    end = behind.end("rest")
    if rest in words.percent:
        return _told("percent", value, "%", start, end, _SIGNED)
    if rest in words.units:
        return _told("quantity", value, words.units[rest], start, end, _WORDED)
    which = OTHER_DOLLARS.get((behind["whose"] or "").lower().strip(), "")
    code = rest if rest in CODES else words.money[rest] or which
    return _told("money", value, code or dollar, start, end, _WORDED if code else _GUESSED)


def _told(kind: Kind, value: float, unit: str, start: int, end: int, score: float) -> Figure:
    return Figure(kind=kind, value=value, unit=unit, start=start, end=end, score=score)


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _pattern(words: Words) -> re.Pattern[str]:
    """A scale, then a unit: either may be missing; a currency may say whose it is."""
    scale = rf"(?:[ \u00a0-]?(?P<scale>{_either(words.scales)})(?![^\W_]))?"
    whose = _either(["Australian", "Canadian", "New Zealand", "Hong Kong", "US", "U.S."])
    units = _either([*words.money, *CODES, *words.percent, *words.units])
    return re.compile(rf"{scale}(?:[ \u00a0-]?(?P<whose>(?:{whose}) )?(?P<rest>{units})(?![^\W_]))?")


_BEHIND = {words.decimal: _pattern(words) for words in (ENGLISH, GERMAN)}


def number(text: str, decimal: str) -> float | None:
    """What it says in a language with this decimal mark, or None where its groups of digits fit no reading."""
    group = "," if decimal == "." else "."
    whole, mark, part = text.partition(decimal)
    if (mark and not part.isdigit()) or len(whole) > 18 or len(part) > 9:
        return None
    if group in whole:
        first, *rest = whole.split(group)
        if not (1 <= len(first) <= 3 and all(len(each) == 3 for each in rest)):
            return None
        whole = whole.replace(group, "")
    return float(f"{whole}.{part or 0}") if whole.isdigit() else None
