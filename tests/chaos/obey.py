"""A step that does what its articles say, the same for our worker and for the naive one."""

import time
from pathlib import Path


def obey(order: str, marks: Path) -> None:
    """`sleep SECONDS`, `raise always`, `raise once` (once in all processes: a mark in `marks` remembers)."""
    match order.split():
        case ["sleep", seconds]:
            (marks / "sleeping").touch()
            time.sleep(float(seconds))
        case ["raise", "always"]:
            raise RuntimeError("told to raise always")
        case ["raise", "once"] if not (marks / "raised").exists():
            (marks / "raised").touch()
            raise RuntimeError("told to raise once")
