"""Words and sentences with code-point offsets, as the name tagger wants them."""

import re

Span = tuple[int, int]
Sentence = list[Span]

LONGEST_SENTENCE = 120
"""Words a window holds; a longer run is cut, which bounds the cost of text without full stops."""

_WORD = re.compile(
    r"[A-Za-z]++(?=[ ,\n])"  # most words; what follows finds the same, and slower
    r"|[A-Za-z]\.(?:[A-Za-z]\.)+"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|St|Jr|Sr|Prof|Rev|Inc|Corp|Co|Ltd|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\d{1,20}(?:[.,:]\d{1,20}){0,6}(?:st|nd|rd|th|s)?(?![A-Za-z0-9])"
    r"|['’](?:s|S|re|ve|ll|d|m)\b"
    r"|(?:[^\W_]|&(?=\w))+(?:['’](?!(?:s|S|re|ve|ll|d|m)\b)(?=\w)[^\W_]+|\.(?=\w)[^\W_]+)*"
    r"|--+|\.\.+|[^\w\s]|_"
)
_BREAK = re.compile(r"[.!?][\"”’)]{0,3}(\s+)(?=[\"“‘(]{0,3}[A-Z0-9])|(\n+)")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|Prof|Rev|No|vs)|\b[A-Z])\.[\"”’)]{0,3}$")


def words(text: str, start: int = 0, end: int | None = None) -> Sentence:
    """Spans of the words and marks in `text[start:end]`, in order; offsets are into `text`."""
    return [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]


def sentences(text: str) -> list[Sentence]:
    """Sentences as lists of word spans; none is empty, none longer than LONGEST_SENTENCE."""
    found: list[Sentence] = []
    for start, end in _stretches(text):
        spans = words(text, start, end)
        found.extend(spans[i : i + LONGEST_SENTENCE] for i in range(0, len(spans), LONGEST_SENTENCE))
    return found


def _stretches(text: str) -> list[Span]:
    stretches, begin = [], 0
    for match in _BREAK.finditer(text):
        gap = match.span(1) if match.group(1) is not None else match.span(2)
        tail = text[max(begin, gap[0] - 8) : gap[0]]
        if "\n" not in match.group() and _ABBREVIATED.search(tail):
            continue
        stretches.append((begin, gap[0]))
        begin = gap[1]
    return [*stretches, (begin, len(text))]
