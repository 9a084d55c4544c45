"""Alerts in the order in which they were kept."""

import orjson

from schemas import Alert
from streams.sinks.archive.connected import Connected, Row


class Alerts(Connected):
    """An alert is kept once."""

    def put_alert(self, alert: Alert, record: bytes) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO alerts (id, search, article, raised_at, record) VALUES (?,?,?,?,?)",
            (alert.id, f"{alert.tenant}/{alert.search}", alert.article.id, alert.raised_at.isoformat(), record),
        )

    def alerts(self, search: str | None = None, limit: int = 100, before: int | None = None) -> list[Row]:
        """The newest alerts, of one search (`tenant/id`) or of all; with `before`, those kept before that place."""
        last = "place < ? ORDER BY place DESC LIMIT ?"
        bounds = (2**62 if before is None else before, limit)
        if search:
            return self._records(f"SELECT record FROM alerts WHERE search = ? AND {last}", search, *bounds)  # noqa: S608  # words of our own
        return self._records(f"SELECT record FROM alerts WHERE {last}", *bounds)  # noqa: S608

    def alerted(self, article: str) -> list[Row]:
        return self._records("SELECT record FROM alerts WHERE article = ? ORDER BY raised_at", article)

    def alert_place(self, id: str) -> int | None:
        """Where an alert stands in the order in which they were kept; None: it is not known."""
        row = self._db.execute("SELECT place FROM alerts WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else None

    def newest_alert_place(self) -> int:
        return int(self._db.execute("SELECT COALESCE(MAX(place), 0) FROM alerts").fetchone()[0])

    def alerts_after(self, place: int, limit: int = 200) -> list[tuple[int, Row]]:
        """The alerts kept after `place`, in that order, each with its own place."""
        rows = self._db.execute("SELECT place, record FROM alerts WHERE place > ? ORDER BY place LIMIT ?", (place, limit))
        return [(row["place"], orjson.loads(row["record"])) for row in rows]
