"""Logs and metrics: names, labels and units in one place. Steps never touch this; what calls them does."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from streams.errors import REASONS
from streams.settings import Settings

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LATENCY = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300)

ARTICLES = Counter("newsloom_articles", "Articles by step, outcome and why.", ["step", "outcome", "reason"])
STEP_SECONDS = Histogram("newsloom_step_seconds", "CPU seconds a step spent on one article.", ["step"], buckets=SECONDS)
DEAD_LETTERS = Counter("newsloom_dead_letters", "Dead letters by step and reason.", ["step", "reason"])
LAG_RECORDS = Gauge("newsloom_lag_records", "Records a step has yet to finish.", ["step"], multiprocess_mode="mostrecent")
LAG_SECONDS = Gauge("newsloom_lag_seconds", "Age of the oldest unfinished record.", ["step"], multiprocess_mode="mostrecent")
LAST_COMMIT = Gauge("newsloom_last_commit_timestamp_seconds", "When a step last finished a record.", ["step"], multiprocess_mode="max")
STALLED_SECONDS = Gauge(
    "newsloom_stalled_seconds",
    "How long a step has had work without progress; its watchdog ends it.",
    ["step"],
    multiprocess_mode="mostrecent",
)
STARTED = Gauge("newsloom_started_timestamp_seconds", "When a role last started.", ["role"], multiprocess_mode="max")
ALERTS = Counter("newsloom_alerts", "Alerts raised by kind.", ["kind"])
DELIVERIES = Counter("newsloom_deliveries", "Messages to receivers of alerts by channel and outcome.", ["channel", "outcome"])
INGEST_TO_INDEX = Histogram("newsloom_ingest_to_index_seconds", "From Kafka's timestamp to searchable.", buckets=LATENCY)
INGEST_TO_OPENSEARCH = Histogram("newsloom_ingest_to_opensearch_seconds", "From Kafka's timestamp to OpenSearch.", buckets=LATENCY)
SOURCE_SEEN = "newsloom_source_last_seen_timestamp_seconds"
SOURCES = 200
"""Sources with a series of their own; any number may send, and each label is a series that Prometheus keeps."""


@dataclass(frozen=True, eq=False)  # a registry keeps collectors by identity
class _Sources(Collector):
    """When each source last sent anything, from what is kept and not from memory: a restart forgets no silent source."""

    seen: Mapping[str, float]

    def collect(self) -> Iterator[Metric]:
        gauge = GaugeMetricFamily(SOURCE_SEEN, "When a source last sent anything.", labels=["source"])
        shown: dict[str, float] = {}
        for source, moment in self.seen.items():  # two that share a long beginning are one: a label must not come twice
            shown[source[:80]] = max(moment, shown.get(source[:80], 0.0))
        for source, moment in shown.items():
            gauge.add_metric([source], moment)
        yield gauge


def begin(role: str) -> None:
    """A role starts. Its dead letters begin at 0, so that a rate sees the first one too."""
    STARTED.labels(role).set_to_current_time()
    for reason in REASONS:
        DEAD_LETTERS.labels(role, reason)


def exposition(sources: Mapping[str, float] | None = None) -> bytes:
    """Every metric in Prometheus' text format; of all processes where they share a folder.

    `sources`: when each source was last seen (seconds), at most `SOURCES` of them, where the caller knows.
    """
    known = CollectorRegistry()
    known.register(_Sources(sources or {}))
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest() + generate_latest(known)
    multiprocess.MultiProcessCollector(known)  # type: ignore[no-untyped-call]
    return generate_latest(known)


def configure_logs(settings: Settings) -> None:
    """Log events with keys to standard error: coloured for a person at a terminal, JSON for a machine."""
    human = settings.log == "human"
    renderer: Any = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if human else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
