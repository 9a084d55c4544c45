"""Learn the words; `tests.benchmarks.languages --folds` says what those of other sentences correct.

    python -m streams.models.languages.train ../shared/data/language/sentences.jsonl.gz

A word's weight is how much likelier it is in the language than in the other that says it most (natural logarithm): what two related
languages share speaks for neither. In a pair the other is the other one.
"""

import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from pathlib import Path

from streams.models import languages

ALONE = ("mi", "tn", "ts")
FOLDS, LEAST, SMOOTHED, DAMPED = 5, 2, 0.1, 1.0
"""Times a word must be seen, and what is added to each count: more in a pair, which rare words must not decide."""
Sentence = tuple[str, str]


def main(path: Path) -> None:
    languages.WORDS.write_text(json.dumps(learnt(sentences(path)), ensure_ascii=False, separators=(",", ":")), "utf-8")


def sentences(path: Path) -> list[Sentence]:
    """Language and text of each."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [(row["lang"], row["text"]) for row in map(json.loads, file)]


def learnt(found: list[Sentence]) -> languages.Weights:
    """For each language of ALONE, and each pair, its words and their weights."""
    counts = {language: Counter[str]() for language in {language for language, _ in found}}
    for language, text in found:
        counts[language].update(word for word in text.lower().split() if word.isalpha())
    alone = {code: _weights(counts[code], [each for other, each in counts.items() if other != code], SMOOTHED) for code in ALONE}
    pairs = {pair: _pair(*(counts[code] for code in pair.split("/"))) for pair in languages.PAIRS}
    return alone | pairs


def _weights(own: Counter[str], others: list[Counter[str]], smoothed: float) -> dict[str, float]:
    here, least = own.total(), smoothed / own.total()
    rivals = [(other, other.total()) for other in others if other.total() > here / 10]

    def weight(word: str) -> float:
        return round(math.log(own[word] / here + least) - math.log(max(other[word] / total for other, total in rivals) + least), 2)

    return {word: weight(word) for word in sorted(own) if own[word] >= LEAST}


def _pair(first: Counter[str], second: Counter[str]) -> dict[str, float]:
    back = _weights(second, [first], DAMPED)
    return {word: -weight for word, weight in back.items()} | _weights(first, [second], DAMPED)


def fold_of(text: str) -> int:
    """The fold, 0 to FOLDS - 1, that a sentence is in."""
    return hashlib.blake2b(text.encode()).digest()[0] % FOLDS


if __name__ == "__main__":
    main(Path(sys.argv[1]))
