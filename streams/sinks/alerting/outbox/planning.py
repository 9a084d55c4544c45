"""When each receiver is told of an alert."""

from datetime import datetime, timedelta

from schemas import Alert, Channel, Policy
from streams.sinks.alerting.outbox.store import Store, delivery_id
from streams.sinks.alerting.schedule import History, Plan, plan


class Planning(Store):
    """An alert that is put twice is planned once."""

    def put(self, alert: Alert, policy: Policy, now: datetime, origin: str = "") -> int:
        """Plan the alert, which came as `origin` (partition:offset), for each receiver; for how many of them it is new."""
        return sum(self._put(alert, channel, policy, now, origin) for channel in alert.receivers)

    def _put(self, alert: Alert, channel: Channel, policy: Policy, now: datetime, origin: str) -> bool:
        if self._db.execute("SELECT 1 FROM unsubscribed WHERE search = ? AND channel = ?", (alert.search_key, channel.key)).fetchone():
            return False
        id = delivery_id(alert.id, channel.key)
        state = self._db.execute("SELECT state FROM outbox WHERE id = ?", (id,)).fetchone()
        if state:
            return state["state"] == "dead" and self._revive(id, now)
        if alert.kind != "match" and self._overtakes(alert, channel):
            self._insert(id, alert, channel, Plan(now, "now"), now, origin, "merged")
            return False
        planned = plan(policy, alert.kind, self.history(alert.search_key, channel, policy, now), now)
        if planned.with_held:
            self._db.execute(
                "UPDATE outbox SET due_at = ? WHERE search = ? AND channel = ? AND state = 'waiting' AND message IS NULL",
                (now.timestamp(), alert.search_key, channel.key),
            )
        self._insert(id, alert, channel, planned, now, origin)
        return True

    def _insert(self, id: str, alert: Alert, channel: Channel, planned: Plan, now: datetime, origin: str, state: str = "waiting") -> None:
        why = "digest" if planned.with_held and planned.why == "now" else planned.why
        self._db.execute(
            "INSERT INTO outbox (id, search, channel, article, kind, why, put_at, due_at, state, origin, receiver, alert) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (id, alert.search_key, channel.key, alert.article.id, alert.kind, why, now.timestamp(), planned.due.timestamp(),
             state, origin, channel.to_json(), alert.to_json() if state == "waiting" else None),
        )  # fmt: skip

    def _overtakes(self, alert: Alert, channel: Channel) -> bool:
        """What was not sent yet is brought up to date, or for a retraction taken back: its receiver need never know."""
        about = (alert.search_key, channel.key, alert.article.id)
        rows = self._db.execute(
            "SELECT place, kind, message, state, alert FROM outbox WHERE search = ? AND channel = ? AND article = ? "
            "AND kind != 'retraction' ORDER BY place",
            about,
        ).fetchall()
        held = [row for row in rows if row["message"] is None and row["state"] == "waiting"]
        if alert.kind == "retraction":
            self._db.executemany("UPDATE outbox SET state = 'withdrawn', alert = NULL WHERE place = ?", [(row["place"],) for row in held])
            return bool(rows) and all(row["message"] is None for row in rows)
        if not held:
            return False
        newer = Alert.from_json(held[-1]["alert"]).model_copy(update={"article": alert.article})
        self._db.execute("UPDATE outbox SET alert = ? WHERE place = ?", (newer.to_json(), held[-1]["place"]))
        return True

    def _revive(self, id: str, now: datetime) -> bool:
        """A dead one that is put again is tried again, under the same message."""
        self._db.execute(
            "UPDATE outbox SET state = 'waiting', attempts = 0, put_at = ?, due_at = ? WHERE id = ? AND alert IS NOT NULL",
            (now.timestamp(), now.timestamp(), id),
        )
        return True

    def history(self, search: str, channel: Channel, policy: Policy, now: datetime) -> History:
        """What the plan looks at; nothing where the policy asks for nothing."""
        if not (policy.throttle or policy.digest or policy.burst or policy.quiet):
            return History()
        at = (search, channel.key)
        sent = self._times(
            "SELECT MIN(sent_at) FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND sent_at IS NOT NULL "
            "AND kind != 'retraction' GROUP BY message ORDER BY 1", *at, (now - timedelta(days=3)).timestamp(),
        )  # fmt: skip
        span = timedelta(minutes=policy.burst.minutes if policy.burst else 0)
        matched = self._times(
            "SELECT put_at FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND kind = 'match' ORDER BY put_at",
            *at, (now - span).timestamp(),
        )  # fmt: skip
        told = self._times(
            "SELECT MAX(put_at) FROM outbox WHERE search = ? AND channel = ? AND put_at > ? AND why = 'burst'",
            *at,
            (now - span).timestamp(),
        )
        held = "SELECT COUNT(*) FROM outbox WHERE search = ? AND channel = ? AND state = 'waiting' AND message IS NULL"
        return History(sent, matched, told[0] if told else None, int(self._db.execute(held, at).fetchone()[0]))
