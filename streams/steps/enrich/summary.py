"""An extractive summary: the lead, and what adds most to it."""

import math
import re

from schemas import CleanArticle
from streams.steps.dedupe.sketch import STOP
from streams.steps.enrich.sentences import sentences

LEANS = re.compile(
    r"^(?:he|she|they|it|this|that|these|those|but|and|however|also|er|sie|es|il|elle|mais|él|ella|pero)\b|^[“\"„«]",
    re.I,
)
WORD = re.compile(r"[^\W\d_]{3,}")


def summarise(article: CleanArticle, most: int = 3) -> list[str]:
    """One to three sentences that stand alone, in the order of the text; fewer for short articles, none without text."""
    text = article.text[:20_000]
    found = [text[start:end] for start, end in sentences(text)[:40]]
    found = [sentence for sentence in found if 40 <= len(sentence) <= 500 and sentence[-1] in '.!?。！？”"»']
    if not found:
        return []
    title = _words(article.title)
    chosen, covered = [0], _words(found[0])
    while len(chosen) < min(most, 1 + article.word_count // 120):
        best = max(range(len(found)), key=lambda number: _gain(found[number], number, title, covered))
        if best in chosen or _gain(found[best], best, title, covered) <= 0:
            break
        chosen.append(best)
        covered |= _words(found[best])
    return [found[number] for number in sorted(chosen)]


def _gain(sentence: str, place: int, title: set[str], covered: set[str]) -> float:
    """New words of the title and of substance, discounted by how far down they stand; 0 for a sentence that leans on another."""
    if LEANS.match(sentence):
        return 0.0
    words = _words(sentence)
    fresh = words - covered
    if not words or len(fresh) < 0.4 * len(words):
        return 0.0
    return (len(words & title) * 2 + math.sqrt(len(fresh))) / (1 + 0.15 * place)


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.lower()) if word not in STOP}
