"""What a second network is told of the lines about one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.models import lines
from streams.models.lines.neighbours import NEAR, of_neighbours


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(1, 10**6)), min_size=1, max_size=60))
def test_every_line_has_as_many_numbers_and_none_is_odd(found: list[tuple[float, int]]) -> None:
    chances, lengths = (np.array(column) for column in zip(*found, strict=True))
    rows = of_neighbours(chances.astype(np.float32), lengths)
    assert rows.shape == (len(found), of_neighbours(np.ones(1, np.float32), np.ones(1, np.int64)).shape[1])
    assert np.isfinite(rows).all()


def test_a_line_sees_its_neighbours_and_the_stretch_that_it_stands_in() -> None:
    rows = of_neighbours(np.array([0.1, 0.9, 0.2, 0.9, 0.1], np.float32), np.array([30, 200, 40, 300, 20]))
    before, after = rows[:, NEAR - 1], rows[:, NEAR + 1]
    assert [before[2] > 0, after[2] > 0, before[0] > 0, after[4] > 0] == [True, True, False, False]
    assert rows[:, 2 * NEAR + 1 + 4 + 2 + 2].tolist() == [0, 1, 1, 1, 0]


def test_no_line_has_no_chance() -> None:
    assert lines.scores([]).shape == (0,)
    assert lines.scores(["Rain fell on the town for three days, the mayor said on Monday."]).shape == (1,)
