"""How likely two articles tell one event: a logistic model over how alike their terms, names and figures are (CARD.md)."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
WEIGHTS = Path(__file__).parent / "weights.json"
FEW_FIGURES, LONG = 3, 600


class Pairs(NamedTuple):
    """One article beside each of many: arrays with a line per pair.

    Cosines of body, names and titles; `crossed`: title with body, both ways; figures in common; the smaller number of
    figures; share of the leading terms in common; days between; words of the shorter.
    """

    body: F64
    names: F64
    title: F64
    crossed: F64
    shared: F64
    figures: F64
    terms: F64
    days: F64
    words: F64


def features(pairs: Pairs) -> F64:
    """A line per pair, a column per feature, the first of them 1."""
    body, names, title, crossed, shared, figures, terms, days, words = pairs
    share = np.where(figures >= FEW_FIGURES, shared / np.maximum(figures, 1), 0)
    columns = [
        np.ones(len(body)), body, names, title, crossed, share, np.log1p(shared), days, np.minimum(days, 1),
        np.sqrt(np.maximum(body, 0)), body * names, body * title, names * title, np.sqrt(np.maximum(names, 0)),
        np.log(np.minimum(words, LONG) + 20), terms,
    ]  # fmt: skip
    return np.stack(columns, axis=1)


def chances(pairs: Pairs) -> F64:
    """The probability of each pair that it tells one event."""
    found: F64 = 1 / (1 + np.exp(-features(pairs) @ _weights()))
    return found


@cache
def _weights() -> F64:
    return np.array(json.loads(WEIGHTS.read_text()))
