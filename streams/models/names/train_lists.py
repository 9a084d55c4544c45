"""Names out of the knowledge table: bits a word for the tagger, and pools of names to put into texts."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from streams.models.names.features import BITS, slot
from streams.models.names.train_texts import Document, lines

PLACE, COUNTRY, GIVEN, FAMILY, CLUB, IN_CLUB, DEMONYM, FIRM = (1 << bit for bit in range(8))
_CERTAIN = 0.9
_LARGE, _LONG = 30_000, 3
"""People from which a place without a prior counts; blanks from which a country's name is too long to be in the news."""
_TEAM = re.compile(r"\b(?:club|team|franchise)\b")
_PARTICLE = re.compile(r"\b(?:[A-Z]\.)+[A-Z]?\.?|\b(?:FC|AFC|SC|CF|AC|SK|FK|BK|IF|IK|CD|SV|TSV|VfB|VfL|NK|KF|JK|Club|Football)\b|[()\d]")
_REGION_LIKE = re.compile(r"(?:ceremonial |U\.S\. )?(?:state|county|province) (?:of|in)\b")
_REGION = re.compile(r"^(?:County|Province of) | (?:County|Province)$")
_NAME = re.compile(r"[^\W\d_][\w.'’&-]*(?: [\w.'’&-]+){0,4}")
_CAPITAL_OF_NOTHING = frozenset("the of and new san los las saint south north west east".split())


class Pools(NamedTuple):
    """Names by what they name. `clubs` stand as sport reports write them: without F.C., by city or nickname too."""

    given: list[str]
    family: list[str]
    countries: list[str]
    cities: list[str]
    regions: list[str]
    organisations: list[str]
    clubs: list[str]
    competitions: list[str]
    demonyms: list[str]


def pools(knowledge: Path, demonyms: list[str], documents: Iterable[Document]) -> Pools:
    """The pools, names of people also from the teacher's labels; each name once, in a fixed order."""
    rows = [row for row in lines(knowledge) if _NAME.fullmatch(row["label"]) and row["label"][0].isupper()]
    people = [row["label"].split() for row in rows if row["type"] == "person" and " " in row["label"]]
    people += [words for document in documents for words in _people(document)]
    places = [row for row in rows if row["type"] == "place"]
    organisations = [row for row in rows if row["type"] == "organisation"]
    return Pools(
        _once(words[0] for words in people),
        _once(words[-1] for words in people),
        _once(row["label"] for row in places if _country(row)),
        _once(row["label"] for row in places if not _country(row) and row.get("pop", 0) > _LARGE),
        _once(_REGION.sub("", row["label"]) for row in places if _REGION_LIKE.match(row.get("desc", ""))),
        _once(row["label"] for row in organisations if not _club(row)),
        _once(name for row in organisations if _club(row) for name in _as_reported(row)),
        _once(row["label"] for row in rows if row["type"] == "other" and "competition" in row.get("desc", "")),
        _once(demonyms),
    )


def drawn(pool: list[str], random: np.random.Generator) -> str:
    """One name of a pool; the table has the better known first, and those come more often."""
    return pool[int(len(pool) * random.random() ** 2)]


def _people(document: Document) -> Iterable[list[str]]:
    """Names of two words that the teacher is sure of."""
    for words, tags, weights in document:
        for at in range(len(words) - 1):
            whole = tags[at : at + 3] in ([1, 2], [1, 2, 0]) and min(weights[at : at + 2]) > _CERTAIN
            if whole and words[at].istitle() and words[at + 1].istitle():
                yield words[at : at + 2]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if len(name) > 2))


def _country(row: dict[str, Any]) -> bool:
    return "CC" in row["source"].split("|") and row["label"].count(" ") < _LONG


def _club(row: dict[str, Any]) -> bool:
    return bool(_TEAM.search(row.get("desc", "").lower())) and row["type"] == "organisation" and "school" not in row["label"].lower()


def _as_reported(row: dict[str, Any]) -> Iterable[str]:
    plain = " ".join(_PARTICLE.sub(" ", row["label"]).split())
    words = plain.split()
    if 1 <= len(words) <= 3:
        yield plain
    if len(words) > 1 and "franchise" in row["desc"] + " team" and words[-1].endswith("s"):
        yield " ".join(words[:-1])
        yield words[-1]


def gazetteer(knowledge: Path, demonyms: list[str]) -> np.ndarray:
    """The bitmap of features.py."""
    bits = np.zeros(BITS, np.uint8)
    for row in lines(knowledge):
        for word, flag in _marks(row):
            if len(word) > 2 and word[0].isupper() and word.lower() not in _CAPITAL_OF_NOTHING:
                bits[slot(word)] |= flag
    for word in demonyms:
        bits[slot(word)] |= DEMONYM
    return bits


def _marks(row: dict[str, Any]) -> list[tuple[str, int]]:
    parts = row["label"].split()
    if row["type"] == "place" and (row["prior"] > -0.3 or row.get("pop", 0) > _LARGE):
        return [(part, COUNTRY if _country(row) else PLACE) for part in parts]
    if row["type"] == "person" and len(parts) > 1:
        return [(parts[0], GIVEN), (parts[-1], FAMILY)]
    if _club(row):
        names = [name.split() for name in _as_reported(row)]
        return [(word, CLUB if len(words) == 1 else IN_CLUB) for words in names for word in words]
    if row["type"] == "organisation" and len(parts) == 1 and row["prior"] > 0:
        return [(parts[0], FIRM)]
    return []
