"""What every tier shares: where the development data lies, and that CI may not skip it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
