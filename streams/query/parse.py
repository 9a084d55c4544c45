"""From text to tree, by hand: recursive descent over a short list of lexemes."""

import re
from functools import cached_property

from streams.errors import Misused
from streams.query import leaf
from streams.query.leaf import FIELDS, Wrong
from streams.query.tree import And, Not, Or, Query, is_anchored

MAX_LENGTH, MAX_DEPTH, MAX_LEXEMES = 16_000, 32, 2000
_LEXEME = re.compile(r'\s*(?:([()]|"[^"]*"(?:~\d+)?|\[[^\]]*\]|[a-z]+:(?!//)|[^\s()"\[\]]+)|$)')
_FIELD = re.compile("[a-z]+:")
_BETWEEN = frozenset({"AND", "OR", ")"})
_NEAR = re.compile(r"NEAR(?:/(\d+))?")


class QueryError(Misused):
    """The query cannot be read; `position` is the character, from 0, where that shows."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.message, self.position = message, position


def parse(text: str, *, saved: bool = False) -> Query:
    """The query's tree. `saved` also refuses one that could match without anything it names. Raises QueryError."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH} characters", MAX_LENGTH)
    reader = _Reader(text)
    query = reader.group(0)
    if reader.peek():
        raise reader.error("this ')' closes nothing", reader.next)
    if saved and not is_anchored(query):
        raise QueryError("a saved search needs something to find in every match, not only NOT or a range", 0)
    return query


class _Reader:
    """Lexemes go by their number; where one stands in the text is worked out for an error."""

    def __init__(self, text: str) -> None:
        self._text, self.next = text, 0
        found, end = [], 0
        for hit in _LEXEME.finditer(text):
            if hit.start() != end:
                break
            if hit[1]:
                found.append(hit[1])
            end = hit.end()
        self._lexemes = [*found, ""]
        if end < len(text):
            end += len(text[end:]) - len(text[end:].lstrip())
            raise QueryError(f"this {text[end]} has no partner", end)
        if len(found) > MAX_LEXEMES:
            raise self.error(f"the query has more than {MAX_LEXEMES} parts", MAX_LEXEMES)

    @cached_property
    def _places(self) -> list[int]:
        return [*(hit.start(1) for hit in _LEXEME.finditer(self._text) if hit[1]), len(self._text)]

    def error(self, message: str, number: int) -> QueryError:
        """What is wrong at a lexeme."""
        return QueryError(message, self._places[number])

    def peek(self) -> str:
        """The next lexeme; nothing at the end."""
        return self._lexemes[self.next]

    def take(self) -> str:
        lexeme = self._lexemes[self.next]
        if not lexeme:
            raise self.error("something is missing here", self.next)
        self.next += 1
        return lexeme

    def group(self, depth: int) -> Query:
        if depth > MAX_DEPTH:
            raise self.error(f"parentheses are nested deeper than {MAX_DEPTH}", self.next)
        parts, kind = [self._clause(depth)], ""
        while (text := self.peek()) not in ("", ")"):
            found = "OR" if text == "OR" else "AND"
            if kind and found != kind:
                raise self.error("AND and OR are mixed: add parentheses", self.next)
            kind = found
            if text in ("AND", "OR"):
                self.take()
            parts.append(self._clause(depth))
        if len(parts) == 1:
            return parts[0]
        return Or(_flat(parts, Or)) if kind == "OR" else And(_flat(parts, And))

    def _clause(self, depth: int) -> Query:
        lexeme, negated = self.take(), False
        while lexeme == "NOT":
            lexeme, negated = self.take(), not negated
        query = self._bracketed(depth) if lexeme == "(" else self._leaf(lexeme)
        while self.peek().startswith("NEAR") and (hit := _NEAR.fullmatch(self.peek())):
            query = self._near(query, int(hit[1][:6]) if hit[1] else leaf.NEAR)
        return Not(query) if negated else query

    def _bracketed(self, depth: int) -> Query:
        opened = self.next - 1
        query = self.group(depth + 1)
        if self.peek() != ")":
            raise self.error("this ( is never closed", opened)
        self.take()
        return query

    def _near(self, left: Query, distance: int) -> Query:
        between = self.next
        self.take()
        right = self._leaf(self.take())
        try:
            return leaf.near(left, right, distance)
        except Wrong as error:
            raise self.error(str(error), between) from None

    def _leaf(self, lexeme: str) -> Query:
        """The leaf of a lexeme that was just taken."""
        if lexeme in _BETWEEN or (lexeme.startswith("NEAR") and _NEAR.fullmatch(lexeme)):
            raise self.error(f"{lexeme} has nothing before it", self.next - 1)
        name, value, place = "text", lexeme, self.next - 1
        if lexeme.endswith(":") and _FIELD.fullmatch(lexeme):
            name, value, place = lexeme[:-1], self._value(lexeme), place + 1
        try:
            return FIELDS[name](name, value)
        except Wrong as error:
            raise self.error(str(error), place) from None

    def _value(self, name: str) -> str:
        """What follows a field's name; codes such as medtop:04000000 hold a colon themselves."""
        if name[:-1] not in FIELDS:
            raise self.error(f"there is no field {name[:-1]}; fields: {', '.join(sorted(FIELDS))}", self.next - 1)
        place, value = self.next, self.take()
        if value in ("(", ")"):
            raise self.error(f"{name} needs a value; write the field before each of several", place)
        while value.endswith(":") and self._places[self.next] == self._places[place] + len(value) and self.peek():
            value += self.take()
        return value


def _flat(parts: list[Query], kind: type[And] | type[Or]) -> tuple[Query, ...]:
    return tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,)))
