"""What the name tagger sees of a word: hashes of its letters, its shape, gazetteer bits and its word pieces' vectors."""

import re
import string
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from streams.models import embedding

WORDS, PARTS, SHAPES, LISTS, BITS = 32768, 8192, 512, 256, 1 << 21
SIZES = (WORDS, PARTS, PARTS, PARTS, PARTS, PARTS, SHAPES, LISTS, WORDS)
"""Rows of each embedding table, in the order `features` gives the indices."""
PIECE_SCALE = np.float32(0.3)
"""Spread the piece vectors are brought to, that of the other inputs."""

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
"""One byte a hash of a lower-case word; bits: 1 place, 2 country, 4 given name, 8 family name, 16 a club by itself,
32 a word of a club's name, 64 demonym, 128 a brand or company by itself."""


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


def pieces(words: Sequence[str], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of each word's rows, one row a word piece of `embedding`; zeros for a word without a piece."""
    text = [word[:_LONGEST] for word in words]
    found = embedding.tokenizer().encode(text, is_pretokenized=True, add_special_tokens=False)
    means = np.zeros((len(words), rows.shape[1]), np.float32)
    if found.ids:
        owners, first, counts = np.unique(np.array(found.word_ids, np.int64), return_index=True, return_counts=True)
        means[owners] = np.add.reduceat(rows[found.ids], first, axis=0) / counts[:, None].astype(np.float32)
    return means


def piece_rows() -> NDArray[np.float32]:
    """The vectors of `embedding`, brought to PIECE_SCALE."""
    rows = embedding.vectors()
    return np.asarray(rows * (PIECE_SCALE / rows.std()), np.float32)
