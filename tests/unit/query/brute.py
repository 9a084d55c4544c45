"""What a query means, written as plainly as can be: the judge of the matcher and of the index."""

from dataclasses import dataclass
from itertools import product

from streams.query.geo import distance_km
from streams.query.tree import And, Field, Geo, Not, Or, Phrase, Prefix, Query, Range, Term


@dataclass
class Plain:
    title: list[str]
    body: list[str]
    values: set[str]
    numbers: dict[str, float]
    places: list[tuple[float, float]]

    def columns(self, field: str) -> list[list[str]]:
        return {"title": [self.title], "body": [self.body], "text": [self.title, self.body]}[field]


def meets(query: Query, article: Plain) -> bool:
    match query:
        case And(parts):
            return all(meets(part, article) for part in parts)
        case Or(parts):
            return any(meets(part, article) for part in parts)
        case Not(part):
            return not meets(part, article)
        case Term(word, field):
            return any(word in words for words in article.columns(field))
        case Prefix(start, field):
            return any(word.startswith(start) for words in article.columns(field) for word in words)
        case Phrase(words, slop, field):
            return any(_said(words, slop, column) for column in article.columns(field))
        case Field(name, value):
            return f"{name}:{value}" in article.values
        case Range(name, low, high):
            number = article.numbers.get(name)
            return number is not None and (low is None or low <= number) and (high is None or number <= high)
        case Geo(lat, lon, km):
            return any(distance_km(lat, lon, *place) <= km for place in article.places)


def _said(words: tuple[str, ...], slop: int, column: list[str]) -> bool:
    if slop == 0:
        return any(tuple(column[i : i + len(words)]) == words for i in range(len(column)))
    if len(words) == 2 and words[0] != words[1]:
        return any(abs(b - 1 - a) <= slop for a, x in enumerate(column) if x == words[0] for b, y in enumerate(column) if y == words[1])
    places = [[at for at, word in enumerate(column) if word == wanted] for wanted in words]
    for picked in product(*places):
        shifted = [at - place for place, at in enumerate(picked)]
        if len(set(picked)) == len(picked) and max(shifted) - min(shifted) <= slop:
            return True
    return False
