"""Small networks fitted with numpy alone: rectifiers, dropout, AdamW (Loshchilov and Hutter 2019) under a warmed, falling pace."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from streams.models.blocks import scaled

F32 = NDArray[np.float32]
RATE, DECAY, DROPPED, WARM = 3e-3, 1e-3, (0.1, 0.2), 0.3


def fitted(rows: F32, labels: F32, weights: F32, nets: int, hidden: tuple[int, int], epochs: int, batch: int) -> dict[str, F32]:
    """The arrays of so many networks that tell labels from rows, in half precision, with the mean and deviation of the rows."""
    mean, deviation = rows.mean(0), rows.std(0) + np.float32(1e-3)
    given, stored = scaled(rows, mean, deviation), {"mean": mean, "deviation": deviation}
    for seed in range(nets):
        matrices, biases = _trained(given, labels, weights / weights.mean(), hidden, epochs, batch, seed)
        for place, (matrix, bias) in enumerate(zip(matrices, biases, strict=True)):
            stored[f"{seed}.{place}.w"], stored[f"{seed}.{place}.b"] = matrix.astype(np.float16), bias.astype(np.float16)
    return stored


def _trained(
    rows: F32, labels: F32, weights: F32, hidden: tuple[int, int], epochs: int, batch: int, seed: int
) -> tuple[list[F32], list[F32]]:
    random = np.random.default_rng(seed)
    sizes = (rows.shape[1], *hidden, 1)
    matrices = [random.normal(0, np.sqrt(2 / low), (low, high)).astype(np.float32) for low, high in pairwise(sizes)]
    biases = [np.zeros(size, np.float32) for size in sizes[1:]]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in matrices + biases]
    steps, step = epochs * -(-len(rows) // batch), 0
    for _ in range(epochs):
        order = random.permutation(len(rows))
        for start in range(0, len(rows), batch):
            part = order[start : start + batch]
            slopes = _slopes(matrices, biases, rows[part], labels[part], weights[part], random)
            step += 1
            for place, (each, slope, (first, second)) in enumerate(zip(matrices + biases, slopes, moments, strict=True)):
                first += 0.1 * (slope - first)
                second += 0.001 * (slope * slope - second)
                move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                each -= np.float32(_pace(step / steps)) * (move + (DECAY * each if place < len(matrices) else 0))
    return matrices, biases


def _pace(passed: float) -> float:
    return RATE * (passed / WARM if passed < WARM else 0.5 * (1 + np.cos(np.pi * (passed - WARM) / (1 - WARM))))


def _slopes(matrices: list[F32], biases: list[F32], rows: F32, labels: F32, weights: F32, random: np.random.Generator) -> list[F32]:
    """Of the weighted cross entropy, for every matrix and then every bias."""
    inputs, masks, given = list[F32](), list[F32](), rows
    for place, (matrix, bias) in enumerate(zip(matrices, biases, strict=True)):
        share = DROPPED[place] if place < len(DROPPED) else 0.0
        masks.append(((random.random(given.shape, dtype=np.float32) >= share) / (1 - share)).astype(np.float32))
        inputs.append(given * masks[-1])
        given = inputs[-1] @ matrix + bias
        given = np.maximum(given, 0) if place < len(matrices) - 1 else given
    slope = ((1 / (1 + np.exp(-given[:, 0])) - labels) * weights / len(rows))[:, None].astype(np.float32)
    of_matrices, of_biases = list[F32](), list[F32]()
    for place in reversed(range(len(matrices))):
        of_matrices.insert(0, inputs[place].T @ slope)
        of_biases.insert(0, slope.sum(0))
        slope = (slope @ matrices[place].T) * masks[place] * (inputs[place] > 0)
    return of_matrices + of_biases
