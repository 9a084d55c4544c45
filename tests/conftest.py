"""What every tier shares: where the development data lies, and that CI may not skip it."""

import os
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
