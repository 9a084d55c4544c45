"""Fuzzes every format and the cleaning behind it for some minutes, and goes on where it stopped.

OMP_NUM_THREADS=1 python -m tests.benchmarks.fuzz MINUTES STATE.json

In rounds of ROUND new examples for each case of `tests/unit/formats/fuzzing.py`, each round with a seed of its own. STATE keeps the
number of the round, the examples so far by case, the CPU seconds and what failed: name, error and the smallest document.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.unit.formats.fuzzing import CASES, Document, ends_well

ROUND = 100
SETTINGS = settings(
    max_examples=ROUND,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    print_blob=False,
)


def main(minutes: float, path: Path) -> None:
    state = json.loads(path.read_text()) if path.exists() else {"round": 0, "cpu": 0.0, "examples": {}, "failed": []}
    ends = time.monotonic() + 60 * minutes
    while time.monotonic() < ends:
        began = time.process_time()
        for name in CASES:
            _tried(name, state)
            if time.monotonic() >= ends:
                break
        state["round"] += 1
        state["cpu"] += time.process_time() - began
        path.write_text(json.dumps(state, indent=1))
    total, failed = sum(state["examples"].values()), len(state["failed"])
    sys.stdout.write(f"{total} examples in {state['round']} rounds and {state['cpu']:.0f} s of CPU, {failed} failed\n")


def _tried(name: str, state: dict[str, Any]) -> None:
    last: list[Document] = []

    @seed(state["round"])
    @SETTINGS
    @given(document=CASES[name])
    def check(document: Document) -> None:
        last[:] = [document]
        state["examples"][name] = state["examples"].get(name, 0) + 1
        ends_well(*document)

    try:
        check()
    except Exception as error:
        value, kind = last[0]
        state["failed"].append({"case": name, "error": repr(error)[:500], "document": value.decode("latin-1"), "type": kind})


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]))
