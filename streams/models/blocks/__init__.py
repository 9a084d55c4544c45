"""Which lines of a page are the article: small networks on what each line says of itself and where it stands."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks.features import F32, of_blocks, of_lines
from streams.models.blocks.walk import Block, Walked, blocks, parsed, walked

__all__ = ["Block", "Walked", "blocks", "of_blocks", "of_lines", "parsed", "scaled", "scores", "walked"]

Kind = Literal["page", "dump"]
HERE = Path(__file__).parent
FURTHEST = 5.0
"""Standard deviations from the mean beyond which a number says no more."""


@dataclass(frozen=True, slots=True)
class Network:
    """Two hidden layers with rectifiers; several such networks, whose probabilities are averaged."""

    mean: F32
    deviation: F32
    layers: list[list[tuple[F32, F32]]]

    def scores(self, features: F32) -> NDArray[np.float32]:
        given = scaled(features, self.mean, self.deviation)
        found = np.zeros(len(features), np.float32)
        for layers in self.layers:
            hidden = given
            for weights, bias in layers[:-1]:
                hidden = np.maximum(hidden @ weights + bias, 0)
            found += 1 / (1 + np.exp(-(hidden @ layers[-1][0] + layers[-1][1])[:, 0]))
        return (found / len(self.layers)).astype(np.float32)


def scaled(features: F32, mean: F32, deviation: F32) -> F32:
    """What the networks are given of each number."""
    found: F32 = np.clip((features - mean) / deviation, -FURTHEST, FURTHEST)
    return found


def scores(kind: Kind, features: F32) -> NDArray[np.float32]:
    """For each row the probability that it is the article's: `page` for `of_blocks`, `dump` for `of_lines`."""
    return _network(kind).scores(features)


@cache
def _network(kind: Kind) -> Network:
    with np.load(HERE / f"{kind}.npz") as file:
        stored = {name: file[name].astype(np.float32) for name in file.files}
    nets = sorted({name.split(".")[0] for name in stored if "." in name})
    layers = [[(stored[f"{net}.{layer}.w"], stored[f"{net}.{layer}.b"]) for layer in range(3)] for net in nets]
    return Network(stored["mean"], stored["deviation"], layers)
