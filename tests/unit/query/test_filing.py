"""Whatever is filed, dropped and sorted in between, the candidates are those whose rows the features meet."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.query import filing
from streams.query.filing import Filing, Row

FEATURES = st.sets(st.sampled_from("abcdefg"))
ROWS = st.builds(
    lambda asked, banned, exact: Row(tuple(sorted(asked)), exact, tuple(sorted(banned))),
    st.sets(st.sampled_from("abcdefg"), min_size=1),
    FEATURES,
    st.booleans(),
)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.lists(ROWS, max_size=3), st.booleans(), FEATURES), max_size=12)


def met(row: Row, features: set[str]) -> bool:
    return features.issuperset(row.features[: filing.WIDTH]) and features.isdisjoint(row.banned[: filing.BANS])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_candidates_are_those_whose_rows_are_met(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[int, list[Row], bool, set[str]]]
) -> None:
    monkeypatch.setattr(filing, "FEW", 1)
    one, filed = Filing(), {}
    for slot, rows, sorts, features in steps:
        if slot in filed:
            one.drop(slot)
            del filed[slot]
        elif rows:
            one.put(slot, rows)
            filed[slot] = rows
        if sorts:
            one.sort()
        exact, tried = one.candidates(features)
        hit = [(slot, row) for slot, kept in filed.items() for row in kept if met(row, features)]
        assert sorted(exact) == sorted({slot for slot, row in hit if row.decides})
        assert sorted(tried) == sorted({slot for slot, row in hit if not row.decides})


def test_it_keeps_no_more_than_is_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "FEW", 4)
    one = Filing()
    for turn in range(300):
        one.put(0, [Row((f"a{turn}", f"b{turn}"), True)])
        one.drop(0)
        if turn % 100 == 99:
            one.sort()
    assert one._rows.size == 0
    assert len(one._number) < 10
