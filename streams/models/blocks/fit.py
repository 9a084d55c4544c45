"""A network of two hidden layers, learnt with numpy alone: AdamW, dropout, one cycle of the learning rate."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Layers = list[tuple[F32, F32]]

BATCH, RATE, DECAY, WARM = 512, 2e-3, 1e-3, 0.3
"""Rows a step, greatest learning rate, weight decay, and the share of the steps in which the rate rises (Smith & Topin 2019)."""
DROPPED = (0.1, 0.2)
"""Share of the numbers given, and of the first hidden layer, that a step does without."""
MOMENTS, TINY = (0.9, 0.999), 1e-8


def fitted(rows: F32, labels: F32, weights: F32, hidden: tuple[int, int], epochs: int, seed: int) -> Layers:
    """The layers that tell rows labelled 1 from those labelled 0, by the weighted cross-entropy. The same seed gives the same."""
    random = np.random.default_rng(seed)
    sizes = (rows.shape[1], *hidden, 1)
    layers = [_drawn(random, before, behind) for before, behind in pairwise(sizes)]
    learning = _Adam([each for layer in layers for each in layer])
    steps, step = epochs * -(-len(rows) // BATCH), 0
    for _ in range(epochs):
        order = random.permutation(len(rows))
        for start in range(0, len(rows), BATCH):
            part = order[start : start + BATCH]
            slopes = _slopes(layers, rows[part], labels[part], weights[part], random)
            learning.step(slopes, _rate(step / steps))
            step += 1
    return layers


def _drawn(random: np.random.Generator, before: int, behind: int) -> tuple[F32, F32]:
    bound = before**-0.5
    drawn = random.uniform(-bound, bound, (before, behind)), random.uniform(-bound, bound, behind)
    return drawn[0].astype(np.float32), drawn[1].astype(np.float32)


def _rate(done: float) -> float:
    """Rises from a 25th to RATE, then falls to nothing, both along a cosine."""
    if done < WARM:
        return float(RATE * (1 - 0.96 * (1 + np.cos(np.pi * done / WARM)) / 2))
    return float(RATE * (1 + np.cos(np.pi * (done - WARM) / (1 - WARM))) / 2)


def _slopes(layers: Layers, rows: F32, labels: F32, weights: F32, random: np.random.Generator) -> list[F32]:
    """The gradient of the mean loss by each weight and bias."""
    kept = [(random.random(shape, np.float32) >= share) / np.float32(1 - share) for shape, share in _masks(layers, rows)]
    (first, first_bias), (second, second_bias), (last, last_bias) = layers
    given = rows * kept[0]
    one = np.maximum(given @ first + first_bias, 0)
    dropped = one * kept[1]
    two = np.maximum(dropped @ second + second_bias, 0)
    chances = 1 / (1 + np.exp(-(two @ last + last_bias)[:, 0]))
    wrong = (((chances - labels) * weights) / len(rows)).astype(np.float32)[:, None]
    to_two = (wrong @ last.T) * (two > 0)
    to_one = (to_two @ second.T) * kept[1] * (one > 0)
    pairs = ((given, to_one), (dropped, to_two), (two, wrong))
    return [slope for before, behind in pairs for slope in (before.T @ behind, behind.sum(0))]


def _masks(layers: Layers, rows: F32) -> list[tuple[tuple[int, int], float]]:
    return [(rows.shape, DROPPED[0]), ((len(rows), len(layers[0][1])), DROPPED[1])]


@dataclass
class _Adam:
    """Kingma & Ba 2015 with the decay apart from the slopes (Loshchilov & Hutter 2019). Changes the weights in place."""

    weights: list[F32]
    taken: int = 0
    moments: list[tuple[F32, F32]] = field(default_factory=list)

    def step(self, slopes: list[F32], rate: float) -> None:
        self.moments = self.moments or [(np.zeros_like(each), np.zeros_like(each)) for each in self.weights]
        self.taken += 1
        first, second = (1 - moment**self.taken for moment in MOMENTS)
        for weight, slope, (mean, spread) in zip(self.weights, slopes, self.moments, strict=True):
            mean += (1 - MOMENTS[0]) * (slope - mean)
            spread += (1 - MOMENTS[1]) * (slope * slope - spread)
            weight *= 1 - rate * DECAY
            weight -= rate * (mean / first) / (np.sqrt(spread / second) + TINY)
