"""A name as it stands in an article."""

from typing import Literal, NamedTuple

from streams.models.knowledge import Known
from streams.steps.enrich.gender import Pronoun

Kind = Literal["person", "organisation", "place", "other"]
Within = Literal["title", "text"]


class Spot(NamedTuple):
    """One name as it stands: code points `start` to `end` of the title or the text. `known` where the rule knows it."""

    surface: str
    start: int
    end: int
    within: Within
    kind: Kind
    known: Known | None = None
    goes_by: Pronoun | None = None
    """`he` or `she` where an honorific stands before it: Mr. and Mrs. Lee are two."""


def whole(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
