"""Static word-piece vectors: a text's vector is the mean of its pieces' vectors (weights: CARD.md)."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

HERE = Path(__file__).parent
CHARACTERS = 1_600
"""How much of a text is read: about a title and 200 words."""


@cache
def tokenizer() -> Tokenizer:
    """The word-piece tokenizer whose ids index `vectors()`; English, lower-casing."""
    found = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


@cache
def vectors() -> NDArray[np.float32]:
    """One row per word piece, already weighted by frequency; float32, shared, not to be written to."""
    with np.load(HERE / "vectors.npz") as stored:
        table = stored["rows"].astype(np.float32) * stored["scales"][:, None]
    table.flags.writeable = False
    return np.asarray(table, dtype=np.float32)


def embed(text: str) -> NDArray[np.float32]:
    """Return the unit vector of the first CHARACTERS of `text`; zeros where it has no known piece."""
    ids = tokenizer().encode(text[:CHARACTERS], add_special_tokens=False).ids
    table = vectors()
    if not ids:
        return np.zeros(table.shape[1], dtype=np.float32)
    mean = table[ids].mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length else mean, dtype=np.float32)
