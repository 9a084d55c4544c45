"""Keyphrases: runs of content words, weighed by frequency, place and length; names are left to the entities."""

import re
from collections import Counter
from itertools import pairwise

from schemas import CleanArticle, Entity, Keyphrase
from streams.steps.dedupe.sketch import STOP

MOST = 8
MOST_TRIED = 60
LONGEST_TEXT = 30_000
WORD = re.compile(r"[^\W\d_][\w’'-]*|[.,;:!?()“”\"\n]")
SHORTEST = 3
"""Letters a word needs; marks are shorter and so end a run."""
MORE_STOP = STOP | frozenset(
    """
    there here some any all such other many most new one two three first last year years day days week month time people while
    during since until between under against because if so just only very much even still well back get got make made way may might
    must should do does did done been being them then him us our your its me my
    """.split()
)


def find_keyphrases(article: CleanArticle, entities: list[Entity]) -> list[Keyphrase]:
    """At most 8 phrases of one to three words, best first, scores from 0 to 1. Empty for short texts."""
    if article.word_count < 40:
        return []
    phrases = _phrases(f"{article.title}\n{article.text[:LONGEST_TEXT]}".lower())
    named = {word for entity in entities for word in entity.name.lower().split()}
    first = dict(zip(reversed(phrases), range(len(phrases) - 1, -1, -1), strict=True))
    scored = {
        phrase: count * (1.6 if " " in phrase else 0.7) * (1.0 + 1.5 / (1 + first[phrase] / 10))
        for phrase, count in _worth_it(Counter(phrases), named)
    }
    return _best(scored)


def _phrases(text: str) -> list[str]:
    """Runs of one, two and three content words, in order, run by run."""
    found, run = [], list[str]()
    for word in [*WORD.findall(text), "\n"]:
        if word not in MORE_STOP and len(word) >= SHORTEST:
            run.append(word)
        elif run:
            found += run
            if len(run) == 2:
                found.append(f"{run[0]} {run[1]}")
            elif len(run) > 2:
                found += map(" ".join, pairwise(run))
                found += map(" ".join, zip(run, run[1:], run[2:], strict=False))
            run = []
    return found


def _worth_it(counts: Counter[str], named: set[str]) -> list[tuple[str, int]]:
    """Phrases that may be among the best. Of those told once the earlier scores higher, so MOST_TRIED of them are enough."""
    kept, once = [], 0
    for phrase, count in counts.items():
        longer = " " in phrase
        if (count == 1 and (not longer or once == MOST_TRIED)) or not (longer or len(phrase) > 5):
            continue
        if not named.issuperset(phrase.split()):
            kept.append((phrase, count))
            once += count == 1
    return kept


def _best(scored: dict[str, float]) -> list[Keyphrase]:
    """Best first, without phrases that share a word with a better one."""
    kept: list[Keyphrase] = []
    taken: set[str] = set()
    top = max(scored.values(), default=1.0)
    for phrase, score in sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TRIED]:
        if taken.isdisjoint(words := phrase.split()):
            taken.update(words)
            kept.append(Keyphrase(text=phrase, score=round(score / top, 3)))
        if len(kept) == MOST:
            break
    return kept
