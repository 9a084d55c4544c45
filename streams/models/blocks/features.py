"""What a line of a page says of itself in numbers: lengths, marks, words that hold sentences together, its neighbours.

After Kohlschütter et al. 2010 (text density and position) and Pomikálek 2011 (function words), each line beside three on
both sides; a page's blocks add where they stand.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import justext
import numpy as np
from numpy.typing import NDArray

from streams.models.blocks import marks
from streams.models.blocks.letters import by_first_letter
from streams.models.blocks.marks import Counts, Marks
from streams.models.blocks.walk import PLACES, TAGS, Block

F32 = NDArray[np.float32]

LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese",
    "pl": "Polish", "tr": "Turkish", "ru": "Russian", "uk": "Ukrainian", "sv": "Swedish", "cs": "Czech",
}  # fmt: skip
SHORTEST_WORDS = 250
AROUND = by_first_letter(
    r"cookie|datenschutz|privacy|copyright|©|all rights|alle rechte|newsletter|subscri|abonn|sign ?up|log ?in|anmelden|related|"
    r"read more|weiterlesen|mehr zum|lesen sie|share|teilen|facebook|twitter|whatsapp|instagram|e-?mail|comment|kommentar|advert|anzeige|"
    r"werbung|sponsor|impressum|tags?:|kategorie|category|posted|filed under|previous|next|zurück|weiter|published|updated|veröffentlicht|"
    r"foto|photo|image|getty|reuters|thumbnail|follow|most read|trending|javascript|browser|download|print|drucken|antworten|reply|"
    r"permalink|leser|click|hier klicken|suche|search|menu|leave a|uhr\b|minutes? read|min read"
)
ENDS = re.compile(
    r"(?:related|read more|more (?:from|on|stories)|see also|comments?|kommentare?|leave a|share|tags?|mehr zum|lesen sie auch|das könnte|"
    r"weitere|ähnliche|recommended|most (?:read|popular)|about the author|filed under|previous|newsletter|sign up|you may|über den autor|"
    r"antworten|schreibe)"
)
SENTENCE = re.compile(r"[.!?…。！？:][\"'»”’）)\]]*$")
DATED = re.compile(r"\d(?:\d?[./-]\d{1,2}[./-]\d{2,4}|(?<=1)9\d\d|(?<=2)0\d\d|\d?:\d\d)")
"""A date, a year or a time of day; one class of characters comes first, which lets the search leap."""
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LOOKED_AT, DIGITS, HEAD = 2000, 300, 6
"""Characters of a line that are read, of those the first that are looked at for digits and words, and a page's first lines."""
NEAR, WINDOWS, SHIFTED = 3, (5, 10, 20), 8
"""Lines on each side, half widths of the windows, and how many of a line's numbers its neighbours see."""


@cache
def function_words() -> dict[str, frozenset[str]]:
    """The shortest words of justext's lists, with the languages they are from: what sentences have and menus have not."""
    found: dict[str, frozenset[str]] = {}
    for code, name in LANGUAGES.items():
        for word in sorted(justext.get_stoplist(name), key=lambda word: (len(word), word))[:SHORTEST_WORDS]:
            found[word] = found.get(word, frozenset()) | {code}
    return found


def of_lines(lines: list[str]) -> F32:
    """A row per line. Needs at least one."""
    return _beside(_alone(lines))


def of_blocks(found: list[Block]) -> F32:
    """A row per block: what its line says, and where it stands. Needs at least one."""
    standing = _standing(found)
    stood = np.pad(standing[:, :6], ((1, 1), (0, 0)))
    return np.hstack([of_lines([block.text for block in found]), standing, stood[2:], stood[:-2]])


def _alone(lines: list[str]) -> F32:
    texts = [line[:LOOKED_AT] for line in lines]
    lowered, count, seen = [text.lower() for text in texts], len(lines), Marks(texts)
    length, words = np.fromiter(map(len, lines), np.int64, count), seen.words()
    wide = seen.count(marks.WIDE)
    said, several, digits = words + wide, np.maximum(words, 1), seen.count(marks.DIGIT, DIGITS)
    around = np.array([len(found) for found in map(AROUND.findall, [text[:DIGITS] for text in lowered])])
    ends = np.array([len(line) < 80 and ENDS.match(text) is not None for line, text in zip(lines, lowered, strict=True)])
    common, in_head = _known(lowered, words, lines[:HEAD])
    counts, total, passed = Counter(lines), int(length.sum()) or 1, np.arange(count)
    columns = (
        np.log1p(length + 2 * wide),
        np.log1p(said),
        common / several,
        seen.count(marks.COMMA) / said,
        seen.count(marks.STOP) / said,
        [SENTENCE.search(text, max(0, len(text) - 8)) is not None for text in texts],
        np.minimum(around, 5),
        around / several,
        digits / np.minimum(length, DIGITS),
        seen.capitals(40) / np.minimum(40, several),
        [many > 0 and DATED.search(text, 0, 200) is not None for text, many in zip(texts, digits.tolist(), strict=True)],
        passed / count,
        (np.cumsum(length) - length) / total,
        np.minimum(passed, 50),
        np.minimum(count - passed, 50),
        [min(counts[line], 9) for line in lines],
        in_head / several,
        np.minimum(np.cumsum(ends), 9),
        seen.opens_with(marks.QUOTE),
        length / several,
        seen.count(marks.SIGN) > 0,
        (seen.count(marks.AT) > 0) | ["http" in text or "www." in text for text in lowered],
        wide / np.minimum(length, LOOKED_AT),
        np.full(count, np.log1p(count)),
        np.full(count, np.log1p(total)),
        ends,
        seen.opens_with(marks.LOWER),
    )
    return np.array(columns, np.float32).T


def _known(lowered: list[str], words: Counts, head: list[str]) -> tuple[Counts, Counts]:
    """For each line how many of its words are function words, and how many stand in the page's first lines."""
    every = "\n".join(lowered).split()
    first = {word for line in head for word in line[:LOOKED_AT].lower().split() if len(word) > 3}
    ends = np.cumsum(words)

    def among(known: Callable[[str], bool]) -> Counts:
        passed = np.concatenate([[0], np.cumsum(np.frombuffer(bytes(map(known, every)), np.uint8), dtype=np.int64)])
        found: Counts = passed[ends] - passed[ends - words]
        return found

    return among(function_words().__contains__), among(first.__contains__)


def _beside(alone: F32) -> F32:
    """Each line with its neighbours, how much text lies about it, and how far it is from the likeliest line."""
    count, seen = len(alone), alone[:, :SHIFTED]
    padded = np.pad(seen, ((NEAR, NEAR), (0, 0)))
    shifts = [padded[NEAR + step : NEAR + step + count] for step in range(-NEAR, NEAR + 1) if step]
    mass = np.maximum(seen[:, 0] * (seen[:, 2] + seen[:, 5]) - 2, 0)
    summed = np.concatenate([[0], np.cumsum(mass)])
    places = np.arange(count)
    windows = means(summed, WINDOWS)
    share = summed / (summed[-1] or 1)
    likeliest = int(np.argmax(seen[:, 0] * (0.3 + seen[:, 2])))
    columns = [*windows, share[1:], share[:-1], (places - likeliest) / count]
    return np.hstack([alone, *shifts, np.stack(columns, axis=1)]).astype(np.float32)


def means(summed: NDArray[np.float64], halves: Sequence[int]) -> list[NDArray[np.float64]]:
    """For each line the mean over so many on both sides, from the sums of all lines before each."""
    count = len(summed) - 1
    places = np.arange(count)
    bounds = [(np.maximum(places - half, 0), np.minimum(places + half + 1, count)) for half in halves]
    return [(summed[high] - summed[low]) / (high - low) for low, high in bounds]


def _standing(found: list[Block]) -> F32:
    parents = Counter[int]()
    for block in found:
        parents[block.parent] += len(block.text) if block.links < 0.5 else 0
    most = max(parents.values()) or 1
    siblings = np.array([parents[block.parent] for block in found], np.float32)
    told = np.array([(block.around, block.within, block.depth, block.links) for block in found], np.float32)
    tags = np.eye(len(TAGS) + 1, dtype=np.float32)[[block.tag for block in found]][:, :-1]
    bits = np.array([block.places for block in found])[:, None] >> np.arange(len(PLACES)) & 1
    return np.hstack([told, siblings[:, None] / most, np.log1p(siblings)[:, None], tags, bits]).astype(np.float32)
