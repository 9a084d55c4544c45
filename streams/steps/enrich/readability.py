"""How hard a text reads (Flesch reading ease and its variants by language) and how long it takes."""

import re

from schemas import CleanArticle, Readability
from streams.steps.enrich.sentences import sentences

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


def readability(article: CleanArticle) -> Readability | None:
    """Flesch and, for English, the Flesch-Kincaid grade. None for other languages and for texts under 50 words."""
    formula = FORMULA.get(article.language.code)
    text = article.text[:20_000]
    words = WORD.findall(text.lower())
    if formula is None or len(words) < LEAST_WORDS:
        return None
    per_sentence = len(words) / max(1, len(sentences(text)))
    per_word = sum(_syllables(word, article.language.code) for word in words) / len(words)
    flesch = formula[0] - formula[1] * per_sentence - formula[2] * per_word
    grade = round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1) if article.language.code == "en" else None
    return Readability(flesch=round(flesch, 1), grade=grade)


def _syllables(word: str, language: str) -> int:
    silent = language in ("en", "fr") and word.endswith("e") and not word.endswith("le")
    return max(1, len(VOWELS.findall(word)) - silent)


def reading_minutes(article: CleanArticle) -> int | None:
    """Whole minutes at 230 words a minute, at least 1; None without a text."""
    return max(1, round(article.word_count / WORDS_PER_MINUTE)) if article.word_count else None
