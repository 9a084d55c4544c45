"""Which language a text is in, and whether it is in one.

py3langid: 140 languages at a tenth of a millisecond per hundred characters with numpy alone. Short or unsure texts fall back on
what the publisher declares.
"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from schemas import Language

ENOUGH, ENOUGH_WIDE = 20, 12
"""Letters below which nothing is said, in ASCII and otherwise: vowel signs are no letters, ideographs are whole words."""
SAMPLE = 1000
"""Characters that are read of a text: more changed no answer on whole articles."""
PIECES, PIECE, SHORTEST, SURE = 5, 200, 80, 0.99
"""Paragraphs that are read by themselves, characters of one, and the length and probability from which one counts."""
NAMED = {"no": "nb", "wuu": "zh"}
"""What the model calls otherwise than publishers do."""
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
    if sum(mark.isalpha() for mark in sample[:400]) < (ENOUGH if sample.isascii() else ENOUGH_WIDE):
        return Language(code=said or "und", confidence=0.5 if said else 0.0)
    code, confidence = _told(sample)
    if said and said != code and (confidence < 0.9 or len(sample) < 120):
        return Language(code=said, confidence=0.5)
    return Language(code=code, confidence=round(confidence, 3))


def is_mixed(paragraphs: list[str], language: str) -> bool:
    """True where a third of the paragraphs, or more, are surely in one other language, and not in a near relation of it."""
    long = [paragraph for paragraph in paragraphs if len(paragraph) >= SHORTEST]
    if len(long) < 2:
        return False
    last = min(PIECES, len(long)) - 1
    told = [_told(long[round(place * (len(long) - 1) / last)][:PIECE]) for place in range(last + 1)]
    others = [code for code, confidence in told if confidence >= SURE and not _alike(code, language)]
    return bool(others) and max(map(others.count, others)) * 3 >= len(told)


def _alike(code: str, other: str) -> bool:
    return code == other or any(code in kin.split() and other in kin.split() for kin in KIN)


def _told(text: str) -> tuple[str, float]:
    code, confidence = _identifier().classify(text)
    return NAMED.get(str(code), str(code)), float(confidence)


def _code(declared: str | None) -> str | None:
    found = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", declared or "")
    return NAMED.get(found[0].lower(), found[0].lower()) if found else None
