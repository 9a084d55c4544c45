"""Which language a text is in.

py3langid: 97 languages at 0.1 to 0.3 ms per article with numpy alone; lingua's accurate model is a few points better on
short texts but takes tens of times longer. Short or unsure texts fall back on what the publisher declares.
"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from schemas import Language

ENOUGH = 20
"""Letters below which nothing is said."""


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str, declared: str | None) -> Language:
    """The language of `text`; where it is too short or unclear, the declared one, else `und`."""
    said = _code(declared)
    sample = text[:3000]
    if sum(mark.isalpha() for mark in sample[:400]) < ENOUGH:
        return Language(code=said or "und", confidence=0.5 if said else 0.0)
    code, confidence = _identifier().classify(sample)
    if said and said != code and (confidence < 0.9 or len(sample) < 120):
        return Language(code=said, confidence=0.5)
    return Language(code=str(code), confidence=round(float(confidence), 3))


def _code(declared: str | None) -> str | None:
    found = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", declared or "")
    return found[0].lower() if found else None
