"""Roles start, announce themselves, come back when they die, and stop in time."""

import os
import sys
import time
from pathlib import Path

from streams.embedded.supervisor import Role, Supervisor, back_off

READY = "import os,pathlib,time; pathlib.Path(os.environ['NEWSLOOM_READY_FILE']).write_text('READY'); "


def role(code: str) -> Role:
    return Role("worker", [sys.executable, "-c", code], dict(os.environ))


def until(said: list[str], words: str, supervisor: Supervisor) -> None:
    limit = time.monotonic() + 20
    supervisor.watch(until=lambda: any(words in line for line in said) or time.monotonic() > limit, pause=0.02)
    assert any(words in line for line in said)


def test_a_role_is_announced_once_it_is_ready_and_stops_when_asked(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(tmp_path, [role(READY + "time.sleep(60)")], said.append)
    supervisor.start_all()
    until(said, "ready in", supervisor)
    began = time.monotonic()
    supervisor.stop(patience=5)
    assert time.monotonic() - began < 5


def test_a_role_that_dies_starts_again_and_its_last_words_are_shown(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(tmp_path, [role("print('last words'); raise SystemExit(70)")], said.append)
    supervisor.start_all()
    until(said, "ended with 70", supervisor)
    supervisor.stop(patience=2)
    assert any("last words" in line for line in said)


def test_a_role_that_ignores_the_signal_is_ended(tmp_path: Path) -> None:
    said: list[str] = []
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + READY + "time.sleep(60)"
    supervisor = Supervisor(tmp_path, [role(stubborn)], said.append)
    supervisor.start_all()
    until(said, "ready in", supervisor)
    began = time.monotonic()
    supervisor.stop(patience=0.5)
    assert time.monotonic() - began < 5


def test_back_off_doubles_up_to_its_bound() -> None:
    pauses = [back_off(failures, jitter=lambda: 0.5) for failures in (1, 2, 3, 30)]
    assert pauses == [0.5, 1.0, 2.0, 30.0]
