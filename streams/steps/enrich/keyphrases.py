"""Keyphrases: runs of words that are no names, verbs or small words, weighed by frequency, place and length.

Without a tagger of parts of speech a word counts as a noun where nothing says otherwise: endings and lists in English, a
capital in German. Names are left to the entities.
"""

import re
from collections import Counter
from collections.abc import Iterator

from schemas import CleanArticle, Entity, Keyphrase
from streams.steps.dedupe.sketch import STOP
from streams.steps.enrich.verbs import SAYING

MOST = 8
MOST_TRIED = 60
LONGEST_TEXT = 30_000
WORD = re.compile(r"[^\W\d_][\w’'-]*|[.,;:!?()“”\"\n]|\d+")
NAMED = re.compile(r"[\w’'-]+")
SHORTEST = 3
"""Letters a word needs; marks are shorter and so end a run, as do numbers."""
_EARLY = 60
"""Words at the beginning among which a phrase told once may be a keyphrase."""
MORE_STOP = (STOP | SAYING | frozenset(
    """
    there here some any all such other many most new one two three four five six seven eight nine ten first last year years day days
    week weeks month months time times people while during since until between under against because if so just only very much even
    still well back get got make made way may might must should do does did done been being them then him us our your its me my through
    across past late later early ago next half little less more lot lots part parts million millions billion billions trillion thousand
    hundred dozen dollars euros pounds percent cent monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december morning evening night today tonight tomorrow yesterday minute minutes
    hour hours second seconds beat beats led leads fell falls rose rises send sends sent find finds found take takes took taken give
    gives gave given go goes went gone come comes came become becomes became keep keeps kept let put puts run runs ran see sees saw
    seen know knows knew known want wants need needs use uses used using show shows shown help helps left leave leaves hold holds held
    met meet meets won win wins lost lose loses pay pays paid buy buys bought sell sells sold build builds built bring brings brought
    carry carries turn turns turned start starts stop stops move moves moved work works worked look looks looked seem seems seemed
    large larger largest small smaller smallest big bigger biggest long longer longest great greater good better best bad worse worst
    high higher low lower old older young own same different several few another both each every able likely available whole full
    too also already yet never always often again soon once perhaps maybe however although though despite without within toward towards
    around over above below near off out up down away ahead along what which who whose whom when where why how that this these those
    can former special general going outside inside everyone anyone someone everything something anything nothing effective top
    recent current previous final total main major minor key common strong clear certain possible important significant necessary real
    true hard easy ready sure wide deep short close serious urgent joint direct simple main single further similar various
    could would will shall not than into onto upon about after before like according including
    """.split()
)) - frozenset("claims charges report reports state states question questions voice point points reason label".split())  # fmt: skip
_NO_NOUN = ("ed", "ly", "n’t", "n't", "’ll", "'ll", "’re", "'re", "’ve", "'ve", "’s", "'s")
_NO_END = (*"ing ive ous ful able ible ish less ical tial cial onal oric omic egal icant".split(), "’", "'", "-")
"""Endings of words that are hardly nouns, and of those that hardly end a phrase."""


def find_keyphrases(article: CleanArticle, entities: list[Entity]) -> list[Keyphrase]:
    """At most 8 phrases of one to three words in small letters, best first, scores from 0 to 1. Empty for short texts."""
    if article.word_count < 40:
        return []
    title, whole = article.title, article.text
    text = whole[:LONGEST_TEXT]
    parts = {(title if m.within == "title" else whole)[m.start : m.end] for entity in entities for m in entity.mentions}
    named = set(NAMED.findall("\n".join(parts).lower()))
    counts, first = _counted(f"{title}\n{text}", named, german=article.language.code == "de")
    scored = {
        phrase: count * (1.8 if " " in phrase else 0.8) * (1.0 + 1.5 / (1 + first[phrase] / 20))
        for phrase, count in counts.items()
        if count > 1 or (" " in phrase and first[phrase] < _EARLY)
    }
    return _best(scored)


def _counted(text: str, named: set[str], *, german: bool) -> tuple[Counter[str], dict[str, int]]:
    """How often each run of one, two or three words that may be nouns stands there, and the number of the word it first begins at.

    Of what stands there once only the beginning is counted.
    """
    words = [*WORD.findall(text if german else text.lower()), "\n"]
    often = Counter(words)
    kinds = {word: word.lower() for word in often if len(word) >= SHORTEST and word[0].isalpha() and (not german or word[0].isupper())}
    nouns = {word for word, small in kinds.items() if small not in named and _may_be_noun(small)}
    ends = {word for word in nouns if german or _may_end(kinds[word])}
    told_again = {word for word in nouns if often[word] > 1}
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    start = None
    for place, word in enumerate(words):
        if word in (nouns if place < _EARLY + 2 else told_again):  # a phrase told again is made of words told again
            start = place if start is None else start
        elif start is not None:
            lone = words[start] if place - start == 1 else ""
            if lone and lone in ends and len(lone) > SHORTEST:
                counts[kinds[lone]] += 1
                first.setdefault(kinds[lone], start)
            elif not lone:
                for phrase, at in _parts(words, start, place, ends):
                    counts[phrase] += 1
                    first.setdefault(phrase, at)
            start = None
    return counts, first


def _parts(words: list[str], start: int, stop: int, ends: set[str]) -> Iterator[tuple[str, int]]:
    """All of one, two and three words between two places that end like a noun, in small letters."""
    for at in range(start, stop):
        for end in range(at, min(stop, at + 3)):
            if words[end] in ends and (end > at or len(words[at]) > SHORTEST):
                yield " ".join(words[at : end + 1]).lower(), at


def _may_be_noun(word: str) -> bool:
    return word not in MORE_STOP and not (len(word) > 4 and word.endswith(_NO_NOUN))


def _may_end(word: str) -> bool:
    return not (len(word) > 6 and word.endswith(_NO_END))


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
