"""Sources have as many series as are allowed, and keep the moment at which they were last heard of."""

from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families as parsed

from schemas import EnrichedArticle, Language
from streams import telemetry
from streams.sinks.archive import Archive

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def seen(sources: dict[str, float]) -> dict[str, float]:
    text = telemetry.exposition(sources).decode()
    (family,) = [family for family in parsed(text) if family.name == telemetry.SOURCE_SEEN]
    return {sample.labels["source"]: sample.value for sample in family.samples}


def article(source: str, rank: int) -> EnrichedArticle:
    return EnrichedArticle(
        id=f"of-{source}", version=rank, rank=rank, source=source, title="Hello", received_at=NOON, content_hash=str(rank),
        language=Language(code="en", confidence=1.0), change="new",
    )  # fmt: skip


def test_each_source_has_its_moment() -> None:
    assert seen({"bbc.example": 12.5, 'a "quoted" one': 3.0}) == {"bbc.example": 12.5, 'a "quoted" one': 3.0}
    assert seen({}) == {}


def test_long_names_that_begin_alike_share_a_series() -> None:
    assert seen({"x" * 80 + "1": 1.0, "x" * 80 + "2": 7.0, "x" * 80 + "3": 3.0}) == {"x" * 80: 7.0}


def test_the_archive_names_those_that_sent_most(tmp_path: Path) -> None:
    with Archive.writer(tmp_path) as archive:
        for number in range(5):
            for rank in [*range(number + 1), 0, 0]:  # what comes again counts once
                archive.put(article(f"source-{number}", rank), b"{}")
        assert archive.sources(limit=3) == dict.fromkeys(("source-4", "source-3", "source-2"), NOON.timestamp())
