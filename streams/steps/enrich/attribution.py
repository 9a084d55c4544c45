"""Who says a quotation in English, by the clause around it: `," she said`, `said Ann Lee, "`, `according to police`.

Rules in the manner of quote attribution systems (subject, verb of saying, quotation in any order): the subject is taken as
it stands; quotes.py makes a name of it.
"""

import re
from typing import NamedTuple

SAID = (
    "say says said saying tell tells told telling add adds added adding ask asks asked asking reply replies replied write writes "
    "wrote written writing tweet tweets tweeted post posted explain explains explained continue continues continued declare "
    "declares declared note notes noted argue argues argued claim claims claimed insist insists insisted warn warns warned "
    "announce announces announced state states stated call calls called calling acknowledge acknowledges acknowledged admit "
    "admits admitted describe describes described conclude concludes concluded comment comments commented respond responds "
    "responded recall recalls recalled report reports reported remark remarked observe observed joke joked quip quipped suggest "
    "suggests suggested shout shouted quote quoted concede conceded stress stresses stressed point pointed vow vowed promise "
    "promised complain complained urge urged predict predicted deny denied believe believes believed mock mocked "
    "repeat repeated think thinks thought wonder wondered exclaim exclaimed boast boasted lament lamented testify testified "
    "emphasize emphasise emphasized emphasised maintain maintained assert asserted reveal revealed blast blasted dub dubbed "
    "label labeled labelled begin began criticize criticise criticized criticised accuse accused according"
).split()
_VERB = "(?:" + "|".join(sorted(SAID, key=len, reverse=True)) + ")"
_CAPITAL = r"(?:[A-Z][\w’'\-]*\.?)"
_NAME = rf"(?:{_CAPITAL}(?:[ \u00a0](?:de|van|von|al|bin|der|la|{_CAPITAL})){{0,7}})"
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|who|[Ii]t)"
_DETERMINER = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Tt]heir|[Tt]wo|[Ss]ome|[Ss]everal)"
_NOUN = rf"(?:{_DETERMINER}[ \u00a0](?:[\w’'\-.]+[ \u00a0]){{0,5}}?[\w’'\-]+)"
_STOP = r"(?:who|that|which|in|on|at|after|as|when|while|and|but|for|to|from|with|by|during|before|about|is|was|has|had|are|were|this|last)"
_WHOLE = (
    rf"(?:{_DETERMINER}(?:[ \u00a0](?!{_STOP}\b)(?:of[ \u00a0](?:the[ \u00a0])?)?[\w’'\-]+){{1,6}}(?<![’']s)(?<!s[’'])"
    rf"(?:,[ \u00a0](?:Dr\.[ \u00a0])?{_NAME})?)"
)
"""A noun phrase to its end, with the name that follows in apposition: `the office's director, Ann Lee`."""
_SUBJECT = rf"(?:{_PRONOUN}\b|{_NOUN}|{_NAME}(?:[ \u00a0][a-z][\w\-]+){{0,2}})"
_BETWEEN = r"(?:(?:\w+ly|also|later|then|once|has|had|have|would|was)[ \u00a0])*"
_ASIDE = r"(?:,[^,\n“”\"]{1,80},)?(?:[ \u00a0]\([^)\n]{0,60}\))?"
_CLOSE = r"^[,.?!]?[’'”\"]?[ \u00a0]*(?:[—–-]{1,2}[ \u00a0]*)?"

_AFTER = (
    re.compile(rf"{_CLOSE}(?P<s>{_SUBJECT}){_ASIDE}[ \u00a0]{_BETWEEN}(?P<v>{_VERB})\b"),
    re.compile(rf"{_CLOSE}(?P<v>{_VERB})[ \u00a0](?P<s>{_WHOLE}|{_PRONOUN}\b|{_NAME}|[a-z][\w\- ]{{0,30}}{_NAME})"),
    re.compile(rf"{_CLOSE}(?P<v>according to)[ \u00a0](?P<s>{_SUBJECT})"),
    re.compile(rf"^[ \u00a0]*(?P<v>[―—–])[ \u00a0]?(?P<s>{_NAME})[ \u00a0]*(?:[,.(]|$)"),
)
_BEFORE = re.compile(rf"(?P<s>{_SUBJECT}){_ASIDE}[ \u00a0]{_BETWEEN}(?P<v>{_VERB})\b")
_SOURCE = re.compile(rf"(?P<v>[Aa]ccording to)[ \u00a0](?P<s>{_SUBJECT})")
_PARTICIPLES = frozenset(
    "saying adding asking telling writing calling stating noting remarking explaining warning insisting arguing claiming declaring "
    "stressing emphasizing emphasising concluding commenting admitting announcing recalling quipping joking tweeting posting urging".split()
)
_TRAILING = re.compile(rf"^(?P<s>{_SUBJECT}){_ASIDE}[ \u00a0].*,[ \u00a0](?P<v>[a-z]+ing)[,:]$")
"""A participle that closes the sentence has the subject which opens it: `She thanked the crews, adding:`."""
_SENTENCE = re.compile(r"(?<=[.?!][”\"’ ])\s+(?=[A-Z“\"])|(?<=[.?!])\s+(?=[A-Z“\"])")
_REACH = 300
_PLAIN = frozenset(
    "But And In On At As If This That You For When While After Before So Then Yet Still What There Here Of To Or Not No Yes "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


class Said(NamedTuple):
    """The subject as code points `start` to `end` of the text, and its verb."""

    start: int
    end: int
    verb: str


def after(text: str, end: int, limit: int) -> Said | None:
    """The clause that follows a quotation closing at `end`; never past `limit`, its line or 160 code points."""
    line = text.find("\n", end)
    window = text[end : min(limit, end + 160, line if line >= 0 else len(text))]
    for pattern in _AFTER:
        found = pattern.match(window)
        if found and found["s"].split()[0] not in _PLAIN:
            return Said(end + found.start("s"), end + found.end("s"), found["v"].lower())
    return None


def before(text: str, low: int, start: int) -> Said | None:
    """The last such clause of the sentence that leads to a quotation opening at `start`; none before `low`."""
    low = max(low, start - _REACH)
    window = text[low:start]
    cut = max((found.end() for found in _SENTENCE.finditer(window)), default=0)
    return _last(window, cut, low)


def above(text: str, low: int, high: int) -> Said | None:
    """The clause that announces, at the end of a paragraph, a quotation in one of its own; none without a comma or colon there."""
    if text[high - 1 : high] not in (",", ":"):
        return None
    low += max((found.end() for found in _SENTENCE.finditer(text[low:high])), default=0)
    found = _TRAILING.match(text[low:high])
    if found and found["v"] in _PARTICIPLES:
        return Said(low + found.start("s"), low + found.end("s"), found["v"])
    return before(text, low, high)


def _last(window: str, cut: int, low: int) -> Said | None:
    hits = [*_BEFORE.finditer(window, cut), *_SOURCE.finditer(window, cut)]
    hits = [hit for hit in hits if hit["s"].split()[0] not in _PLAIN]
    if not hits:
        return None
    last = max(hits, key=lambda hit: hit.start("v"))
    return Said(low + last.start("s"), low + last.end("s"), last["v"].lower())
