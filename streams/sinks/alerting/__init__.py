"""Alerts: which an article raises, when each receiver is told, and how it is told."""

from streams.sinks.alerting.outbox import Outbox
from streams.sinks.alerting.raising import Raised, Told, raise_alerts
from streams.sinks.alerting.shard import Shard

__all__ = ["Outbox", "Raised", "Shard", "Told", "raise_alerts"]
