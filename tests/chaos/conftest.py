"""One real broker for the whole tier: free ports, a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.embedded.kafka import Kafka


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an embedded Kafka."""
    kafka = Kafka(Path(tmp_path_factory.mktemp("kafka")))
    kafka.start()
    yield kafka.address
    kafka.stop()
