"""The watchdog tells standing still from being idle and from being slow."""

from streams.delivery.watchdog import Sight, Watchdog


def test_idleness_is_no_stall_however_long() -> None:
    dog = Watchdog()
    assert dog.look({"p0": Sight(5, behind=False)}, 0) == 0
    assert dog.look({"p0": Sight(5, behind=False)}, 1000) == 0


def test_work_that_arrives_after_a_long_pause_starts_a_new_count() -> None:
    dog = Watchdog()
    dog.look({"p0": Sight(5, behind=False)}, 0)
    assert dog.look({"p0": Sight(5, behind=True)}, 1000) == 0
    assert dog.look({"p0": Sight(5, behind=True)}, 1007) == 7


def test_progress_however_slow_is_no_stall() -> None:
    dog = Watchdog()
    for step in range(10):
        assert dog.look({"p0": Sight(step, behind=True)}, step * 30) == 0


def test_one_partition_that_stands_still_is_seen_beside_one_that_moves() -> None:
    dog = Watchdog()
    dog.look({"p0": Sight(1, behind=True), "p1": Sight(1, behind=True)}, 0)
    assert dog.look({"p0": Sight(1, behind=True), "p1": Sight(9, behind=True)}, 61) == 61


def test_a_partition_that_went_away_is_forgotten() -> None:
    dog = Watchdog()
    dog.look({"p0": Sight(1, behind=True)}, 0)
    dog.look({}, 10)
    assert dog.look({"p0": Sight(1, behind=True)}, 70) == 0
