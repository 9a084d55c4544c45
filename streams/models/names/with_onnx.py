"""Names by a token classifier in ONNX: a folder with model.onnx, tokenizer.json and config.json, as `optimum-cli export onnx` writes it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from streams.models.names.finding import Named, checked

WINDOW = 1_000
"""Code points read at once, cut at the end of a line or sentence: models read some 500 pieces of words."""
MOST_PIECES = 512

Span = tuple[int, int, str]


class WithOnnx:
    """One thread, on the CPU. `language` in config.json (a code or several) says what it reads; without it, all."""

    def __init__(self, folder: str) -> None:
        import onnxruntime

        path, options = Path(folder), onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        content = (path / "model.onnx").read_bytes()
        self._session: Any = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_PIECES)
        config = json.loads((path / "config.json").read_text("utf-8"))
        self._labels = {int(number): label for number, label in config["id2label"].items()}
        told = config.get("language")
        self.languages: frozenset[str] | None = frozenset([told] if isinstance(told, str) else told) if told else None
        self.mark = f"onnx:{path.name}@{hashlib.sha256(content).hexdigest()[:8]}"

    def __call__(self, text: str, language: str) -> list[Named]:  # noqa: ARG002
        return checked(text, (span for start, end in windows(text) for span in self._names(text[start:end], start)))

    def _names(self, text: str, at: int) -> Iterator[Span]:
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (scores,) = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[:1]
        labels = [self._labels[int(number)] for number in scores[0].argmax(axis=-1)]
        yield from spans(labels, encoded.word_ids, encoded.offsets, at)


def spans(labels: list[str], words: list[int | None], offsets: list[tuple[int, int]], at: int) -> Iterator[Span]:
    """Runs of words of one kind; a word is what its first piece is, and B- begins another name."""
    current: tuple[int, int, str] | None = None
    last: int | None = None
    for label, word, (start, end) in zip(labels, words, offsets, strict=True):
        if word is None or start == end:
            continue
        mark, _, kind = label.rpartition("-")
        if word == last:
            current = (current[0], at + end, current[2]) if current else None
        elif current and mark != "B" and kind == current[2]:
            current = (current[0], at + end, kind)
        else:
            if current:
                yield current
            current = (at + start, at + end, kind) if label != "O" else None
        last = word
    if current:
        yield current


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most WINDOW code points, cut where a line, a sentence or at least a word ends."""
    start = 0
    while start < len(text):
        end = min(len(text), start + WINDOW)
        if end < len(text):
            cut = max((text.rfind(mark, start + WINDOW // 2, end) for mark in ("\n", ". ")), default=-1)
            cut = cut if cut > 0 else text.rfind(" ", start + WINDOW // 2, end)
            end = cut + 1 if cut > 0 else end
        yield start, end
        start = end
