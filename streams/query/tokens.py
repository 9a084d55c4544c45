"""The one tokeniser: the matcher and the index see the same words."""

import re
import unicodedata

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\uff07": "'"})


def tokens(text: str) -> list[str]:
    """NFC, case-folded words in order; inner apostrophes and combining marks stay; CJK runs become bigrams."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).translate(_APOSTROPHES)
    spaced = "".join(c if _in_word(c) else " " for c in folded)
    words = (word.strip("'") for word in spaced.split())
    return [token for word in words if word for token in _parts(word)]


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "'" or unicodedata.category(char)[0] == "M"


def _parts(word: str) -> list[str]:
    if not _CJK_RUN.search(word):
        return [word]
    found: list[str] = []
    for piece in re.findall(f"[{_CJK}]+|[^{_CJK}]+", word):
        found += _bigrams(piece) if _CJK_RUN.match(piece) else [piece]
    return found


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
