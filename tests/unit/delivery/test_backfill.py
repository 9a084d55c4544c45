"""Old articles wait while any step has too many before it, and come again once none has half of that."""

import pytest

from streams.delivery.backfill import MOST, must_wait
from streams.delivery.flow import Lag


@pytest.mark.parametrize(
    ("records", "waits", "expected"),
    [
        ((0, 0), False, False),
        ((MOST, 0), False, False),
        ((0, MOST + 1), False, True),
        ((MOST, 0), True, True),
        ((0, MOST // 2), True, False),
    ],
)
def test_old_articles_wait_between_two_bounds(records: tuple[int, int], waits: bool, expected: bool) -> None:
    found = [Lag("clean", records[0], 0.0, 0), Lag("enrich", records[1], 0.0, 0)]
    assert must_wait(found, waits) is expected
