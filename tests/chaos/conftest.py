"""One table at the end of the run: what each test of the suite saw."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from streams.embedded.kafka import Kafka
from streams.embedded.topics import ensure_topics
from streams.settings import Settings
from tests.chaos.harness import Fleet

SEEN: list[tuple[str, str]] = []


@pytest.fixture
def seen() -> Callable[[str, str], None]:
    """Call it with the test's id in the suite and what it saw."""
    return lambda test, told: SEEN.append((test, told))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if SEEN:
        terminalreporter.section("chaos")
        for test, told in SEEN:
            terminalreporter.write_line(f"{test:<4} {told}")


@pytest.fixture
async def fleet(tmp_path: Path) -> Iterator[Fleet]:
    """A fleet on a broker of its own, with the topics made."""
    kafka = Kafka(tmp_path / "kafka")
    kafka.start()
    settings = Settings(broker=kafka.address, data=tmp_path / "data")
    await ensure_topics(settings)
    found = Fleet(settings, tmp_path / "logs")
    yield found
    found.stop()
    kafka.stop()
