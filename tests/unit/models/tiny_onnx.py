"""A token classifier small enough to be written by hand: one Gather of a row of scores for each piece (ONNX's protobuf)."""

import json
import struct
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

LABELS = ("O", "B-PER", "I-PER", "B-LOC")
WORDS = {"[UNK]": 0, "Ada": 1, "Byron": 2, "Torvik": 3}
SCORES = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
_INT64, _FLOAT = 7, 1


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _value(name: str, kind: int, *shape: int | str) -> bytes:
    dims = b"".join(_field(1, _field(1 if isinstance(size, int) else 2, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, dims)))


def _model() -> bytes:
    """ModelProto: ir 8, opset 13, scores = Gather(table, input_ids)."""
    rows, columns = len(SCORES), len(LABELS)
    numbers = struct.pack(f"<{rows * columns}f", *(score for row in SCORES for score in row))
    table = _field(1, rows) + _field(1, columns) + _field(2, _FLOAT) + _field(8, "table") + _field(9, numbers)
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "logits") + _field(4, "Gather")
    graph = (
        _field(1, node) + _field(2, "tiny") + _field(5, table)
        + _field(11, _value("input_ids", _INT64, "batch", "pieces"))
        + _field(12, _value("logits", _FLOAT, "batch", "pieces", columns))
    )  # fmt: skip
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


def write(folder: Path) -> None:
    """The three files of a model that knows Ada Byron and Torvik."""
    folder.mkdir()
    (folder / "model.onnx").write_bytes(_model())
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(LABELS)), "language": ["en", "no"]}))
