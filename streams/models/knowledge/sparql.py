"""Rows of a table out of the JSON that a SPARQL endpoint answers (application/sparql-results+json)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from streams.errors import Misused
from streams.models.knowledge.classes import ROOTS
from streams.models.knowledge.reading import lines
from streams.models.knowledge.store import Row
from streams.models.knowledge.table import KINDS, Kind
from streams.models.knowledge.wikidata import prior

LARGEST = 512 * 1024 * 1024
"""Bytes of a file; its bindings are held in memory."""
VARIABLES = "item, itemLabel, itemAltLabel, type, country, coord, geonames, sitelinks"
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/entity/)?(Q[1-9]\d{0,9})")
_POINT = re.compile(r"Point\((-?[\d.]+(?:[eE]-?\d+)?) (-?[\d.]+(?:[eE]-?\d+)?)\)")
_COUNTRY = re.compile(r"[A-Z]{2}")

Binding = dict[str, dict[str, str]]


def is_sparql(path: Path) -> bool:
    """Whether it begins like such a result: an object, where a dump is a list or one entity a line."""
    start = b"".join(line for _, line in zip(range(40), (line for _, line in lines(path)), strict=False))[:4096]
    return bool(re.match(rb'\s*\{\s*"(?:head|results)"', start))


def sparql_rows(path: Path, kind: Kind | None) -> Iterator[Row]:
    """One row for each ?item, its bindings joined. `kind` is the type where no ?type says one.

    Raises Misused naming the file, the binding (from 1) and the variable that is wrong.
    """
    joined: dict[str, dict[str, Any]] = {}
    for number, binding in enumerate(_bindings(path), 1):
        try:
            row = _row(binding, kind)
        except (ValueError, KeyError, TypeError) as error:
            raise Misused(f"{path}, binding {number}: {error}") from error
        known = joined.setdefault(row["qid"], row)
        known["aliases"] = list(dict.fromkeys([*known["aliases"], *row["aliases"]]))
    yield from joined.values()


def _bindings(path: Path) -> list[Binding]:
    size, parts = 0, []
    for _, line in lines(path):
        size += len(line)
        if size > LARGEST:
            raise Misused(f"{path}: larger than {LARGEST:,} bytes; ask in several queries, or read a dump")
        parts.append(line)
    try:
        found: list[Binding] = orjson.loads(b"".join(parts))["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise Misused(f"{path}: no SPARQL result in JSON ({error})") from error
    return found


def _row(binding: Binding, kind: Kind | None) -> dict[str, Any]:
    told = {name: value["value"] for name, value in binding.items() if name in VARIABLES.split(", ")}
    if "item" not in told or not (item := _ITEM.fullmatch(told["item"])):
        raise ValueError(f"?item is no entity of Wikidata: {told.get('item')!r}")
    if not (label := told.get("itemLabel")) or label == item[1]:
        raise ValueError("?itemLabel is missing; add the label service or rdfs:label to the query")
    return {
        "qid": item[1],
        "label": label[:200],
        "aliases": [one.strip() for one in told.get("itemAltLabel", "").split(",") if one.strip()],
        "type": _type(told.get("type"), kind),
        "country": _country(told.get("country")),
        "geonames": _number("geonames", told.get("geonames")),
        "prior": prior(_number("sitelinks", told.get("sitelinks")) or 0, country=False),
        **_position(told.get("coord")),
    }


def _type(said: str | None, kind: Kind | None) -> Kind:
    if said in KINDS:
        return next(one for one in KINDS if one == said)
    if said and (item := _ITEM.fullmatch(said)) and int(item[1][1:]) in ROOTS:
        return ROOTS[int(item[1][1:])]
    if said is None and kind:
        return kind
    raise ValueError(f"?type is {said!r}: bind {', '.join(KINDS)}, or say --type")


def _country(said: str | None) -> str | None:
    if said is not None and not _COUNTRY.fullmatch(said):
        raise ValueError(f"?country is no ISO 3166-1 alpha-2 code (P297): {said!r}")
    return said


def _number(name: str, said: str | None) -> int | None:
    if said is not None and not (said.isascii() and said.isdigit() and len(said) < 10):
        raise ValueError(f"?{name} is no number: {said!r}")
    return int(said) if said is not None else None


def _position(said: str | None) -> dict[str, float]:
    """Well-known text puts the longitude first."""
    if said is None:
        return {}
    point = _POINT.fullmatch(said)
    if point is None or abs(float(point[1])) > 180 or abs(float(point[2])) > 90:
        raise ValueError(f"?coord is no Point(longitude latitude): {said!r}")
    return {"lat": float(point[2]), "lon": float(point[1])}
