"""From a subject as it stands to the person or organisation that speaks."""

import re

from schemas import Entity, Speaker
from streams.steps.enrich import attribution

Names = list[tuple[int, int, Entity]]
"""Mentions of persons and organisations: start, end, entity; in order."""

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
        return _of_pronoun(surface.lower(), said, people)
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


def _of_pronoun(surface: str, said: attribution.Said, people: Names) -> Speaker | None:
    wanted = "person" if surface in _PERSONAL else "organisation"
    before = [name for name in people if name[2].type == wanted and name[0] < said.start]
    if not before:
        return None
    entity = before[-1][2] if wanted == "organisation" or surface == "who" else most_salient(before)
    return as_speaker(entity, said.start, said.end)


def subject_of_sentence(text: str, low: int, start: int, people: Names) -> Speaker | None:
    """Who the sentence around a stretch at `start` begins with: the first name before it, or a pronoun before that."""
    low = attribution.sentence_start(text, low, start)
    named = next((name for name in people if low <= name[0] and name[1] <= start), None)
    pronoun = _FIRST.match(text, low) or _OPENS.search(text, low, named[0] if named else start)
    if pronoun:
        begin, end = pronoun.span("s")
        return _of_pronoun(pronoun["s"].lower(), attribution.Said(begin, end, end, ""), people)
    return as_speaker(named[2], named[0], named[1]) if named else None


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
