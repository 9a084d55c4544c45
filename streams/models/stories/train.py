"""Fit the weights on pairs of articles that editors said tell one event, or not.

python -m tests.benchmarks.dedupe pairs STREAM.jsonl EVENTS.jsonl.gz PAIRS.npz   # for squeeze 1 and 30
python -m streams.models.stories.train PAIRS.npz PAIRS.npz
"""

import json
import sys

import numpy as np

from streams.models.stories import F64, WEIGHTS, Pairs, features

RIDGE, STEPS = 1.0, 15


def fit(columns: F64, same: F64) -> F64:
    """Logistic regression with a ridge over scaled columns, by Newton's steps; the first column is the constant."""
    mean, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    mean[0], spread[0] = 0, 1
    scaled, weights = (columns - mean) / spread, np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        curve = (scaled * (chance * (1 - chance) + 1e-9)[:, None]).T @ scaled + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, scaled.T @ (chance - same) + RIDGE * weights)
    weights /= spread
    weights[0] -= mean[1:] @ weights[1:]
    return weights


def main(*paths: str) -> None:
    sets = [np.load(path) for path in paths]
    columns = np.concatenate([features(Pairs(*each["pairs"].astype(np.float64).T)) for each in sets])
    same = np.concatenate([each["same"] for each in sets]).astype(np.float64)
    WEIGHTS.write_text(json.dumps(fit(columns, same).round(4).tolist()) + "\n")
    sys.stderr.write(f"{len(same)} pairs, {int(same.sum())} of one event\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
