"""What the name tagger sees of a word: hashes of its letters, its shape, and whether a gazetteer knows it."""

import re
import string
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS, PARTS, SHAPES, LISTS, BITS = 32768, 8192, 512, 16, 1 << 18
SIZES = (WORDS, PARTS, PARTS, PARTS, PARTS, PARTS, SHAPES, LISTS, WORDS)
"""Rows of each embedding table, in the order `features` gives the indices."""

_SHAPE = str.maketrans(
    {
        **dict.fromkeys(string.ascii_uppercase, "X"),
        **dict.fromkeys(string.ascii_lowercase, "x"),
        **dict.fromkeys(string.digits, "d"),
    }
)
_RUN = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_LONGEST = 60

Bitmap = NDArray[np.uint8]
"""One byte a hash of a lower-case word; bits: 1 place, 2 country, 4 given name, 8 family name."""


def slot(word: str) -> int:
    """Where a word stands in the bitmap."""
    return zlib.crc32(word.lower().encode()) % BITS


def features(word: str, lists: Bitmap) -> tuple[int, ...]:
    """Indices into the embedding tables, one per entry of SIZES; the same word always gives the same."""
    word = word[:_LONGEST]
    edged = ("^" + _DIGIT.sub("0", word.lower()) + "$").encode()
    shape = _RUN.sub(r"\1\1", word.translate(_SHAPE))[:8]
    crc = zlib.crc32
    return (
        crc(edged) % WORDS,
        crc(b"p" + edged[:4]) % PARTS,
        crc(b"s" + edged[-4:]) % PARTS,
        crc(b"S" + edged[-3:] + shape[:3].encode()) % PARTS,
        crc(b"P" + edged[:5]) % PARTS,
        crc(b"T" + edged[-5:]) % PARTS,
        crc(b"h" + shape.encode()) % SHAPES,
        int(lists[slot(word)]),
        crc(b"c" + word.encode()) % WORDS,
    )


def table(words: Sequence[str], lists: Bitmap) -> NDArray[np.int32]:
    """`features` of many words: shape (len(words), len(SIZES))."""
    return np.array([features(word, lists) for word in words], dtype=np.int32).reshape(len(words), len(SIZES))
