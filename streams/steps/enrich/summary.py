"""An extractive summary: of the lead what stands alone, as long as publishers' own summaries are.

Sentences chosen from further down, for words of the title and for what they add, were worse by ROUGE than the lead.
"""

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
SENTENCES_READ = 12
LONGEST = 260
"""Code points after which no further sentence is taken: some forty words."""
_FRESH = 0.4
"""Least share of a sentence's words that those before it do not have."""


def summarise(article: CleanArticle, text: str, sentences: Sequence[Span], most: int = 3) -> list[str]:
    """One to three of `text`'s `sentences` that stand alone, in order; fewer for short articles, none without text."""
    found = [text[start:end] for start, end in sentences[:SENTENCES_READ]]
    found = [sentence for sentence in found if 40 <= len(sentence) <= 500 and sentence[-1] in '.!?。！？”"»']
    chosen, covered = found[:1], _words(found[0]) if found else set()
    for sentence in found[1:]:
        words = _words(sentence)
        if len(chosen) == min(most, 1 + article.word_count // 120) or sum(map(len, chosen)) + len(sentence) > LONGEST:
            break
        if not LEANS.match(sentence) and len(words - covered) >= _FRESH * max(1, len(words)):
            chosen.append(sentence)
            covered |= words
    return chosen


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower())) - STOP
