"""Keeps the roles of one newsloom running: starts them in order, restarts what dies, stops everything in time.

A role says that it works by writing a line to the file named in NEWSLOOM_READY_FILE.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streams.embedded.lifeline import die_with_parent

Say = Callable[[str], None]

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A role that ran this long has its back-off forgiven."""


def back_off(failures: int, jitter: Callable[[], float] = random.random) -> float:
    """Seconds before the next start: 0.5, 1, 2 … 30, give or take a quarter."""
    pause: float = min(LONGEST_PAUSE, 0.5 * 2 ** min(failures - 1, 10))
    return pause * (0.75 + jitter() / 2)


@dataclass
class Role:
    """One child process: its command, its environment, and how it is doing."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0
    announced: bool = False


class Supervisor:
    """Run `start`, then `watch` until stopped. Logs of each role are in `folder`/logs."""

    def __init__(self, folder: Path, roles: Sequence[Role], say: Say) -> None:
        self._folder = folder
        self._roles = list(roles)
        self._say = say
        (folder / "logs").mkdir(parents=True, exist_ok=True)

    def log(self, role: Role) -> Path:
        return self._folder / "logs" / f"{role.name}.log"

    def _ready_file(self, role: Role) -> Path:
        return self._folder / "logs" / f"{role.name}.ready"

    def start(self, role: Role) -> None:
        self._ready_file(role).unlink(missing_ok=True)
        role.started = time.monotonic()
        role.announced = False
        with self.log(role).open("ab") as out:
            role.process = subprocess.Popen(
                role.argv,
                env={**os.environ, **role.env, "NEWSLOOM_READY_FILE": str(self._ready_file(role))},
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def start_all(self) -> None:
        for role in self._roles:
            self.start(role)

    def ready(self) -> bool:
        """Announces each role that has become ready; true once all are."""
        for role in self._roles:
            if not role.announced and self._ready_file(role).exists():
                role.announced = True
                self._say(f"{role.name:<9} ready in {time.monotonic() - role.started:.1f} s")
        return all(role.announced for role in self._roles)

    def tend(self) -> None:
        """One look at every role: what died starts again after its pause."""
        now = time.monotonic()
        for role in self._roles:
            if role.process and role.process.poll() is not None:
                self._mourn(role, now)
            if role.process is None and now >= role.restart_at:
                self.start(role)

    def _mourn(self, role: Role, now: float) -> None:
        assert role.process is not None  # noqa: S101  # tend() looked
        _kill_session(role.process)  # its own children, which may hold what the next one needs
        role.failures = 1 if now - role.started > STEADY_SECONDS else role.failures + 1
        pause = back_off(role.failures)
        role.restart_at = now + pause
        told = _last_lines(self.log(role))
        self._say(f"{role.name} ended with {role.process.returncode}; again in {pause:.1f} s; {self.log(role)}:\n{told}")
        role.process = None

    def watch(self, until: Callable[[], bool] = lambda: False, pause: float = 0.2) -> None:
        """Tend the roles until `until` says so, or an interrupt ends it."""
        while not until():
            self.tend()
            self.ready()
            time.sleep(pause)

    def stop(self, patience: float = 8.0) -> None:
        """Ask every role to finish, newest first, and after `patience` seconds end what is left."""
        running = [role.process for role in reversed(self._roles) if role.process]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + patience
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.05, until - time.monotonic()))
            _kill_session(process)
        for role in self._roles:
            role.process = None


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    """The child and its own children: each role leads a session of its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _last_lines(path: Path, number: int = 3) -> str:
    lines = path.read_text(errors="replace").splitlines()[-number:] if path.exists() else []
    return "\n".join(f"    {line}" for line in lines)
