"""Fit one logistic unit per label, all at once, by Adam on whole batches. numpy alone: a user's head is trained with it too."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
SCALE = 6.0
"""What unit vectors are multiplied by, so that a step moves weights and bias alike."""
STEPS = 300
RATE = 0.2
DECAY = 1e-5


def fit(vectors: Array, targets: Array, weights: Array, steps: int = STEPS, told: Callable[[], None] = lambda: None) -> tuple[Array, Array]:
    """Return (coefficients by label, bias) that best give `targets` (rows by labels, 0 to 1) for unit `vectors`.

    Minimises the weighted cross-entropy; the same input gives the same output. `told` hears of each step.
    """
    rows = (vectors * SCALE).astype(np.float32)
    share = (weights / weights.sum()).astype(np.float32)[:, None]
    given = np.concatenate([rows, np.ones((len(rows), 1), np.float32)], axis=1)
    found = np.zeros((given.shape[1], targets.shape[1]), np.float32)
    found[-1] = -3.0
    mean, square = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, steps + 1):
        slope = given.T @ ((sigmoid(given @ found) - targets) * share) + DECAY * found
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        pace = RATE * (1 - step / (steps + 1))
        found = found - pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        told()
    return np.ascontiguousarray(found[:-1].T * SCALE, dtype=np.float32), found[-1].astype(np.float32)


def sigmoid(logits: Array) -> Array:
    """The logistic function, without overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -40, 40))), dtype=np.float32)


def platt(logits: Array, truth: Array, steps: int = 100) -> tuple[float, float]:
    """Slope and shift that make `sigmoid(slope * logit + shift)` a probability of `truth` (Platt 1999), by damped Newton steps."""
    rows = np.stack([logits, np.ones_like(logits)]).astype(np.float64)
    rate = min(max(float(truth.mean()), 1e-6), 1 - 1e-6)
    found = np.array([0.0, np.log(rate / (1 - rate))])
    ridge = np.diag([1e-4, 1e-9])
    for _ in range(steps):
        odds = 1.0 / (1.0 + np.exp(-np.clip(found @ rows, -40, 40)))
        slope = rows @ (odds - truth) / len(truth) + ridge @ found
        move = np.clip(np.linalg.solve((rows * (odds * (1 - odds) + 1e-9)) @ rows.T / len(truth) + ridge, slope), -1, 1)
        found = found - move
        if abs(move).max() < 1e-6:
            break
    return float(found[0]), float(found[1])


def threshold(scores: Array, truth: Array, precision: float, fewest: int = 1) -> float:
    """The lowest score from which up `precision` of what is told, `fewest` or more, is true; above every score where none is."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    right = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(ordered[:-1] > ordered[1:], True)
    good = np.flatnonzero((right >= precision) & last_of_equals)
    good = good[good >= fewest - 1]
    return float(ordered[good[-1]]) if len(good) else float(scores.max(initial=0.0)) + 0.01
