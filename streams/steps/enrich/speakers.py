"""From a subject as it stands to the person or organisation that speaks."""

import re

from schemas import Entity, Speaker
from streams.steps.enrich import attribution
from streams.steps.enrich.gender import pronoun
from streams.steps.enrich.roles import is_title
from streams.steps.enrich.verbs import SAYING

Name = tuple[int, int, Entity]
Names = list[Name]
"""Mentions of persons and organisations: start, end, entity; in order."""

_LEADS = 60
_VERB = re.compile(r" (?:(?:\w+ly|also|later|then|once|has|had|again) )?([a-z]+)\b")
_PERSONAL = frozenset({"he", "she", "they", "who"})
_OPENS = re.compile(r"(?:[,;:—–-]\s?|\b(?:that|because|as|when|while|and|but|after|before)\s)(?P<s>he|she|they|it)\b", re.I)
_OF = re.compile(r"\b(?:of|for|to|from|by|with|against)\s(?:[A-Z][a-z]*\.\s)*$")
_GOES_ON = re.compile(r"(?:,|\s\(|\s(?:of|at|from|with|in|and|on|for)\b)")
_FIRST = re.compile(r"[“\"‘]?(?:(?:And|But|So|Yet|Then)\s)?(?P<s>he|she|they|it)\b", re.I)
_TITLED = re.compile(r"\b(?:so-called|known as|titled|entitled|book|novel|film|movie|song|album|show|series|hashtag)[ ,]*$", re.I)
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|their|its|this|that|these|those|of|[A-Z]\w+’s|[A-Z]\w+'s) $")


def of_subject(text: str, said: attribution.Said, people: Names) -> Speaker | None:
    """The subject's name: of the person or organisation in it, of whom a pronoun follows, else as it stands."""
    surface = text[said.start : said.end]
    if surface.lower() in ("we", "i"):
        return None
    if surface.lower() in _PERSONAL | {"it", "which"}:
        return _of_pronoun(text, surface.lower(), said, people)
    head = [name for name in people if name[0] < said.end and said.start < name[1]]
    persons = [name for name in head if name[2].type == "person" and _heads(text, said, name)]
    aside = [name for name in people if said.end <= name[0] < said.wide and name[2].type == "person"]
    organisations = [name for name in head if name[2].type == "organisation"]
    for start, end, entity in [*persons[-1:], *aside[:1], *organisations[:1]]:
        return as_speaker(entity, start, end)
    return Speaker(name=surface, start=said.start, end=said.end)


def _heads(text: str, said: attribution.Said, name: tuple[int, int, Entity]) -> bool:
    """Whether the subject is the person named, not something of theirs: `friends of Ann Lee`, `the Lee campaign`."""
    start, end, _ = name
    return not _OF.search(text, said.start, start) and (end >= said.end - 1 or bool(_GOES_ON.match(text, end, said.end)))


def _of_pronoun(text: str, surface: str, said: attribution.Said, people: Names) -> Speaker | None:
    """`it` is the organisation named last; `he` and `she` are who the nearest sentence of the paragraph begins with, or else
    the most salient of the last few named before it, of those who may go by that pronoun."""
    if surface not in _PERSONAL:
        firms = [name for name in people if name[2].type == "organisation" and name[0] < said.start]
        return as_speaker(firms[-1][2], said.start, said.end) if firms else None
    other = {"he": "she", "she": "he"}.get(surface)
    persons = [name for name in people if name[2].type == "person" and name[0] < said.start]
    before = [name for name in persons if other is None or pronoun(name[2].name, name[2].role) != other] or persons
    if not before:
        return None
    entity = before[-1][2] if surface == "who" else _topic(text, before)
    return as_speaker(entity, said.start, said.end)


def _topic(text: str, before: Names) -> Entity:
    """Whom the last sentence that names one of them is about: who says something in it, else the first."""
    last = before[-1][0]
    low = attribution.sentence_start(text, text.rfind("\n", 0, last) + 1, last)
    named = [name for name in before if name[0] >= low]
    return next((name[2] for name in named if _says(text, name[1])), named[0][2])


def _says(text: str, end: int) -> bool:
    """Whether a verb of saying follows a name: `Lee also noted`."""
    found = _VERB.match(text, end)
    return found is not None and found[1] in SAYING


def subject_of_sentence(text: str, low: int, start: int, people: Names) -> Speaker | None:
    """Who the sentence around a stretch at `start` begins with: the first name before it, or a pronoun before that."""
    low = attribution.sentence_start(text, low, start)
    named = next((name for name in people if low <= name[0] and name[1] <= start), None)
    leads = _FIRST.match(text, low) or _OPENS.search(text, low, named[0] if named else start)
    if leads:
        begin, end = leads.span("s")
        return _of_pronoun(text, leads["s"].lower(), attribution.Said(begin, end, end, ""), people)
    named = _headed(text, named, people) if named else None
    return as_speaker(named[2], named[0], named[1]) if named else None


def _headed(text: str, named: Name, people: Names) -> Name:
    """The person behind a name that only leads to theirs: `House Speaker Paul Ryan`, `Clinton’s campaign manager Robby Mook`."""
    behind = next((name for name in people if named[1] < name[0] < named[1] + _LEADS and name[2].type == "person"), None)
    return behind if behind and is_title(text[named[1] : behind[0]]) else named


def attributive(text: str, match: re.Match[str]) -> bool:
    """Whether quoted words only name or qualify something: `the "dead man walking" theory`, a song called "so it goes"."""
    before = text[max(0, match.start() - 20) : match.start()]
    following = text[match.end() : match.end() + 2]
    return bool(_TITLED.search(before)) or bool(_DETERMINED.search(before) and following[:1] == " " and following[1:].islower())


def most_salient(named: Names) -> Entity:
    """Of the last few people named the most salient: pronouns follow the one a text is about."""
    return max((name[2] for name in named[-3:]), key=lambda entity: entity.salience)


def as_speaker(entity: Entity, start: int | None, end: int | None) -> Speaker:
    """The entity as the speaker at these code points."""
    return Speaker(name=entity.name, id=entity.id, wikidata=entity.wikidata, role=entity.role, start=start, end=end)
