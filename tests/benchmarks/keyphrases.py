"""Keyphrases of the five golden articles beside those a reader gave them: a small set, for a sense of what they are worth.

OMP_NUM_THREADS=1 python -m tests.benchmarks.keyphrases

The labels were written before the code was run on the articles; names are left out, as they are entities. A phrase is right
where it is a label, holds one whole or lies whole in one.
"""

from streams.steps.enrich import enrich
from tests.golden.articles import ARTICLES
from tests.unit.enrich.articles import deduped

LABELS = {
    "sport": "stoppage time, penalty, corner, referee",
    "business": "sensor maker, acquisition, premium, shares, offer",
    "local": "bridge, city council, cyclists, repairs, petition, response times",
    "science": "water vapour, planet, red dwarf, atmospheres, telescope",
    "german": "straßenbahn, baustelle, neue linie, kosten",
}


def alike(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def main() -> None:
    said = right = labels = found = 0
    for name, article in ARTICLES.items():
        told = deduped(*article.body.split("\n\n"), title=article.title, language=article.language, published=article.published)
        phrases, gold = [phrase.text for phrase in enrich(told).keyphrases], LABELS[name].split(", ")
        said, labels = said + len(phrases), labels + len(gold)
        right += sum(any(alike(phrase, label) for label in gold) for phrase in phrases)
        found += sum(any(alike(phrase, label) for phrase in phrases) for label in gold)
        print(f"{name}: {', '.join(phrases)}")
    print(f"{said} phrases, {right / said:.2f} right; {labels} labels, {found / labels:.2f} found")


if __name__ == "__main__":
    main()
