"""A taxonomy of one's own."""

from pathlib import Path

import numpy as np
import pytest

from streams.models.topics import own
from streams.models.topics.fit import platt, sigmoid, threshold

BREAD = ["dough", "oven", "flour", "yeast", "loaf", "crust", "bakery", "rye", "sourdough", "rolls", "butter", "pastry"]
BOATS = ["sail", "harbour", "mast", "crew", "hull", "rudder", "anchor", "yacht", "rowing", "ferry", "tide", "dock"]


def taught(**options: object) -> tuple[own.Own, list[own.Measured]]:
    texts = [f"About {' and '.join(words[n : n + 3])}" for words in (BREAD, BOATS) for n in range(10)]
    given = [{"bread"}] * 10 + [{"boats"}] * 10
    return own.learn([*texts, "nothing of the kind"], [*given, {"rare"}], **options)  # type: ignore[arg-type]


def test_what_was_taught_is_said_of_a_text_that_was_not_seen() -> None:
    learnt, measured = taught()
    assert [label for label, _ in learnt.said("The baker kneads dough and heats the oven")] == ["bread"]
    assert [label for label, _ in learnt.said("The crew hoists the sail of the yacht")] == ["boats"]
    assert all(row.precision >= 0.7 for row in measured)


def test_a_label_with_too_few_texts_is_left_out_and_none_at_all_is_refused() -> None:
    assert [row.label for row in taught()[1]] == ["boats", "bread"]
    with pytest.raises(ValueError, match="no label has 5 texts"):
        own.learn(["a", "b"], [{"x"}, {"y"}])


def test_labels_that_cannot_be_told_apart_are_never_said() -> None:
    texts = ["The same words about the same thing"] * 20
    learnt, measured = own.learn(texts, [{"heads"} if n % 2 else {"tails"} for n in range(20)])
    assert learnt.said(texts[0]) == []
    assert not any(row.said for row in measured)


def test_what_was_saved_is_what_is_loaded(tmp_path: Path) -> None:
    learnt, measured = taught(instead=True, languages=("en", "de"))
    own.save(tmp_path / "desks", learnt, measured)
    loaded = own.load(tmp_path / "desks")
    assert loaded.said("dough in the oven") == learnt.said("dough in the oven")
    assert (loaded.instead, loaded.languages, loaded.version[:6]) == (True, ("en", "de"), "desks@")


def test_learning_twice_gives_the_same() -> None:
    assert np.array_equal(taught()[0].weights, taught()[0].weights)


def test_calibration_makes_too_bold_scores_as_true_as_they_say() -> None:
    logits = np.repeat(np.array([4.0, -4.0], np.float32), 100)
    truth = np.concatenate([np.arange(100) < 75, np.arange(100) < 25]).astype(np.float32)
    slope, shift = platt(logits, truth)
    assert sigmoid(slope * logits + shift)[[0, -1]] == pytest.approx([0.75, 0.25], abs=0.01)


def test_a_threshold_is_the_lowest_with_the_precision_asked_for() -> None:
    scores, truth = np.array([0.9, 0.8, 0.7, 0.6], np.float32), np.array([1, 1, 0, 0], np.float32)
    assert threshold(scores, truth, 1.0) == pytest.approx(0.8)
    assert threshold(scores, truth, 0.6) == pytest.approx(0.7)
    assert threshold(scores, 1 - truth, 0.9) > scores.max()
