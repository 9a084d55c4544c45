"""Which lines of a page are the article: small networks on what each line says of itself and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks.features import F32, of_blocks, of_lines
from streams.models.blocks.walk import Block, Walked, blocks, parsed, walked

__all__ = ["Block", "Network", "Walked", "blocks", "network_of", "of_blocks", "of_lines", "parsed", "scaled", "scores", "walked"]

WEIGHTS = Path(__file__).with_name("page.npz")
LAYERS = 3
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


def scores(features: F32) -> NDArray[np.float32]:
    """For each row of `of_blocks` the probability that it is the article's."""
    return _network().scores(features)


@cache
def _network() -> Network:
    with np.load(WEIGHTS) as file:
        return network_of({name: file[name] for name in file.files})


def network_of(stored: Mapping[str, F32]) -> Network:
    """Out of `mean`, `deviation` and, for every network and layer, `NETWORK.LAYER.w` and `.b`."""
    found = {name: each.astype(np.float32) for name, each in stored.items()}
    nets = sorted({name.split(".")[0] for name in found if "." in name})
    layers = [[(found[f"{net}.{layer}.w"], found[f"{net}.{layer}.b"]) for layer in range(LAYERS)] for net in nets]
    return Network(found["mean"], found["deviation"], layers)
