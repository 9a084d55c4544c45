"""From text to tree, by hand: recursive descent over a short list of lexemes."""

import re
from typing import NamedTuple

from streams.errors import Misused
from streams.query import leaf
from streams.query.leaf import FIELDS, Wrong
from streams.query.tree import And, Not, Or, Query, is_anchored

MAX_LENGTH, MAX_DEPTH, MAX_LEXEMES = 16_000, 32, 2000
_LEXEME = re.compile(r'\s*(?:([()]|"[^"]*"(?:~\d+)?|\[[^\]]*\]|[a-z]+:(?!//)|[^\s()"\[\]]+)|$)')
_FIELD = re.compile("[a-z]+:")
_NEAR = re.compile(r"NEAR(?:/(\d+))?")


class QueryError(Misused):
    """The query cannot be read; `position` is the character, from 0, where that shows."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message, self.position = message, position


class _Lexeme(NamedTuple):
    text: str
    at: int


def parse(text: str, *, saved: bool = False) -> Query:
    """The query's tree. `saved` also refuses one that could match without anything it names. Raises QueryError."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH} characters", MAX_LENGTH)
    reader = _Reader(_lexemes(text), len(text))
    query = reader.group(0)
    if reader.peek():
        raise QueryError("this ')' closes nothing", reader.at)
    if saved and not is_anchored(query):
        raise QueryError("a saved search needs something to find in every match, not only NOT or a range", 0)
    return query


def _lexemes(text: str) -> list[_Lexeme]:
    found, at = [], 0
    for hit in _LEXEME.finditer(text):
        if hit.start() != at:
            break
        if hit[1]:
            found.append(_Lexeme(hit[1], hit.start(1)))
        at = hit.end()
    if at < len(text):
        at += len(text[at:]) - len(text[at:].lstrip())
        raise QueryError(f"this {text[at]} has no partner", at)
    if len(found) > MAX_LEXEMES:
        raise QueryError(f"the query has more than {MAX_LEXEMES} parts", found[MAX_LEXEMES].at)
    return found


class _Reader:
    def __init__(self, lexemes: list[_Lexeme], end: int) -> None:
        self._lexemes, self._next = [*lexemes, _Lexeme("", end)], 0

    def peek(self) -> str:
        """The next lexeme's text; nothing at the end."""
        return self._lexemes[self._next].text

    @property
    def at(self) -> int:
        return self._lexemes[self._next].at

    def take(self) -> _Lexeme:
        lexeme = self._lexemes[self._next]
        if not lexeme.text:
            raise QueryError("something is missing here", lexeme.at)
        self._next += 1
        return lexeme

    def group(self, depth: int) -> Query:
        if depth > MAX_DEPTH:
            raise QueryError(f"parentheses are nested deeper than {MAX_DEPTH}", self.at)
        parts, kind = [self._clause(depth)], ""
        while (text := self.peek()) not in ("", ")"):
            found = "OR" if text == "OR" else "AND"
            if kind and found != kind:
                raise QueryError("AND and OR are mixed: add parentheses", self.at)
            kind = found
            if text in ("AND", "OR"):
                self.take()
            parts.append(self._clause(depth))
        if len(parts) == 1:
            return parts[0]
        return Or(_flat(parts, Or)) if kind == "OR" else And(_flat(parts, And))

    def _clause(self, depth: int) -> Query:
        lexeme, negated = self.take(), False
        while lexeme.text == "NOT":
            lexeme, negated = self.take(), not negated
        query = self._bracketed(depth, lexeme) if lexeme.text == "(" else self._leaf(lexeme)
        while self.peek().startswith("NEAR") and (hit := _NEAR.fullmatch(self.peek())):
            query = self._near(query, int(hit[1][:6]) if hit[1] else leaf.NEAR)
        return Not(query) if negated else query

    def _bracketed(self, depth: int, opened: _Lexeme) -> Query:
        query = self.group(depth + 1)
        if self.peek() != ")":
            raise QueryError("this ( is never closed", opened.at)
        self.take()
        return query

    def _near(self, left: Query, distance: int) -> Query:
        at = self.take().at
        right = self._leaf(self.take())
        try:
            return leaf.near(left, right, distance)
        except Wrong as error:
            raise QueryError(str(error), at) from None

    def _leaf(self, lexeme: _Lexeme) -> Query:
        if lexeme.text in ("AND", "OR", ")") or _NEAR.fullmatch(lexeme.text):
            raise QueryError(f"{lexeme.text} has nothing before it", lexeme.at)
        name, value = "text", lexeme
        if lexeme.text.endswith(":") and _FIELD.fullmatch(lexeme.text):
            name, value = lexeme.text[:-1], self._value(lexeme)
        try:
            return FIELDS[name](name, value.text)
        except Wrong as error:
            raise QueryError(str(error), value.at) from None

    def _value(self, name: _Lexeme) -> _Lexeme:
        """What follows a field's name; codes such as medtop:04000000 hold a colon themselves."""
        if name.text[:-1] not in FIELDS:
            raise QueryError(f"there is no field {name.text[:-1]}; fields: {', '.join(sorted(FIELDS))}", name.at)
        value = self.take()
        if value.text in ("(", ")"):
            raise QueryError(f"{name.text} needs a value; write the field before each of several", value.at)
        while value.text.endswith(":") and self.at == value.at + len(value.text) and self.peek():
            value = _Lexeme(value.text + self.take().text, value.at)
        return value


def _flat(parts: list[Query], kind: type[And] | type[Or]) -> tuple[Query, ...]:
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
