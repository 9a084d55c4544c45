"""Sentences of a text, with their offsets."""

import re

Span = tuple[int, int]

END = re.compile(
    r"[.!?…。！？\n]"  # a leading set lets the search jump from mark to mark
    r"(?:(?<=[.!?…])(?P<gap>[\"'”’»)]*\s+)(?=[\"'“‘«(„]*[^\W\d_a-z]|\d)|(?<=[。！？])|(?<=\n)\n*)"
)
SHORT_FORM = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|Prof|Rev|No|vs|Inc|Ltd|Corp|etc|bzw|ca|Nr|[A-Z])\.$")


def sentences(text: str) -> list[Span]:
    """(start, end) of each sentence, in order, white space left out."""
    found: list[Span] = []
    start = 0
    for match in END.finditer(text):
        gap, end = match.start("gap"), match.end()
        if gap >= 0 and text[gap - 1] == "." and _abbreviated(text, start, gap, end):
            continue
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return found


def _abbreviated(text: str, start: int, gap: int, end: int) -> bool:
    return "\n" not in text[gap:end] and SHORT_FORM.search(text[max(start, gap - 8) : gap]) is not None


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    if stretch := text[start:end].rstrip():
        found.append((start, start + len(stretch)))
