"""What a person is called beside the name: `Minister of Defense`, `chief executive`."""

import re

_TITLE = (
    r"(?:president|chancellor|premier|minister|secretary|ambassador|envoy|senator|governor|mayor|king|queen|prince|"
    r"princess|pope|bishop|archbishop|cardinal|general|admiral|colonel|major|captain|lieutenant|sergeant|commander|"
    r"judge|justice|attorney|prosecutor|lawyer|professor|doctor|scientist|researcher|economist|analyst|director|"
    r"chief|chair|chairman|chairwoman|chairperson|executive|officer|CEO|CFO|founder|co-founder|head|leader|"
    r"spokesman|spokeswoman|spokesperson|coach|manager|striker|goalkeeper|midfielder|author|actor|actress|singer|"
    r"congressman|congresswoman|representative|lawmaker|commissioner|inspector|sheriff|editor|journalist|vice-president)"
)
_IS_TITLE = re.compile(rf"\b{_TITLE}\b", re.IGNORECASE)
_NAMES_ITSELF = re.compile(rf"{_TITLE}$", re.IGNORECASE)
_BESIDE = re.compile(r"^, (?:the |an? )?([\w’'-]+(?: [\w’'-]+){0,8})(?=[,.;])")
_RUN = re.compile(r"(?:['’]s)?(?: [\w-]+){1,5} ")
_WORD = re.compile(r"[\w’'-]+$")
_LEADING = frozenset(
    "of for and the after before when as while but if since because although then that like with by from in on at to".split()
)
"""Words before a role, often with a capital at the beginning of a sentence, that are no part of it."""
_SMALL = frozenset({"of", "for", "and", "the", "prime", "deputy", "foreign", "defence", "defense", "former", "acting", "vice"})
_BEFORE, _AFTER, _MOST_WORDS = 90, 90, 8


def role(text: str, start: int, end: int) -> str | None:
    """The role that stands by the name at code points `start` to `end`, as written, or None."""
    return _before(text[max(0, start - _BEFORE) : start]) or _after(text[end : end + _AFTER])


def is_title(text: str) -> bool:
    """Whether it is a run of words without a mark that says what somebody is: ` campaign manager `."""
    return bool(_RUN.fullmatch(text) and _IS_TITLE.search(text))


def _before(text: str) -> str | None:
    if not text.endswith(" "):
        return None
    words: list[str] = []
    rest = text[:-1]
    while len(words) < _MOST_WORDS and (match := _WORD.search(rest[-40:])):
        word = match.group()
        if not (word[0].isupper() or word in _SMALL or _IS_TITLE.fullmatch(word)):
            break
        words.insert(0, word)
        rest = rest[: len(rest) - len(word)]
        if not rest.endswith(" "):
            break
        rest = rest[:-1]
    while words and words[0].lower() in _LEADING:
        words.pop(0)
    phrase = " ".join(words)
    return phrase if _IS_TITLE.search(phrase) else None


def _after(text: str) -> str | None:
    match = _BESIDE.match(text)
    if match is None:
        return None
    phrase = match.group(1)
    head = phrase.split(" of ")[0].split(" at ")[0].split(" for ")[0]
    return phrase if _NAMES_ITSELF.search(head) else None
