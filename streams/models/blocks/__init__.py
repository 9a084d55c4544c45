"""Which lines of a page are the article: small networks on what each line says of itself and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

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
    """Two hidden layers with rectifiers; several such networks side by side as one, whose probabilities are averaged."""

    mean: F32
    deviation: F32
    layers: list[tuple[F32, F32]]

    @classmethod
    def of(cls, mean: F32, deviation: F32, nets: Sequence[list[tuple[F32, F32]]]) -> Self:
        """From the weights and biases of each network by layer: only in the first layer do they see the same numbers."""
        layers = []
        for place, layer in enumerate(zip(*nets, strict=True)):
            weights, biases = zip(*layer, strict=True)
            layers.append((_diagonal(weights) if place else np.hstack(weights), np.hstack(biases)))
        return cls(mean, deviation, layers)

    def scores(self, features: F32) -> NDArray[np.float32]:
        found = scaled(features, self.mean, self.deviation)
        for place, (weights, bias) in enumerate(self.layers):
            found = (np.maximum(found, 0, out=found) if place else found) @ weights
            found += bias
        chances: NDArray[np.float32] = (1 / (1 + np.exp(-found))).mean(axis=1, dtype=np.float32)
        return chances


def _diagonal(matrices: Sequence[F32]) -> F32:
    """One matrix with these along its diagonal."""
    height, width = matrices[0].shape
    found = np.zeros((height * len(matrices), width * len(matrices)), np.float32)
    for place, matrix in enumerate(matrices):
        found[height * place : height * (place + 1), width * place : width * (place + 1)] = matrix
    return found


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
    return Network.of(found["mean"], found["deviation"], layers)
