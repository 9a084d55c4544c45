"""What every tier shares: where the development data lies, and that CI may not skip it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from streams.settings import Settings
from tests.chaos.harness import Fleet

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the checkout; absent it skips, in CI it fails."""
    if not SHARED.is_dir():
        message = f"development data is not at {SHARED}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real broker: free ports, a folder of its own, one per module, so that no module finds the records of another."""
    from streams.embedded.kafka import Kafka  # only the tiers that need a broker pay for the import

    kafka = Kafka(Path(tmp_path_factory.mktemp("kafka")))
    kafka.start()
    yield kafka.address
    kafka.stop()


@pytest.fixture
async def fleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    """A fleet on a broker of its own, with the topics made."""
    from streams.embedded.kafka import Kafka
    from streams.embedded.topics import ensure_topics

    kafka = Kafka(tmp_path / "kafka")
    kafka.start()
    settings = Settings(broker=kafka.address, data=tmp_path / "data")
    await ensure_topics(settings)
    found = Fleet(settings, tmp_path / "logs")
    yield found
    found.stop()
    kafka.stop()
