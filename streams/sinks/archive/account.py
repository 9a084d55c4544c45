"""The trail of every raw record, and the account of how they ended."""

from schemas import TrailEntry
from streams.sinks.archive.connected import Connected, Row
from streams.sinks.archive.tables import ENDED


class Account(Connected):
    """A later word of the same step on the same origin replaces the earlier one."""

    def put_trail(self, entry: TrailEntry, record: bytes) -> None:
        """A later word of the same step on the same origin replaces the earlier one."""
        self._db.execute(
            "INSERT OR REPLACE INTO trail VALUES (?,?,?,?,?,?,?,?,?)",
            (entry.origin, entry.step, entry.outcome, entry.reason, entry.detail, entry.article, entry.at.isoformat(),
             entry.cpu_ms, record),
        )  # fmt: skip

    def trail(self, id: str) -> list[Row]:
        return self._rows(
            "SELECT origin, step, outcome, reason, detail, at, cpu_ms FROM trail WHERE origin IN "
            "(SELECT origin FROM trail WHERE article = ?) ORDER BY origin, at",
            id,
        )

    def account(self) -> dict[str, int]:
        """How many origins ended in each state."""
        return {row["state"]: row["number"] for row in self._db.execute(ENDED)}

    def origins_ended(self) -> int:
        """Raw records that ended: articles of one feed count once."""
        (total,) = self._db.execute(
            "SELECT COUNT(DISTINCT origin) FROM trail WHERE (LENGTH(origin) - LENGTH(REPLACE(origin, ':', ''))) = 2 "
            "AND (outcome != 'record' OR step = 'index')"
        ).fetchone()
        return int(total)

    def ended(self) -> set[str]:
        """Every raw record that ended, as topic:partition:offset."""
        rows = self._db.execute("SELECT DISTINCT origin FROM trail WHERE outcome != 'record' OR step = 'index'")
        return {":".join(row["origin"].split(":")[:3]) for row in rows}

    def origin(self, id: str, version: int | str) -> str | None:
        """Where a version of an article came in, as long as the trail tells."""
        row = self._db.execute(
            "SELECT origin FROM trail WHERE article = ? AND step = 'index' AND json_extract(record, '$.version') = ? "
            "ORDER BY at DESC LIMIT 1",
            (id, version),
        ).fetchone()
        return row["origin"] if row else None

    def sources(self, limit: int) -> dict[str, float]:
        """When the sources that sent most were last heard of (seconds), the `limit` with the most versions."""
        query = "SELECT source, last_seen FROM sources ORDER BY versions DESC, source LIMIT ?"
        return {row["source"]: row["last_seen"] for row in self._db.execute(query, (limit,))}

    def step_costs(self) -> list[Row]:
        """Articles and mean CPU milliseconds per step."""
        return self._rows("SELECT step, COUNT(*) AS number, AVG(cpu_ms) AS cpu_ms FROM trail GROUP BY step")
