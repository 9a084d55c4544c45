"""Languages of sentences: ours beside lingua's high-accuracy mode, where it is installed, over the languages that lingua covers.

OMP_NUM_THREADS=1 python -m tests.benchmarks.languages ../shared/data/language/sentences.jsonl.gz [EVERY]

With EVERY only each so many-th sentence is read. Each is told by the words of `streams/models/languages` that were learnt from the
other four fifths of the sentences, as `ours`; `shipped` has learnt from all. Lingua: pip install --target FOLDER
lingua-language-detector, and FOLDER in PYTHONPATH.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from streams.models import languages
from streams.models.languages.train import FOLDS, Sentence, fold_of, learnt, sentences
from streams.steps.clean.language import identify


def main(path: Path, every: int) -> None:
    found = sentences(path)
    identify("The models are loaded before the first sentence is timed.", None)
    for name, told in (("ours", _unseen(found)), ("shipped", _ours), ("lingua", _lingua())):
        if told:
            sys.stdout.write(_line(name, told, found[::every]) + "\n")


def _line(name: str, told: Callable[[str], str], rows: list[Sentence]) -> str:
    began = time.process_time()
    found = [told(text) for _, text in rows]
    spent = 1e6 * (time.process_time() - began) / len(rows)
    wrong = Counter(language for (language, _), code in zip(rows, found, strict=True) if code != language)
    worst = ", ".join(f"{language} {count}" for language, count in wrong.most_common(8))
    return f"{name:8} {1 - wrong.total() / len(rows):.4f} of {len(rows)} sentences, {spent:.0f} us CPU each; most wrong: {worst}"


def _ours(text: str) -> str:
    return identify(text, None).code


def _unseen(found: list[Sentence]) -> Callable[[str], str]:
    """By words that were not learnt from the sentence."""
    shipped = languages._known
    words = [learnt([each for each in found if fold_of(each[1]) != fold]) for fold in range(FOLDS)]

    def told(text: str) -> str:
        known = words[fold_of(text)]
        languages._known = lambda: known  # type: ignore[assignment]
        try:
            return _ours(text)
        finally:
            languages._known = shipped

    return told


def _lingua() -> Callable[[str], str] | None:
    try:
        from lingua import LanguageDetectorBuilder
    except ImportError:
        return None
    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()
    return lambda text: found.iso_code_639_1.name.lower() if (found := detector.detect_language_of(text)) else "und"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
