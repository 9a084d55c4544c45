"""Where each alert is on its way to its receivers, as the outbox has it: for reading beside the role that writes it."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas import Alert, Channel
from streams.sinks.alerting.breaker import PATIENCE
from streams.sinks.alerting.outbox import delivery_id
from streams.sinks.sqlite import for_reading

STATES = {"waiting": "pending", "sent": "delivered", "dead": "failed", "withdrawn": "withdrawn", "merged": "merged"}
"""What the outbox calls it, and what people do: `merged` went with another, `withdrawn` was taken back before it went."""


class Deliveries:
    """`of(alerts)` by alert; nothing is known where there is no outbox."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "outbox.sqlite"

    def of(self, alerts: Iterable[Alert]) -> dict[str, list[dict[str, Any]]]:
        """For each receiver of an alert: kind, to, state (null once it is no longer known), attempts, sent_at, next_try,
        reason, and circuit_open_until where it is left alone just now."""
        if not self._path.exists():
            return {}
        db = for_reading(self._path.resolve())
        db.row_factory = sqlite3.Row
        try:
            return {alert.id: [_told(db, alert.id, channel) for channel in alert.receivers] for alert in alerts}
        except sqlite3.OperationalError:  # it is just being made
            return {}
        finally:
            db.close()


def _told(db: sqlite3.Connection, alert: str, channel: Channel) -> dict[str, Any]:
    row = db.execute("SELECT * FROM outbox WHERE id = ?", (delivery_id(alert, channel.key),)).fetchone()
    circuit = db.execute("SELECT failures, opens FROM receivers WHERE channel = ?", (channel.key,)).fetchone()
    told: dict[str, Any] = {"kind": channel.kind, "to": channel.shown, "state": STATES[row["state"]] if row else None}
    if row is None:
        return told
    waits = row["state"] == "waiting"
    is_open = waits and circuit and circuit["failures"] >= PATIENCE
    return told | {
        "attempts": row["attempts"],
        "sent_at": _moment(row["sent_at"]) if row["state"] == "sent" else None,
        "next_try": _moment(row["due_at"]) if waits else None,
        "reason": row["reason"],
        "circuit_open_until": _moment(circuit["opens"]) if is_open else None,
    }


def _moment(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None
