"""State as named arrays: what a snapshot holds, and how one part's names are told from another's."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

U32 = NDArray[np.uint32]
Arrays = Mapping[str, NDArray[Any]]

EMPTY: U32 = np.empty(0, np.uint32)


def under(name: str, arrays: Arrays) -> Arrays:
    """The same arrays as parts of `name`."""
    return {f"{name}.{each}": array for each, array in arrays.items()}


def part(name: str, arrays: Arrays) -> Arrays:
    """The arrays that are parts of `name`; none where there is no such part."""
    return {each.removeprefix(f"{name}."): array for each, array in arrays.items() if each.startswith(f"{name}.")}


def joined(pieces: Iterable[Any], dtype: Any) -> Arrays:
    """Pieces of any lengths, as one array and their lengths."""
    kept = [np.asarray(piece, dtype) for piece in pieces]
    flat = np.concatenate(kept) if kept else np.empty(0, dtype)
    return {"flat": flat, "lengths": np.fromiter(map(len, kept), np.int64, len(kept))}


def parted(arrays: Arrays) -> list[NDArray[Any]]:
    """The pieces that `joined` was given."""
    ends = np.cumsum(arrays["lengths"])
    return [arrays["flat"][end - length : end] for end, length in zip(ends.tolist(), arrays["lengths"].tolist(), strict=True)]


def packed(value: Any) -> NDArray[np.uint8]:
    """A value of JSON as its bytes."""
    return np.frombuffer(orjson.dumps(value), np.uint8)


def unpacked(array: NDArray[np.uint8]) -> Any:
    """Raises ValueError for what is no JSON."""
    return orjson.loads(array.tobytes())
