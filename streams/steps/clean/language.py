"""Which language a text is in, and whether it is in one.

py3langid: 140 languages at a tenth of a millisecond per hundred characters with numpy alone. Short or unsure texts fall back on
what the publisher declares.
"""

import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from schemas import Language
from streams.models.blocks.features import function_words
from streams.models.languages import corrected

ENOUGH, ENOUGH_WIDE = 20, 12
"""Letters below which nothing is said, in ASCII and otherwise: vowel signs are no letters, ideographs are whole words."""
SAMPLE, ENDS, CLEAR = 1000, 150, 0.97
"""Characters that are read of a text: more changed no answer on whole articles. Bytes at its ends are enough where they are clear."""
PIECES, PIECE, SHORTEST, SURE = 5, 200, 80, 0.99
"""Paragraphs that are read by themselves, characters of one, and the length and probability from which one counts."""
FEW = 4
SCRIPTS = {
    "HANGUL": "ko", "GREEK": "el", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "GUJARATI": "gu", "GURMUKHI": "pa", "TELUGU": "te",
    "TAMIL": "ta", "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "HEBREW": "he", "KHMER": "km", "LAO": "lo", "HIRAGANA": "ja",
    "KATAKANA": "ja",
}  # fmt: skip
"""Letters from which a script tells the language of a short text, and the scripts that (nearly) one language alone is written in."""
NAMED = {"no": "nb", "wuu": "zh"}
"""What the model calls otherwise than publishers do."""
SPOKEN, FOREIGN, QUICK = 0.3, 0.12, frozenset("en de fr es it nl pt sv".split())
"""Least share of a paragraph's words that are its language's function words, most that are others' alone, and where this tells."""
KIN = ("nb nn no da sv", "hr bs sr sl me", "id ms jv su", "cs sk", "es gl ca an ext ast pt", "hi mr ne", "ru uk be bg mk sr", "af nl fy",
       "fr oc", "az tr tk crh", "zu xh ss", "st tn nso", "zh ja")  # fmt: skip
"""Languages that a paragraph is easily mistaken among."""


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str, declared: str | None) -> Language:
    """The language of `text`; where it is too short or unclear, the declared one, else `und`."""
    said = _code(declared)
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample[:400])) < (ENOUGH if sample.isascii() else ENOUGH_WIDE):
        return _short(sample, said)
    ends = ENDS * len(sample) // len(sample.encode("utf-8", "replace"))
    code, confidence = _told(f"{sample[:ends]} {sample[-ends:]}") if len(sample) > 2 * ends else ("und", 0.0)
    if confidence < CLEAR:
        code, confidence = _told(sample)
    if said and said != code and (confidence < 0.9 or len(sample) < 120):
        return Language(code=said, confidence=0.5)
    return Language(code=code, confidence=round(confidence, 3))


def _short(text: str, said: str | None) -> Language:
    """What is declared, or what only one language is written in."""
    scripts = [unicodedata.name(mark, "").split(" ")[0] for mark in text[:400] if mark.isalpha()]
    own = {SCRIPTS.get(script) for script in scripts}
    if not said and len(scripts) >= FEW and len(own) == 1 and (code := own.pop()):
        return Language(code=code, confidence=0.9)
    return Language(code=said or "und", confidence=0.5 if said else 0.0)


def is_mixed(paragraphs: list[str], language: str) -> bool:
    """True where a third of the paragraphs, or more, are surely in one other language, and not in a near relation of it."""
    long = [paragraph for paragraph in paragraphs if len(paragraph) >= SHORTEST]
    if len(long) < 2:
        return False
    last = min(PIECES, len(long)) - 1
    pieces = [long[round(place * (len(long) - 1) / last)][:PIECE] for place in range(last + 1)]
    told = [_told(piece) for piece in pieces if not _reads_as(piece, language)]
    others = [code for code, confidence in told if confidence >= SURE and not _alike(code, language)]
    return bool(others) and max(map(others.count, others)) * 3 >= len(pieces)


def _reads_as(piece: str, language: str) -> bool:
    """Whether a piece is in a language beyond doubt, by its function words: that is quick to see."""
    if language not in QUICK:
        return False
    words = piece.lower().split()
    known = [found for found in map(function_words().get, words) if found]
    own = sum(language in each for each in known)
    return own >= SPOKEN * len(words) and len(known) - own <= FOREIGN * len(words)


def _alike(code: str, other: str) -> bool:
    return code == other or any(code in kin.split() and other in kin.split() for kin in KIN)


def _told(text: str) -> tuple[str, float]:
    code, confidence = _identifier().classify(text)
    return corrected(text, NAMED.get(str(code), str(code))), float(confidence)


def _code(declared: str | None) -> str | None:
    found = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", declared or "")
    return NAMED.get(found[0].lower(), found[0].lower()) if found else None
