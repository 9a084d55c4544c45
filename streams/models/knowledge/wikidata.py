"""Rows of a table out of Wikidata's JSON dump, in one pass.

What a thing is depends on classes that may come later in the dump, so those kept wait in a temporary file until its end.
Memory grows with what is kept and with Wikidata's classes, not with the dump.
"""

import math
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from streams.errors import Misused
from streams.models.knowledge.classes import Classes
from streams.models.knowledge.reading import Told, lines
from streams.models.knowledge.store import LANGUAGES, Row
from streams.models.knowledge.table import Kind

LABELS = ("en", "mul", *LANGUAGES)
"""Languages of the label, the first that there is."""
_SITE = b'"site"'
_SUBCLASS = b'"P279"'
_NOT_WIKIPEDIA = ("commonswiki", "specieswiki", "metawiki", "mediawikiwiki", "sourceswiki", "incubatorwiki", "wikidatawiki")
_EARTH = "/Q2"


class Dump:
    """One reading of a dump. After `rows` was exhausted, `demonyms` holds English demonyms of its countries."""

    def __init__(self, path: Path, least: int, types: Collection[Kind]) -> None:
        self._path, self._least, self._types = path, least, types
        self._classes, self._codes = Classes(), dict[int, str]()
        self.demonyms: dict[str, str] = {}

    def rows(self, told: Told = lambda _: None) -> Iterator[Row]:
        """Things on `least` Wikipedias or more, of these types. Raises Misused naming file, line and what is wrong with it."""
        with tempfile.TemporaryFile() as spool:
            for number, line in lines(self._path, told):
                self._take(number, line, spool)
            self._classes.settle()
            spool.seek(0)
            for kept in map(orjson.loads, spool):
                row = self._finished(kept)
                if row["type"] in self._types:
                    yield row

    def _take(self, number: int, line: bytes, spool: IO[bytes]) -> None:
        line = line.strip().removesuffix(b",")
        if line in (b"[", b"]", b""):
            return
        if line.count(_SITE) < self._least and _SUBCLASS not in line:
            return  # most of a dump ends here, unparsed
        try:
            if kept := self._kept(orjson.loads(line)):
                spool.write(orjson.dumps(kept) + b"\n")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Misused(f"{self._path}, line {number}: no entity of Wikidata ({error!r})") from error

    def _kept(self, entity: dict[str, Any]) -> dict[str, Any] | None:
        """What is needed of it later; None where it is none of those asked for. Notes classes and countries on the way."""
        if entity["type"] != "item":
            return None
        number, claims = int(entity["id"][1:]), entity.get("claims") or {}
        for above in _items(claims, "P279"):
            self._classes.add(number, above)
        code = next(iter(_strings(claims, "P297")), None)
        if code:
            self._codes[number] = code
            self.demonyms |= dict.fromkeys(_demonyms(claims), f"Q{number}")
        sites = sum(name.endswith("wiki") and name not in _NOT_WIKIPEDIA for name in entity.get("sitelinks") or ())
        label = next((entity["labels"][code]["value"] for code in LABELS if code in entity["labels"]), None)
        if sites < self._least or not label:
            return None
        return {
            "qid": entity["id"],
            "label": label[:200],
            "aliases": [one["value"] for code in ("en", "mul") for one in entity.get("aliases", {}).get(code, ())],
            "names": {code: [entity["labels"][code]["value"]] for code in LANGUAGES if code in entity["labels"]},
            "geonames": next((int(one) for one in _strings(claims, "P1566") if one.isdigit()), None),
            "prior": prior(sites, country=code is not None),
            "of": list(_items(claims, "P31")),
            "in": [*_items(claims, "P17"), *_items(claims, "P27")],
            "code": code,
            **_position(claims),
        }

    def _finished(self, kept: dict[str, Any]) -> Row:
        kept["type"] = self._classes.type(kept.pop("of"))
        codes = (self._codes[number] for number in kept.pop("in") if number in self._codes)
        kept["country"] = kept.pop("code") or next(codes, None)
        return kept


def prior(sitelinks: int, *, country: bool) -> float:
    """How likely a name means a thing that so many Wikipedias have: on the scale of the shipped table, by rule of thumb."""
    return round(1.2 * math.log(1 + sitelinks) - 3.5 + 4.0 * country, 2)


def _values(claims: dict[str, Any], name: str) -> Iterator[Any]:
    """Values of a property, those preferred first, none that are deprecated."""
    told = [claim for claim in claims.get(name, ()) if claim["rank"] != "deprecated" and claim["mainsnak"]["snaktype"] == "value"]
    for claim in sorted(told, key=lambda claim: claim["rank"] != "preferred"):
        yield claim["mainsnak"]["datavalue"]["value"]


def _items(claims: dict[str, Any], name: str) -> Iterator[int]:
    yield from (value["numeric-id"] if "numeric-id" in value else int(value["id"][1:]) for value in _values(claims, name))


def _strings(claims: dict[str, Any], name: str) -> Iterator[str]:
    yield from _values(claims, name)


def _demonyms(claims: dict[str, Any]) -> Iterator[str]:
    yield from (value["text"] for value in _values(claims, "P1549") if value["language"] == "en" and value["text"][:1].isupper())


def _position(claims: dict[str, Any]) -> dict[str, float]:
    """Where it is on Earth, where that is said."""
    for value in _values(claims, "P625"):
        if (value.get("globe") or _EARTH).endswith(_EARTH):
            return {"lat": float(value["latitude"]), "lon": float(value["longitude"])}
    return {}
