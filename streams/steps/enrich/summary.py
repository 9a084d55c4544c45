"""An extractive summary: the lead, and what adds most to it."""

import math
import re
from collections.abc import Sequence

from schemas import CleanArticle
from streams.steps.dedupe.sketch import STOP
from streams.steps.enrich.sentences import Span

LEANS = re.compile(
    r"(?:he|she|they|it|this|that|these|those|but|and|however|also|er|sie|es|il|elle|mais|él|ella|pero)\b|[“\"„«]",
    re.I,
)
WORD = re.compile(r"[^\W\d_]{3,}")
SENTENCES_READ = 40


def summarise(article: CleanArticle, text: str, sentences: Sequence[Span], most: int = 3) -> list[str]:
    """One to three of `text`'s `sentences` that stand alone, in order; fewer for short articles, none without text."""
    found = [text[start:end] for start, end in sentences[:SENTENCES_READ]]
    found = [sentence for sentence in found if 40 <= len(sentence) <= 500 and sentence[-1] in '.!?。！？”"»']
    if not found:
        return []
    title, words = _words(article.title), [_words(sentence) for sentence in found]
    standing = [number for number, sentence in enumerate(found) if not LEANS.match(sentence)]
    chosen, covered = [0], set(words[0])
    while len(chosen) < min(most, 1 + article.word_count // 120):
        gains = {number: _gain(words[number], number, title, covered) for number in standing}
        best = max(gains, key=lambda number: gains[number], default=0)
        if best in chosen or gains[best] <= 0:
            break
        chosen.append(best)
        covered |= words[best]
    return [found[number] for number in sorted(chosen)]


def _gain(words: set[str], place: int, title: set[str], covered: set[str]) -> float:
    """New words of the title and of substance, discounted by how far down they stand."""
    fresh = len(words - covered)
    if not words or fresh < 0.4 * len(words):
        return 0.0
    return (len(words & title) * 2 + math.sqrt(fresh)) / (1 + 0.15 * place)


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower())) - STOP
