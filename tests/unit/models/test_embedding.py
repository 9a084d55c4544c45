"""The static vectors."""

import numpy as np

from streams.models.embedding import embed


def test_a_text_has_a_unit_vector_that_never_changes() -> None:
    first, second = embed("The minister met the generals"), embed("The minister met the generals")
    assert first.tobytes() == second.tobytes()
    assert first.dtype == np.float32
    assert abs(float(np.linalg.norm(first)) - 1) < 1e-5


def test_a_text_without_words_has_a_vector_of_zeros() -> None:
    assert not embed("").any()
