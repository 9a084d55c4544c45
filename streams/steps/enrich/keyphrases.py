"""Keyphrases: runs of content words, weighed by frequency, place and length; names are left to the entities."""

import re
from collections import Counter

from schemas import CleanArticle, Entity, Keyphrase
from streams.steps.dedupe.sketch import STOP

MOST = 8
WORD = re.compile(r"[^\W\d_][\w’'-]*|[.,;:!?()“”\"\n]")
MORE_STOP = STOP | frozenset(
    [
        "there",
        "here",
        "some",
        "any",
        "all",
        "such",
        "other",
        "many",
        "most",
        "new",
        "one",
        "two",
        "three",
        "first",
        "last",
        "year",
        "years",
        "day",
        "days",
        "week",
        "month",
        "time",
        "people",
        "while",
        "during",
        "since",
        "until",
        "between",
        "under",
        "against",
        "because",
        "if",
        "so",
        "just",
        "only",
        "very",
        "much",
        "even",
        "still",
        "well",
        "back",
        "get",
        "got",
        "make",
        "made",
        "way",
        "may",
        "might",
        "must",
        "should",
        "do",
        "does",
        "did",
        "done",
        "been",
        "being",
        "them",
        "then",
        "him",
        "us",
        "our",
        "your",
        "its",
        "me",
        "my",
    ]
)


def find_keyphrases(article: CleanArticle, entities: list[Entity]) -> list[Keyphrase]:
    """At most 8 phrases of one to three words, best first, scores from 0 to 1. Empty for short texts."""
    if article.word_count < 40:
        return []
    text = f"{article.title}\n{article.text[:30_000]}"
    named = {word for entity in entities for word in entity.name.lower().split()}
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for place, phrase in enumerate(_phrases(text)):
        if len(phrase.split()) > 1 or len(phrase) > 5:
            counts[phrase] += 1
            first.setdefault(phrase, place)
    scored = {
        phrase: count * (1.6 if " " in phrase else 0.7) * (1.0 + 1.5 / (1 + first[phrase] / 10))
        for phrase, count in counts.items()
        if not set(phrase.split()) <= named and (count > 1 or " " in phrase)
    }
    return _best(scored)


def _phrases(text: str) -> list[str]:
    found, run = [], list[str]()
    for word in [*WORD.findall(text), "\n"]:
        folded = word.lower()
        if not word[0].isalpha() or folded in MORE_STOP or len(word) < 3:
            found += [" ".join(run[i : i + n]) for n in (1, 2, 3) for i in range(len(run) - n + 1)]
            run = []
        else:
            run.append(folded)
    return found


def _best(scored: dict[str, float]) -> list[Keyphrase]:
    """Best first, without phrases inside better ones."""
    kept: list[Keyphrase] = []
    top = max(scored.values(), default=1.0)
    for phrase, score in sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:60]:
        words = set(phrase.split())
        if any(words & set(other.text.split()) for other in kept):
            continue
        kept.append(Keyphrase(text=phrase, score=round(score / top, 3)))
        if len(kept) == MOST:
            break
    return kept
