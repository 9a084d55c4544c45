"""Text that was sent several times over inside one article, as broken templates do, is taken once."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from streams.models.lines.kinds import is_prose, width

if TYPE_CHECKING:
    from streams.steps.clean.dump import Page

SENTENCE = re.compile(r"(?<=[.!?…。！？؟।])\s*")
SHORTEST, LONG = 20, 300
"""Width of a line or sentence that says enough to be told from an exclamation; characters of a line that may hold a text twice."""
OFTEN = 3
"""Times that a line stands in a dump before it is taken for a repetition, and not for a teaser of it."""
REFRAIN = 8
"""Times that one line says a sentence before it is taken for a repetition."""


def once(lines: list[str], page: "Page") -> list[str]:
    """The lines without later copies; what is left out is counted, and flagged where it is more than two lines or sentences."""
    counts = Counter(lines)
    often = {line for line, count in counts.items() if count >= OFTEN and is_prose(line)}
    seen, found, left = set[str](), list[str](), 0
    for line in lines:
        if line in seen and line in often:
            left += 1
            continue
        seen.add(line)
        text, more = _sentences_once(line) if len(line) >= LONG else (line, 0)
        found.append(text)
        left += more
    return _counted(found, left, page)


def _counted(found: list[str], left: int, page: "Page") -> list[str]:
    if left:
        page.removed["repetition"] += left
    if left >= OFTEN - 1:
        page.flags.append("repeated_text")
    return found


def _sentences_once(line: str) -> tuple[str, int]:
    """A line without the sentences it has said before, and their number; as it is where none is said REFRAIN times."""
    probes = (line[:40], line[len(line) // 2 :][:40])
    if all(line.count(probe) < REFRAIN for probe in probes):
        return line, 0
    parts = [part for part in SENTENCE.split(line) if part]
    counts, seen, kept = Counter(parts), set[str](), list[str]()
    for part in parts:
        if part in seen and counts[part] >= REFRAIN and width(part) >= SHORTEST:
            continue
        seen.add(part)
        kept.append(part)
    return (" ".join(kept), len(parts) - len(kept)) if len(kept) < len(parts) else (line, 0)
