"""How hard a text reads (Flesch reading ease and its variants by language) and how long it takes."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from schemas import CleanArticle, Readability
from streams.steps.enrich.sentences import Span

FORMULA = {
    "en": (206.835, 1.015, 84.6),  # Flesch 1948
    "de": (180.0, 1.0, 58.5),  # Amstad 1978
    "fr": (207.0, 1.015, 73.6),  # Kandel and Moles 1958
    "es": (206.84, 1.02, 60.0),  # Fernández Huerta 1959
    "it": (217.0, 1.3, 60.0),  # Franchina and Vacca 1986
}
VOWELS = re.compile(r"[aeiouyàâäáéèêëíìîïóòôöúùûüœæ]+")
WORD = re.compile(r"[^\W\d_]+")
WORDS_PER_MINUTE = 230
LEAST_WORDS = 50


def readability(article: CleanArticle, text: str, sentences: Sequence[Span]) -> Readability | None:
    """Flesch and, for English, the Flesch-Kincaid grade of `text`, whose `sentences` these are.

    None for other languages and for texts under 50 words.
    """
    language = article.language.code
    formula = FORMULA.get(language)
    words = WORD.findall(text.lower()) if formula else []
    if formula is None or len(words) < LEAST_WORDS:
        return None
    per_sentence = len(words) / max(1, len(sentences))
    per_word = sum(count * _syllables(word, language) for word, count in Counter(words).items()) / len(words)
    flesch = formula[0] - formula[1] * per_sentence - formula[2] * per_word
    grade = round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1) if language == "en" else None
    return Readability(flesch=round(flesch, 1), grade=grade)


@lru_cache(maxsize=1 << 15)
def _syllables(word: str, language: str) -> int:
    silent = language in ("en", "fr") and word.endswith("e") and not word.endswith("le")
    return max(1, len(VOWELS.findall(word)) - silent)


def reading_minutes(article: CleanArticle) -> int | None:
    """Whole minutes at 230 words a minute, at least 1; None without a text."""
    return max(1, round(article.word_count / WORDS_PER_MINUTE)) if article.word_count else None
