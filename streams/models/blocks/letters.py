"""Patterns of many words, made fast, and letters told by bytes."""

import re
from itertools import groupby

WESTERN = bytes(code for code in range(256) if bytes([code]).decode("cp1252", "replace").isalnum())
"""The letters and digits of Windows-1252: what can be written in it is counted and folded by bytes, at a tenth of the time."""
ELSE = bytes(code for code in range(256) if code not in WESTERN)
WORDS_APART = bytes(code if code in WESTERN else 0x20 for code in range(256))


def by_first_letter(words: str) -> re.Pattern[str]:
    """The pattern of words parted by `|`, each beginning with a plain letter or mark; groups hold what parts them inside.

    It finds what `re.compile(words)` finds: two words with other first letters never match at one place. But at most places no
    word is tried beyond the letter, where the plain pattern tries every one.
    """
    return re.compile(grouped(words))


def grouped(words: str) -> str:
    """The same as text, to be put in a greater pattern."""
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(word[1:] for word in some)})" for letter, some in by_letter(words).items())


def by_letter(words: str) -> dict[str, list[str]]:
    """The alternatives of a pattern by their first letter."""
    found = sorted(_alternatives(words), key=lambda word: word[0])
    return {letter: list(some) for letter, some in groupby(found, key=lambda word: word[0])}


def _alternatives(words: str) -> list[str]:
    """What `|` parts outside of groups."""
    found, depth = [""], 0
    for mark in words:
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and not depth:
            found.append("")
        else:
            found[-1] += mark
    return found
