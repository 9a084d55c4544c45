"""Sentences of a text, with their offsets."""

import re

END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"'“‘«(„]*[^\W\d_a-z]|\d)|(?<=[。！？])|\n+")
SHORT_FORM = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|Prof|Rev|No|vs|Inc|Ltd|Corp|etc|bzw|ca|Nr|[A-Z])\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, white space left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for gap in END.finditer(text):
        before = text[max(start, gap.start() - 8) : gap.start()]
        if "\n" not in gap.group() and SHORT_FORM.search(before):
            continue
        if text[start : gap.end()].strip():
            found.append((start, start + len(text[start : gap.end()].rstrip())))
        start = gap.end()
    if text[start:].strip():
        found.append((start, start + len(text[start:].rstrip())))
    return found
