"""What a line above a dumped article says of itself as its headline, in numbers.

How near the text it stands, whether other lines repeat or hold it (`Title | Site`), and how many of its words the text and the
address have.
"""

import re
import unicodedata
from collections import Counter
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks.features import DATED, WIDE
from streams.models.blocks.letters import ELSE
from streams.models.lines.kinds import BYLINE, CAPTION, UI, ends_sentence, is_prose, is_related_label, is_short_sentence, notice, width

F32 = NDArray[np.float32]
NEITHER = re.compile(r"[\W_]+")
SPOKEN = re.compile(r"[^\W_]{3,}")
MOST, LONGEST, INSIDE = 300, 300, 2
"""Candidates, characters of one, and lines of the text itself that are candidates too."""
BODY = 3000
"""Characters of the text whose words count."""


def opening(lines: list[str], kept: list[int]) -> int:
    """Where the text begins: the first kept line that is a sentence, else the first kept line, else 0."""
    spoken = (place for place in kept if is_prose(lines[place]) or is_short_sentence(lines[place]))
    return next(spoken, kept[0] if kept else 0)


def candidates(lines: list[str], first: int) -> list[int]:
    """Places of the lines that could be the headline of a text that begins at `first`: the last MOST, and the very first."""
    end = min(len(lines), first + INSIDE)
    near = range(max(0, end - MOST), end)
    places = [place for place in near if 2 <= len(lines[place]) <= LONGEST]
    return [0, *places] if near.start > 0 and len(lines[0]) <= LONGEST else places


def of_titles(lines: list[str], first: int, url: str | None) -> tuple[list[int], F32]:
    """The candidates' places and a row for each."""
    places = candidates(lines, first)
    if not places:
        return [], np.zeros((0, 0), np.float32)
    stripped = {place: CAPTION.sub("", lines[place]).strip() for place in places}
    folded = {place: fold(text) for place, text in stripped.items()}
    repeats = Counter(fold(line) for line in lines if len(line) <= LONGEST)
    body = _words(" ".join(line[:BODY] for line in lines[first : first + 40])[:BODY])
    slug = _words(_slug(url))
    opening, together, same = folded.get(0, ""), "\n".join(folded.values()), Counter(folded.values())
    rows = []
    for place in places:
        text, own = stripped[place], folded[place]
        words = SPOKEN.findall(text.casefold()) or [""]
        plain = {_bare(word) for word in words}
        ahead = first - place
        rows.append(
            (
                ahead > 0,
                np.log1p(max(ahead, 0)),
                ahead == 1,
                ahead == 2,
                3 <= ahead <= 5,
                ahead <= 0,
                ahead < 0,
                place == 0,
                place / max(1, first),
                min(repeats[own], 4),
                repeats[own] > 1,
                len(own) > 8 and place > 0 and own in opening and own != opening,
                len(own) > 8 and together.count(own) > same[own] and sum(own in other and own != other for other in folded.values()),
                np.log1p(width(text)),
                20 <= width(text) <= 120,
                len(words) >= 3 or bool(WIDE.search(text)),
                ends_sentence(text),
                text.endswith((":", ",")),
                DATED.search(text) is not None,
                notice(lines[place]) is not None,
                text != lines[place],
                UI.match(text) is not None or is_related_label(text),
                BYLINE.match(text) is not None,
                sum(word in body for word in words) / len(words),
                min(sum(word in body for word in words), 10),
                len(plain & slug) / len(plain) if slug else 0.5,
                len(plain & slug) / len(slug) if slug else 0.5,
                bool(slug),
                text.isupper(),
                text[:1].isupper(),
                " | " in text or " » " in text or " › " in text,
                "©" in text or "@" in text or "http" in text,
            )
        )
    return places, np.array(rows, np.float32).reshape(len(places), -1)


def fold(text: str) -> str:
    """Letters and digits only."""
    try:
        return text.encode("cp1252").translate(None, ELSE).decode("cp1252").casefold()
    except UnicodeEncodeError:
        return NEITHER.sub("", text).casefold()


def _words(text: str) -> set[str]:
    return set(SPOKEN.findall(text.casefold()))


def _bare(word: str) -> str:
    """As an address spells it."""
    if word.isascii():
        return word
    for mark, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.replace(mark, spelt)
    return "".join(mark for mark in unicodedata.normalize("NFKD", word) if not unicodedata.combining(mark))


def _slug(url: str | None) -> str:
    """The words of an address's last two parts."""
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return ""
    return " ".join(re.split(r"[-_+.]|\d+", " ".join(path.rstrip("/").split("/")[-2:])))
