"""Languages of sentences: ours beside lingua's high-accuracy mode, where it is installed, over the languages that lingua covers.

OMP_NUM_THREADS=1 python -m tests.benchmarks.languages ../shared/data/language/sentences.jsonl.gz [EVERY]

With EVERY only each so many-th sentence is read.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from streams.steps.clean.language import identify


def main(path: Path, every: int) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][::every]
    for name, told in (("ours", lambda text: identify(text, None).code), ("lingua", _lingua())):
        if told:
            sys.stdout.write(_line(name, told, rows) + "\n")


def _line(name: str, told: Callable[[str], str], rows: list[dict[str, str]]) -> str:
    began = time.process_time()
    found = [told(row["text"]) for row in rows]
    spent = 1e6 * (time.process_time() - began) / len(rows)
    wrong = Counter(row["lang"] for row, code in zip(rows, found, strict=True) if code != row["lang"])
    worst = ", ".join(f"{language} {count}" for language, count in wrong.most_common(8))
    return f"{name:8} {1 - wrong.total() / len(rows):.4f} of {len(rows)} sentences, {spent:.0f} us CPU each; most wrong: {worst}"


def _lingua() -> Callable[[str], str] | None:
    try:
        from lingua import LanguageDetectorBuilder
    except ImportError:
        return None
    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()
    return lambda text: found.iso_code_639_1.name.lower() if (found := detector.detect_language_of(text)) else "und"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
