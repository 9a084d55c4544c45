"""Who says a quotation in English, by the clause around it: `," she said`, `said Ann Lee, "`, `according to police`.

Rules in the manner of quote attribution systems (subject, verb of saying, quotation in any order). Verbs are looked up word
by word; the subject is read leftwards from its verb, over adverbs, asides and appositions, and is taken as it stands:
speakers.py makes a name of it.
"""

import re
from typing import NamedTuple

from streams.steps.enrich.sentences import SHORT_FORM
from streams.steps.enrich.verbs import CLAUSE_OPENERS, NOUN_OPENERS, PARTICIPLES, PRONOUNS, RELATIVE, SAYING

_WORD = re.compile(r"[\w’'-]+")
_SENTENCE = re.compile(r"[.?!][”\"’]?\s+(?=[A-Z“\"])")
_OPENING = re.compile(r"[,.?!]?[’'”\"]?\s*(?:[—–-]{1,2}\s*)?")
_CLAUSE_END = re.compile(r"[;“”\"«»\n]|[.?!](?=\s+[A-Z“\"]|\s*$)")
_DASHED = re.compile(
    r"[.,?!]?[”\"]?\s*(?P<v>[―—–]|--?)\s?"
    r"(?P<s>[A-Z][\w’'.-]*(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w’'.-]*){0,4})\s*(?:[,.(\n]|$)"
)
_SOURCE = re.compile(r"\b(?P<v>[Aa]ccording to|[Pp]er|[Ii]n the words of)\s(?P<s>[^,;.“\"\n]{2,60})")
_SKIPPED = re.compile(
    r"(?:\s(?:\w+ly|also|later|then|once|has|had|have|would|is|are|did|not|just|still|even|first|again|recently|never))+$"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are)(?:\s\w+ly)?\s?$")
_ASIDE = re.compile(r"(?:\s?\([^()\n]{1,60}\)|,[^,\n“”\"]{1,90}(?:,[^,\n“”\"]{1,90})?,)$")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(sorted(PRONOUNS))})$", re.I)
_NAME = re.compile(r"(?:[A-Z][\w’'-]*\.?\s(?:(?:de|van|von|al|bin|der|la|of|the|for|and)\s)*){0,6}[A-Z][\w’'-]*\.?$")
_NOUN = re.compile(
    r"\b(?:the|an?|one|another|his|her|their|its|two|three|some|several|many|most|other|both|critics|officials|police)\b"
    r"(?:\s(?!(?:who|that|which|what|when|as|to|and|but|in|on|at|with|from|by)\b)[\w’'.-]+){0,7}$",
    re.I,
)
_AFTER_VERB = re.compile(
    r"\s(?P<s>(?:he|she|they|I|we|it)\b|(?:(?!(?:that|to|in|on|at|by|as|for|about|of|with|from)\b)[a-z][\w’'-]*,?\s){0,6}"
    r"[A-Z][\w’'-]*\.?(?:\s(?:(?:de|van|von|al|bin|der|la|of|the)\s)?[A-Z][\w’'-]*\.?){0,7}"
    r"|(?:the|an?|one|another|his|her|their|some|several|two)(?:\s(?!(?:that|who|in|on|at|as|to|for|by|and)\b)[\w’'-]+){1,5})"
)
_REACH, _AFTER_REACH = 300, 220
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())


class Said(NamedTuple):
    """The subject as code points `start` to `end` of the text, the aside that names it up to `wide`, and its verb.

    Empty where the subject is that of the whole sentence: `Lee smiled, saying "…"`, `Lee left for what she called "…"`.
    """

    start: int
    end: int
    wide: int
    verb: str


def after(text: str, end: int, limit: int) -> Said | None:
    """The clause that follows a quotation closing at `end`; never past `limit`, its line or its sentence."""
    line = text.find("\n", end)
    high = min(limit, end + _AFTER_REACH, line if line >= 0 else len(text))
    if dashed := _DASHED.match(text, end, high):
        return Said(*dashed.span("s"), dashed.end("s"), dashed["v"])
    opened = _OPENING.match(text, end, high)
    begin = opened.end() if opened else end
    high = clause_end(text, begin, high)
    if (source := _SOURCE.match(text, begin, high)) is not None:
        return Said(*source.span("s"), source.end("s"), source["v"].lower())
    return _clause(text, begin, high)


def clause_end(text: str, begin: int, high: int) -> int:
    """Where the clause from `begin` ends: at its full stop, semicolon, line end or the next quotation; at most `high`."""
    for found in _CLAUSE_END.finditer(text, begin, high):
        if found.group() != "." or not SHORT_FORM.search(text, begin, found.end()):
            return found.start()
    return high


def _clause(text: str, begin: int, high: int) -> Said | None:
    """`verb subject` or `subject verb` at the start of a clause."""
    for number, word in enumerate(_WORD.finditer(text, begin, high)):
        folded = word.group().lower()
        if (number == 0 and folded in CLAUSE_OPENERS) or number > 30:
            return None
        if folded in SAYING:
            if number == 0:
                return _inverted(text, word, high)
            left = clause_subject(text, begin, word.start())
            return Said(begin, left.end, left.wide, folded) if left else None
    return None


def _inverted(text: str, verb: re.Match[str], high: int) -> Said | None:
    found = _AFTER_VERB.match(text, verb.end(), high)
    if found is None or found["s"].lower() in _DAYS:
        return None
    comma = text.find(",", found.end(), high)
    wide = high if comma < 0 or "the " in found["s"] or found["s"].islower() else found.end()
    return Said(*found.span("s"), max(wide, found.end()), verb.group().lower())


def before(text: str, low: int, start: int) -> Said | None:
    """The last such clause of the sentence that leads to a quotation opening at `start`; none before `low`."""
    low = sentence_start(text, max(low, start - _REACH), start)
    words, relative = list(_WORD.finditer(text, low, start)), None
    for number in range(len(words) - 1, -1, -1):
        verb = words[number].group()
        if (verb if number else verb.lower()) in SAYING and (said := _by_verb(text, low, start, words, number)):
            if text[said.start : said.end].lower() not in RELATIVE:
                return said
            relative = relative or said
    if source := _SOURCE.search(text, low, start):
        return Said(*source.span("s"), source.end("s"), source["v"].lower())
    return relative


def _by_verb(text: str, low: int, start: int, words: list[re.Match[str]], number: int) -> Said | None:
    verb = words[number]
    folded = verb.group().lower()
    if number == 0:
        return _inverted(text, verb, start) if text[:start].rstrip()[-1:] in (",", ":") else None
    left = words[number - 1].group().lower()
    if left in NOUN_OPENERS or left.endswith(("’s", "'s")) or _PASSIVE.search(text, low, verb.start()):
        return None
    reported = left in PRONOUNS and number > 1 and words[number - 2].group().lower() == "what"
    return Said(low, low, low, folded) if folded in PARTICIPLES or reported else clause_subject(text, low, verb.start(), folded)


def sentence_start(text: str, low: int, start: int) -> int:
    """Where the sentence that a quotation opening at `start` stands in begins, not before `low`."""
    for found in reversed(list(_SENTENCE.finditer(text, low, start + 1))):
        if text[found.start()] != "." or not SHORT_FORM.search(text, low, found.start() + 1):
            return found.end()
    return low


def clause_subject(text: str, low: int, at: int, verb: str = "") -> Said | None:
    """What stands left of a verb at `at`: a pronoun, a name, or a noun phrase; asides in between are passed over."""
    end = wide = low + len(text[low:at].rstrip())
    for _ in range(3):
        skipped = _SKIPPED.search(text, low, end) or _ASIDE.search(text, low, end)
        if skipped is None:
            break
        end = skipped.start()
    for pattern in (_PRONOUN, _NAME, _NOUN):
        found = pattern.search(text, max(low, end - 90), end)
        if found and found.group().lower() not in _DAYS:
            return Said(found.start(), end, wide, verb)
    return None
