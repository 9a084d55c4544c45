"""What finds names in a text: our tagger, or what NEWSLOOM_NAMES puts in its place. One contract for all of them.

A finder gives names in order, none overlapping, as code points of the text it was given; `checked` holds the others to it.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, Protocol

from streams.models.names.document import agree
from streams.models.names.tagger import Kind, tag
from streams.models.names.words import sentences
from streams.settings import Settings

LABELS: dict[str, Kind] = {
    "PER": "PER", "PERSON": "PER", "PS": "PER", "B-PER": "PER", "person": "PER",
    "ORG": "ORG", "organisation": "ORG", "organization": "ORG", "ORGANIZATION": "ORG",
    "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "LOCATION": "LOC", "place": "LOC", "location": "LOC",
    "MISC": "MISC", "PRODUCT": "MISC", "EVENT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "other": "MISC",
}  # fmt: skip
"""What other models call our four kinds; other labels (dates, numbers, nationalities) are no names here."""


class Named(NamedTuple):
    """Code points `start` to `end` (exclusive) are a name of this kind."""

    start: int
    end: int
    kind: Kind


class Finder(Protocol):
    """`mark` is annotator@version; `languages` it reads, None for all."""

    languages: frozenset[str] | None

    @property
    def mark(self) -> str: ...

    def __call__(self, text: str, language: str) -> list[Named]:
        """The names of a text. Raises Transient while what it asks is down."""


class BuiltIn:
    """Our tagger with its pass over the document: English."""

    mark = "names@3"
    languages: frozenset[str] | None = frozenset({"en"})

    def __call__(self, text: str, language: str) -> list[Named]:  # noqa: ARG002
        found = sentences(text)
        words = [[text[start:end] for start, end in sentence] for sentence in found]
        spans = zip(found, agree(words, tag(words)), strict=True)
        return [Named(sentence[span.start][0], sentence[span.end - 1][1], span.kind) for sentence, tagged in spans for span in tagged]


@cache
def finder() -> Finder:
    """The one that NEWSLOOM_NAMES names, made once for each process."""
    return made(Settings().names)


def made(setting: str | None) -> Finder:
    """`spacy:MODEL`, `onnx:FOLDER` or an address; ours for None."""
    kind, _, rest = (setting or "").partition(":")
    if kind == "spacy":
        from streams.models.names.with_spacy import WithSpacy

        return WithSpacy(rest)
    if kind == "onnx":
        from streams.models.names.with_onnx import WithOnnx

        return WithOnnx(rest)
    if kind in ("http", "https"):
        from streams.models.names.with_http import WithHttp

        return WithHttp(f"{kind}:{rest}")
    return BuiltIn()


def finder_for(language: str) -> Finder | None:
    """What reads a language: the chosen one, else ours, else nothing."""
    ours = BuiltIn()
    return next((one for one in (finder(), ours) if one.languages is None or language in one.languages), None)


def checked(text: str, found: Iterable[tuple[int, int, str]]) -> list[Named]:
    """Spans with labels as the contract wants them: known labels, without white space around, the first of two that overlap.

    Raises ValueError for a span that is not in the text.
    """
    kept: list[Named] = []
    for start, end, label in sorted(found, key=lambda span: (span[0], -span[1])):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"a span from {start} to {end} in a text of {len(text)} code points")
        kind, surface = LABELS.get(label), text[start:end]
        start, end = start + len(surface) - len(surface.lstrip()), end - len(surface) + len(surface.rstrip())
        if kind and start < end and (not kept or start >= kept[-1].end):
            kept.append(Named(start, end, kind))
    return kept
