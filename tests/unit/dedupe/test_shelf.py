"""The shelf against a dictionary: the same answers whatever was added, removed, sealed and merged."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.steps.dedupe import shelf, sieve
from streams.steps.dedupe.shelf import Row, Shelf

ROWS = st.tuples(st.sets(st.integers(0, 40), max_size=6), st.lists(st.integers(0, 9), max_size=3), st.integers(0, 900))
STEPS = st.lists(st.one_of(ROWS, st.integers(0, 60)), max_size=120)


def row(prints: set[int], more: list[int], words: int) -> Row:
    return Row(np.array(sorted(prints), np.uint32), np.array(sorted(more), np.uint32), np.array(more, np.uint32), words, b"x" * len(prints))


def plain(found: Row) -> tuple[list[int], list[int], list[int], int, bytes]:
    return found.prints.tolist(), found.figures.tolist(), found.paragraphs.tolist(), found.words, found.packed


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_it_answers_as_a_dictionary_would(steps: list[tuple[set[int], list[int], int] | int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "OPEN", 4)
        patch.setattr(shelf, "FAN", 2)
        patch.setattr(sieve, "FEW", 1)
        kept, model, number = Shelf(), dict[int, Row](), 0
        for step in steps:
            if isinstance(step, tuple):
                model[number] = row(*step)
                kept.add(number, model[number])
                number += 1
            elif model:
                gone = sorted(model)[step % len(model)]
                del model[gone]
                kept.remove(gone)
        for each in (kept, Shelf.of(kept.to_arrays())):
            _answers_as(each, model)


def _answers_as(kept: Shelf, model: dict[int, Row]) -> None:
    assert len(kept) == len(model)
    for each, theirs in model.items():
        assert plain(kept.get(each)) == plain(theirs)
    keys = np.arange(0, 40, 3, dtype=np.uint32)
    wanted = sorted(each for each, theirs in model.items() for mark in theirs.prints.tolist() if mark in set(keys.tolist()))
    assert sorted(kept.holders(keys).tolist()) == wanted
    assert sorted(mark for prints in kept.prints() for mark in prints.tolist()) == sorted(
        mark for theirs in model.values() for mark in theirs.prints.tolist()
    )


def test_what_was_removed_is_not_there() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "OPEN", 2)
        kept = Shelf()
        for number in range(5):
            kept.add(number, row({number}, [], 1))
        for gone in (1, 0):  # the second empties its segment
            kept.remove(gone)
            with pytest.raises(KeyError):
                kept.get(gone)
        with pytest.raises(KeyError):
            kept.get(5)


def test_what_is_remembered_of_texts_takes_half_a_kilobyte_each() -> None:
    kept, draw = Shelf(), np.random.default_rng(7)
    prints = np.sort(draw.integers(0, 2**32, (20_000, 32), dtype=np.uint32), axis=1)
    for number, marks in enumerate(prints):
        kept.add(number, Row(marks, marks[:8], marks[:8], 300))
    names = ("numbers", "sizes", "starts", "packed_starts", "flat", "keys", "owners")
    held = sum(getattr(segment, name).nbytes for segment in kept._sealed for name in names)
    assert held / 20_000 < 600
    assert len(kept._sealed) <= 5
