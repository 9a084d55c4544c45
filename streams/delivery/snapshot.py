"""The memory of dedupe on disk: one file that is whole or not used, so that a restart folds only what came after it.

A zip of arrays (NumPy's npz), whose checksums cover every byte of them. It is written beside the old one and takes its
place when it lies safely on the disk.
"""

import os
import time
import zipfile
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from streams.steps.dedupe.arrays import Arrays, packed, unpacked
from streams.steps.dedupe.memory import FORMAT

LEFT_BEHIND = 60
"""Seconds without a write after which a half-written file is nobody's."""


class Unusable(Exception):
    """The file cannot stand for what was folded; the message says why."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a memory goes on `news.fingerprints`: the last record it holds, by offset and key."""

    offset: int
    key: str


def save(path: Path, arrays: Arrays, reach: Reach) -> None:
    """Raises OSError, and leaves the file that was there, where the new one cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob("*.half"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            left.unlink(missing_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".half", delete=False) as file:
        half = Path(file.name)
        try:
            np.savez(file, about=packed([FORMAT, *astuple(reach)]), **arrays)  # type: ignore[arg-type]  # its keywords are the arrays
            file.flush()
            os.fsync(file.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder know its new file after a crash of the machine."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def load(path: Path) -> tuple[Arrays, Reach] | None:
    """What was saved last; None where nothing was. Raises Unusable for what is torn, changed or of another format."""
    if not path.exists():
        return None
    try:
        with zipfile.ZipFile(path) as file:
            if damaged := file.testzip():
                raise Unusable(f"{damaged} is not what was written")
        with np.load(path, allow_pickle=False) as saved:
            format, *reach = unpacked(saved["about"])
            if format != FORMAT:
                raise Unusable(f"it is of format {format}, not {FORMAT}")
            return {name: saved[name] for name in saved.files if name != "about"}, Reach(*reach)
    except Unusable:
        raise
    except Exception as error:  # zipfile and NumPy raise a dozen kinds over a torn or changed file
        raise Unusable(f"{type(error).__name__}: {error}") from error
