"""From text to tree, by hand: recursive descent over a short list of lexemes."""

import re
from typing import NamedTuple

from streams.errors import Misused
from streams.query.tokens import tokens
from streams.query.tree import And, Field, Not, Or, Phrase, Prefix, Query, Range, Term, has_positive

MAX_LENGTH, MAX_DEPTH, MAX_LEXEMES = 8000, 32, 1000
TEXT_FIELDS = frozenset({"text", "title", "body"})
VALUE_FIELDS = frozenset(["source", "lang", "topic", "entity", "place", "person", "story", "status", "section", "author", "change", "is"])
FIELDS = TEXT_FIELDS | VALUE_FIELDS | {"date"}
_FACTS = frozenset({"original", "update", "correction", "copy"})
_LEXEME = re.compile(r'\s+|[()]|"[^"]*"(?:~\d{1,3})?|\[[^\]]*\]|[a-z]+:|[^\s()"\[\]]+')
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?|\d{4}")
_RANGE = re.compile(r"\[\s*(\S+)\s+TO\s+(\S+)\s*\]")


class QueryError(Misused):
    """The query cannot be read; `position` is the character, from 0, where that shows."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message, self.position = message, position


class _Lexeme(NamedTuple):
    text: str
    at: int


def parse(text: str, *, saved: bool = False) -> Query:
    """The query's tree. `saved` also refuses one that names nothing to find. Raises QueryError."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH} characters", MAX_LENGTH)
    reader = _Reader(_lexemes(text), len(text))
    query = reader.group(0)
    if reader.peek():
        raise QueryError("this ')' closes nothing", reader.at)
    if saved and not has_positive(query):
        raise QueryError("a saved search needs something to find, not only NOT", 0)
    return query


def _lexemes(text: str) -> list[_Lexeme]:
    found, at = [], 0
    while at < len(text):
        hit = _LEXEME.match(text, at)
        if not hit:
            raise QueryError(f"this {text[at]} has no partner", at)
        if not hit[0].isspace():
            found.append(_Lexeme(hit[0], at))
        at = hit.end()
    if len(found) > MAX_LEXEMES:
        raise QueryError(f"the query has more than {MAX_LEXEMES} parts", found[MAX_LEXEMES].at)
    return found


class _Reader:
    def __init__(self, lexemes: list[_Lexeme], end: int) -> None:
        self._lexemes, self._next, self._end = lexemes, 0, end

    def peek(self) -> str:
        return self._lexemes[self._next].text if self._next < len(self._lexemes) else ""

    @property
    def at(self) -> int:
        return self._lexemes[self._next].at if self._next < len(self._lexemes) else self._end

    def take(self) -> _Lexeme:
        if not self.peek():
            raise QueryError("something is missing here", self._end)
        self._next += 1
        return self._lexemes[self._next - 1]

    def group(self, depth: int) -> Query:
        if depth > MAX_DEPTH:
            raise QueryError(f"parentheses are nested deeper than {MAX_DEPTH}", self.at)
        parts, kind = [self._clause(depth)], ""
        while self.peek() not in ("", ")"):
            found = "OR" if self.peek() == "OR" else "AND"
            if kind and found != kind:
                raise QueryError("AND and OR are mixed: add parentheses", self.at)
            kind = found
            if self.peek() in ("AND", "OR"):
                self.take()
            parts.append(self._clause(depth))
        if len(parts) == 1:
            return parts[0]
        return Or(tuple(parts)) if kind == "OR" else And(tuple(parts))

    def _clause(self, depth: int) -> Query:
        lexeme, negated = self.take(), False
        while lexeme.text == "NOT":
            lexeme, negated = self.take(), not negated
        query = self._bracketed(depth, lexeme) if lexeme.text == "(" else self._leaf(lexeme)
        return Not(query) if negated else query

    def _bracketed(self, depth: int, opened: _Lexeme) -> Query:
        query = self.group(depth + 1)
        if self.peek() != ")":
            raise QueryError("this ( is never closed", opened.at)
        self.take()
        return query

    def _leaf(self, lexeme: _Lexeme) -> Query:
        if lexeme.text in ("AND", "OR", ")"):
            raise QueryError(f"{lexeme.text} has nothing before it", lexeme.at)
        if not re.fullmatch("[a-z]+:", lexeme.text):
            return _words(lexeme, "text")
        name = lexeme.text[:-1]
        if name not in FIELDS:
            raise QueryError(f"there is no field {name}; fields: {', '.join(sorted(FIELDS))}", lexeme.at)
        value = self.take()
        while name in VALUE_FIELDS and value.text.endswith(":") and self.peek():
            value = _Lexeme(value.text + self.take().text, value.at)
        if name in TEXT_FIELDS:
            return _words(value, name)
        return _date(value) if name == "date" else _value(name, value)


def _words(lexeme: _Lexeme, field: str) -> Query:
    quoted = lexeme.text.startswith('"')
    text, _, slop = lexeme.text.rpartition('"') if quoted else (lexeme.text, "", "")
    words = tokens(text)
    if not words:
        raise QueryError("there is no word here", lexeme.at)
    if not quoted and text.endswith("*") and len(words) == 1:
        return Prefix(words[0], field)
    return Term(words[0], field) if len(words) == 1 else Phrase(tuple(words), int(slop.lstrip("~") or 0), field)


def _value(name: str, lexeme: _Lexeme) -> Query:
    value = lexeme.text.strip('"').casefold().strip()
    if not value or (name == "is" and value not in _FACTS):
        raise QueryError(f"{name}: cannot be {lexeme.text}", lexeme.at)
    return Field(name, value)


def _date(lexeme: _Lexeme) -> Query:
    span = _RANGE.fullmatch(lexeme.text)
    low, high = span.groups() if span else (lexeme.text, lexeme.text)
    for bound in (low, high):
        if not (_DATE.fullmatch(bound) or (span and bound == "*")):
            raise QueryError("a date is 2026-03-14, or [2026-01-01 TO 2026-02-01]", lexeme.at)
    return Range("date", None if low == "*" else low, None if high == "*" else high)
