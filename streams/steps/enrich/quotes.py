"""Direct quotes, whole, with their speakers.

In English by the clause around a quote (attribution.py); in other languages by the verb of saying nearest to it. The
subject is the person or organisation in the clause; a pronoun stands for the person who was named last and matters most.
"""

import re
from bisect import bisect_right
from itertools import islice

from schemas import CleanArticle, Entity, Quote, Speaker
from streams.steps.enrich import attribution
from streams.steps.enrich.indirect import BLOT, find_indirect
from streams.steps.enrich.speakers import Names, as_speaker, attributive, most_salient, of_subject, subject_of_sentence

CUES = (
    "sagte sagt erklärte erklärt betonte betont teilte meinte meint fügte schrieb warnte kündigte kritisierte forderte "
    "dit déclaré déclare expliqué explique affirmé affirme ajouté ajoute estimé estime assuré précisé souligné indiqué "
    "dijo dice afirmó aseguró declaró explicó añadió señaló sostuvo ha detto dichiarato spiegato aggiunto afferma "
    "disse afirmou declarou explicou"
).split()
CUE = re.compile(r"\b(?:" + "|".join(sorted(set(CUES), key=len, reverse=True)) + r"|(?<=, )so(?=\s))\b", re.I)
PRONOUN = re.compile(r"\b(?:he|she|they|er|sie|il|elle|él|ella|lui|lei|ele|ela)\b", re.I)
_CLOSING = r"(?:[”\"]|(?=\n|$))"
QUOTED = re.compile(
    "|".join(
        (
            rf"“([^“”\"\n]{{2,4000}}){_CLOSING}",  # some pages close a curly mark with a straight one
            r"„([^„“”\n]{2,4000})[“”]",
            "«\u00a0?([^«»\n]{2,4000})»",
            r"»([^«»\n]{2,4000})«",
            rf"\"(?<![\w\",.!?]\")(?=\S)([^\"“”\n]{{2,4000}}){_CLOSING}",
        )
    )
)
_TITLE_WORD = r"(?:[A-Z0-9][\w’'-]*|[Oo]f|[Tt]he|[Aa]nd|[Ii]n|[Aa]n?|[Tt]o|[Oo]n|[Ff]or|[Aa]t|[Ww]ith|[Ff]rom)"
_TITLE = re.compile(rf"(?:{_TITLE_WORD}[:,]?\s)*{_TITLE_WORD}")
"""Capitals throughout and no closing mark: the name of a book, a song, a programme."""
REACH = 160
LEAST_WORDS = 3
MOST = 200
MOST_TRIED = 2000


def find_quotes(article: CleanArticle, entities: list[Entity]) -> list[Quote]:
    """Quotes in order; [start, end) enclose the quoted words without their marks. Scare quotes and titles are left out."""
    text = article.text[:200_000]
    people = sorted(
        ((mention.start, mention.end, entity) for entity in entities if entity.type in ("person", "organisation")
         for mention in entity.mentions if mention.within == "text"),
        key=lambda name: name[:2],
    )  # fmt: skip
    matches = list(islice(QUOTED.finditer(text), MOST_TRIED))
    if article.language.code != "en":
        return _elsewhere(text, matches, people)[:MOST]
    outside = _masked(text, matches)
    people = [name for name in people if outside[name[0]] != BLOT]
    found = [*_in_english(text, outside, matches, people), *find_indirect(outside, people)]
    return sorted(found, key=lambda quote: quote.start)[:MOST]


def _in_english(text: str, outside: str, matches: list[re.Match[str]], people: Names) -> list[Quote]:
    """By the clauses around each stretch; one without any goes on with the speaker of its paragraph, or of the one above."""
    found: list[Quote] = []
    line, speaking, last = -1, None, None
    for number, match in enumerate(matches):
        start, end = match.span(match.lastindex or 0)
        if len(text[start:end].split()) < LEAST_WORDS or _TITLE.fullmatch(text, start, end):
            continue
        opens = text.rfind("\n", 0, match.start()) + 1
        if opens != line:
            line, last, speaking = opens, speaking or last, None
        said, speaker = _said(outside, matches, number, opens), None
        if said and said.end > said.start:
            speaker = of_subject(outside, said, people)
        elif not said and not _could_be_speech(text, match, 3 if speaking else 4):
            continue
        else:
            speaker = subject_of_sentence(outside, opens, match.start(), people)
            if speaker is None and (speaking or opens == match.start()):
                speaker = speaking or last
        if said or speaker:
            speaking = speaker or speaking
            found.append(Quote(text=text[start:end], start=start, end=end, speaker=speaker, cue=said.verb if said else None))
    return found


def _masked(text: str, matches: list[re.Match[str]]) -> str:
    """The text with what is quoted blotted out, its last mark kept: verbs and names in there attribute nothing."""
    parts, at = [], 0
    for match in matches:
        start, end = match.span(match.lastindex or 0)
        if start >= at:
            parts += [text[at:start], BLOT * (end - start - 1), text[end - 1]]
            at = end
    return "".join([*parts, text[at:]])


def _said(text: str, matches: list[re.Match[str]], number: int, opens: int) -> attribution.Said | None:
    """What attributes a stretch: the clause after one that ends like speech, else the one before it, else the line above."""
    match = matches[number]
    following = matches[number + 1].start() if number + 1 < len(matches) else len(text)
    end = match.end(match.lastindex or 0)
    first = text[end - 1] in ",?!" or text[match.end() : match.end() + 1] == ","
    said = attribution.after(text, match.end(), following) if first else None
    said = said or attribution.before(text, opens, match.start())
    if said is None and not first:
        said = attribution.after(text, match.end(), following)
    if said is None and match.start() == opens:
        lead = text[:opens].rstrip()
        above = lead.rfind("\n") + 1
        said = attribution.before(text, above, len(lead)) if lead.endswith((",", ":")) else None
    return said


def _could_be_speech(text: str, match: re.Match[str], least: int) -> bool:
    """A clause of `least` words with its mark, or words in lower case: not scare quotes."""
    start, end = match.span(match.lastindex or 0)
    words = text[start:end].split()
    closed = text[start:end].rstrip("'’")[-1:] in (",", ".", "?", "!") or text[match.end() : match.end() + 1] in (",", ".", "")
    return (len(words) >= least and closed) or (words[0][0].islower() and not attributive(text, match))


def _elsewhere(text: str, matches: list[re.Match[str]], people: Names) -> list[Quote]:
    """In other languages: by the nearest verb of saying and the nearest name."""
    found: list[Quote] = []
    for match in matches:
        quote = _quote(text, match, people, found)
        if quote:
            found.append(quote)
    return found


def _quote(text: str, match: re.Match[str], people: Names, before: list[Quote]) -> Quote | None:
    start, end = match.span(match.lastindex or 0)
    words = len(text[start:end].split())
    cue = _cue(text, match)
    if words < LEAST_WORDS and (cue is None or words < 2):
        return None
    if cue is None:
        return _continued(text, match, start, end, before, words)
    return Quote(text=text[start:end], start=start, end=end, speaker=_speaker(text, cue, match, people), cue=cue.group().lower())


def _cue(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The attributing verb: in the clause after the quote, before it in its sentence, or closing the paragraph above."""
    paragraph_end = text.find("\n", match.end(), match.end() + REACH)
    after_end = min(match.end() + REACH, paragraph_end if paragraph_end >= 0 else len(text))
    closed = text[match.end() - 2 : match.end()]
    clause = re.search(r"[.!?;]\s|[“„«\"]", text[match.end() : after_end])
    after = CUE.search(text, match.end(), match.end() + clause.start() if clause else after_end)
    if after and (re.search(r"[,.?!]", closed) or text[match.end() : match.end() + 1] == ","):
        return after
    start = text.rfind("\n", 0, match.start()) + 1
    lead = text[max(start, match.start() - REACH) : match.start()]
    if not lead.strip():
        return _cue_above(text, match.start())
    opened = re.search(r"[,:]\s*$", lead) or re.search(r"\b(?:that|dass|que|che)\s+$", lead)
    cues = list(CUE.finditer(text, max(start, match.start() - REACH, _sentence_start(text, match.start())), match.start()))
    return cues[-1] if cues and opened else after if after and _spoken(text, match) else None


def _spoken(text: str, match: re.Match[str]) -> bool:
    return len(match.group().split()) >= 4 and text[match.end() : match.end() + 2].strip() != ""


def _sentence_start(text: str, at: int) -> int:
    found = max(text.rfind(mark, max(0, at - REACH), at) for mark in (". ", "! ", "? ", "\n"))
    return max(found, 0)


def _cue_above(text: str, start: int) -> re.Match[str] | None:
    """A quote in a paragraph of its own, announced by the one above: "He stated," or "she said:"."""
    low = max(0, start - REACH)
    end = low + len(text[low:start].rstrip())
    if text[end - 1 : end] not in (",", ":"):
        return None
    cues = list(CUE.finditer(text, max(0, end - 90), end))
    return cues[-1] if cues else None


def _continued(text: str, match: re.Match[str], start: int, end: int, before: list[Quote], words: int) -> Quote | None:
    """A second stretch in the same paragraph goes on with the speaker of the first."""
    if not before or words < 4 or "\n" in text[before[-1].end : start] or start - before[-1].end > 2 * REACH:
        return None
    ends_like_speech = re.search(r"[,.?!]$", text[start:end]) or re.match(r"[,.]", text[match.end() : match.end() + 1])
    return Quote(text=text[start:end], start=start, end=end, speaker=before[-1].speaker, cue=None) if ends_like_speech else None


def _speaker(text: str, cue: re.Match[str], match: re.Match[str], people: Names) -> Speaker | None:
    """The name nearest to the cue outside the quote; through a pronoun, or from a paragraph above, the last one named."""
    outside = [name for name in people if not (match.start() <= name[0] < match.end())]
    low, high = _clause(text, cue, match)
    near = [name for name in outside if low <= name[0] < high]
    pronoun = next((found for found in PRONOUN.finditer(text, low, high)), None)
    if near and not (pronoun and abs(pronoun.start() - cue.start()) < min(abs(name[0] - cue.start()) for name in near)):
        start, end, entity = min(near, key=lambda name: (abs(name[0] - cue.start()), name[2].type != "person"))
        return as_speaker(entity, start, end)
    return _last_named(outside, pronoun, cue)


def _clause(text: str, cue: re.Match[str], match: re.Match[str]) -> tuple[int, int]:
    if cue.start() >= match.end():
        return match.end(), min(cue.end() + 90, _line_end(text, cue.end()))
    return max(_sentence_start(text, cue.start()), cue.start() - REACH), min(match.start(), cue.end() + 60)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return found if found >= 0 else len(text)


def _last_named(people: Names, pronoun: re.Match[str] | None, cue: re.Match[str]) -> Speaker | None:
    at = pronoun.start() if pronoun else cue.start()
    persons = [name for name in people if name[2].type == "person"]
    place = bisect_right([name[0] for name in persons], at)
    if not place:
        return None
    subject = most_salient(persons[:place])
    return as_speaker(subject, pronoun.start() if pronoun else None, pronoun.end() if pronoun else None)
