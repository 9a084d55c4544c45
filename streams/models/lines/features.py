"""What a line of a page dumped as text says of itself in numbers, beside what `blocks.of_lines` says of any line.

Its kind, whether it lies in the dense window (prose weighs for, labels and notices against, Kadane's maximum subarray), how far the
next prose, label and notice are, and how many of its words the dense window has: menus and other articles speak of other things.
"""

import re
from collections import Counter
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks import of_lines
from streams.models.blocks.letters import by_first_letter
from streams.models.lines.kinds import BYLINE, UI, is_inline_related, is_prose, is_related_label, is_short_sentence, notice, width

F32 = NDArray[np.float32]
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]{4,}")
REMARK = by_first_letter(
    r"comments?\b|kommentar|leserbrief|antwort|reply|replies|répon|commentaire|comentario|responder|commenti|rispondi|reacties|reageer|"
    r"says\b|schreibt\b|sagt:|a dit\b|dice:|wrote:|schrieb|комментари|коментар|ответить|відповісти|"
    r"yorum|komentarz|odpowiedz|コメント|评论|評論|댓글|تعليق"
)
"""Looked for in a line in small letters."""
KINDS = (
    "prose",
    "sentence",
    "related",
    "cookie_notice",
    "newsletter",
    "share",
    "image_caption",
    "advertisement",
    "copyright",
    "remark",
    "byline",
    "ui",
    "",
    "inline",
)
PLACES = {name: place for place, name in enumerate(KINDS)}
FURTHEST, MOST_STEPS = 30, 200
"""Lines beyond which a distance says no more, from a mark and from the dense window's ends."""
LOOKED_AT, SHORTEST = 400, 4
"""Characters of a line whose words are compared, and letters of the shortest."""
LETTERS = bytes(code if WORDS.match(bytes([code]).decode("cp1252", "replace") * SHORTEST) else 0x20 for code in range(256))
"""The letters of Windows-1252: what can be written in it is parted by bytes, in half of the time."""


def of_dump(lines: list[str]) -> F32:
    """A row per line. Needs at least one."""
    kinds = [kind(line) for line in lines]
    counts = Counter(lines)
    weights = np.array([_weighed(line, found, counts[line]) for line, found in zip(lines, kinds, strict=True)])
    return np.hstack([of_lines(lines), _placed(lines, kinds, weights)]).astype(np.float32)


def kind(line: str) -> str:
    """One of KINDS."""
    if is_related_label(line):
        return "related"
    if is_inline_related(line):
        return "inline"
    if found := notice(line):
        return found
    if len(line) < 80 and REMARK.search(line.lower()):
        return "remark"
    if is_prose(line):
        return "prose"
    if len(line) < 100 and BYLINE.match(line):
        return "byline"
    if len(line) < 40 and UI.match(line):
        return "ui"
    return "sentence" if is_short_sentence(line) else ""


WEIGHTS = {"related": -6.0, "sentence": 0.3, "": -0.9, "ui": -0.9, "byline": -0.9, "remark": -0.9}


def weight(line: str, repeats: int) -> float:
    """How much a line that the dump holds `repeats` times speaks for the article, below 0 against it."""
    return _weighed(line, kind(line), repeats)


def _weighed(line: str, kind: str, repeats: int) -> float:
    if kind == "prose":
        return min(width(line), 500) / 100 / repeats
    return WEIGHTS.get(kind, -0.8) if repeats == 1 or kind == "related" else -1.5


def densest(weights: NDArray[np.float64]) -> tuple[int, int]:
    """First place of the stretch with the greatest sum and the one after its last."""
    summed = np.concatenate([[0.0], np.cumsum(weights)])
    lowest = np.minimum.accumulate(summed)
    end = int(np.argmax(summed - lowest))
    return int(np.argmin(summed[: end + 1])), end


def _placed(lines: list[str], kinds: list[str], weights: NDArray[np.float64]) -> F32:
    count, places = len(lines), np.arange(len(lines))
    ones = np.eye(len(KINDS), dtype=np.float32)[[PLACES[found] for found in kinds]]
    first, end = densest(weights)
    inside = (places >= first) & (places < end)
    window = [inside, logged(places - first, MOST_STEPS), logged(end - 1 - places, MOST_STEPS), np.full(count, (end - first) / count)]
    distances = [since(ones[:, column]) for column in range(3)] + [since(ones[:, 3:9].max(1)), since(ones[:, 9])]
    distances += [since(ones[::-1, column])[::-1] for column in (0, 2, 9)]
    remarks = np.cumsum(ones[:, 9])
    before, after = np.cumsum(np.maximum(weights, 0)), np.cumsum(weights)
    sums = [np.minimum(remarks, 20), np.minimum(remarks[-1] - remarks, 20), before / max(1.0, before[-1]), after / 50]
    near = np.pad(ones[:, [0, 1, 2, 9, 12]], ((2, 2), (0, 0)))
    shifts = [near[2 + step : 2 + step + count] for step in (-2, -1, 1, 2)]
    columns = [*window, *distances, *sums, *_shared(lines, first, end)]
    return np.hstack([ones, *shifts, np.stack(columns, axis=1)]).astype(np.float32)


def logged(steps: NDArray[np.int64], most: int) -> NDArray[np.float64]:
    """The logarithm of steps to either side, of `most` at most."""
    return np.sign(steps) * np.log1p(np.minimum(np.abs(steps), most))


def since(marks: F32 | NDArray[np.bool_]) -> F32:
    """Lines since the last mark, FURTHEST where there is none."""
    places = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks > 0, places, -FURTHEST))
    found: F32 = np.minimum(places - last, FURTHEST).astype(np.float32)
    return found


def _shared(lines: list[str], first: int, end: int) -> list[NDArray[np.float32]]:
    """Share of a line's words that the dense window's other lines have, and their number."""
    words = [_words(line[:LOOKED_AT].lower()) for line in lines]
    known = Counter(chain.from_iterable(words[first:end]))
    every, several = known.keys(), {word for word, count in known.items() if count > 1}
    found = np.zeros((2, len(lines)), np.float32)
    for place, own in enumerate(words):
        if own:
            hits = len(own & (several if first <= place < end else every))
            found[:, place] = hits / len(own), min(hits, 20)
    return list(found)


def _words(text: str) -> frozenset[str]:
    """What WORDS finds."""
    try:
        words = text.encode("cp1252").translate(LETTERS).decode("cp1252").split()
    except UnicodeEncodeError:
        return frozenset(WORDS.findall(text))
    return frozenset([word for word in words if len(word) >= SHORTEST])
