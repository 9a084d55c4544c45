"""Ids for people whom no table knows, so that they can be counted and searched: made of the name and the kind of office.

The rule: a full name of two words or more, and a role that tells one kind of office from another. The name is compared
without accents and capitals, initials included; the office by its noun, the many words of one trade taken together. A
name without a role gets no id: it would be anybody's. What this cannot tell apart are two people of one name and one
kind of office; whoever shows such an id says so.
"""

import re

from streams.models.knowledge.names import slug

PREFIX = "local:"
_TRADES = """
politics: minister senator governor mayor congressman congresswoman lawmaker premier chancellor ambassador envoy
law: attorney prosecutor lawyer judge justice
police: sheriff inspector
military: general admiral colonel lieutenant sergeant
church: bishop archbishop cardinal pope
royalty: king queen prince princess
science: professor scientist researcher economist
sport: coach striker goalkeeper midfielder
stage: actor actress singer
press: editor journalist
company: ceo cfo executive founder co-founder
speaker: spokesman spokeswoman spokesperson
chair: chair chairman chairwoman chairperson
president: president vice-president
author: author
director: director
manager: manager
commissioner: commissioner
doctor: doctor
"""
"""Nouns that one person may well be called by turns; of wider ones (chief, leader, secretary, officer) none tells who it is."""
_TRADE = {noun: trade for line in _TRADES.strip().split("\n") for trade, nouns in [line.split(": ")] for noun in nouns.split()}
_LONGEST = 4
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
_WORD = re.compile(r"[\w-]+")
_ENDS = re.compile(r"\b(?:of|for|at|in|on|from|to|with)\b|[,;]")


def local_id(name: str, role: str | None) -> str | None:
    """`local:anna-lindqvist:politics`, or None where name and role do not say enough."""
    trade = kind_of_office(role) if role else None
    return f"{PREFIX}{slug(name)}:{trade}" if trade and _is_full(name.split()) else None


def _is_full(words: list[str]) -> bool:
    """Two to four words, none twice and none with a capital that was glued on: not what a page ran together."""
    return 1 < len(words) <= _LONGEST and len(set(words)) == len(words) and not any(map(_GLUED.search, words))


def kind_of_office(role: str) -> str | None:
    """The trade of the last of its nouns that has one: `former police inspector of Leeds` is police."""
    head = _ENDS.split(role)[0] or role
    words = [word.lower() for word in _WORD.findall(head)]
    return next((_TRADE[word] for word in reversed(words) if word in _TRADE), None)
