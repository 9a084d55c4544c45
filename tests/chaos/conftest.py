"""One table at the end of the run: what each test of the suite saw."""

from collections.abc import Callable

import pytest

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
