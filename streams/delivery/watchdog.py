"""Work without progress: told apart from idleness, from a full queue, and from a slow but moving worker."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sight:
    """One partition at one moment: the newest offset acked, and whether there is work that is not."""

    acked: int
    behind: bool


@dataclass(slots=True)
class Watchdog:
    """Shown every partition now and then; says how long the worst of them has had work and made no progress."""

    _since: dict[Hashable, tuple[int, float]] = field(default_factory=dict)

    def look(self, sights: Mapping[Hashable, Sight], now: float) -> float:
        """Seconds without progress, 0.0 where there is no work; `now` is a monotonic clock."""
        self._since = {place: self._mark(place, sight, now) for place, sight in sights.items() if sight.behind}
        return max((now - since for _, since in self._since.values()), default=0.0)

    def _mark(self, place: Hashable, sight: Sight, now: float) -> tuple[int, float]:
        acked, since = self._since.get(place, (sight.acked, now))
        return (acked, since) if acked == sight.acked else (sight.acked, now)
