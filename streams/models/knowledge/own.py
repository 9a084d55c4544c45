"""Entities of the operator's own, which win over those of the table: kept in one file, made into a table of their own."""

from collections.abc import Iterable
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from streams.errors import Misused, first_problem
from streams.models.knowledge.names import slug
from streams.models.knowledge.reading import lines
from streams.models.knowledge.store import Row, own_names, whole, write
from streams.models.knowledge.table import OWN, Kind

MOST = 1_000_000
PRIOR = 10.0
"""Above that of any country: what the operator says a name means, it means."""


class OwnEntity(BaseModel):
    """A line of the file: what it is called, what it is, and what is known of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=200)
    type: Kind
    id: str | None = Field(default=None, pattern=r"^[^\s\"]{1,100}$")
    aliases: list[str] = Field(default=[], max_length=100)
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9]\d{0,8}$")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    geonames: int | None = Field(default=None, ge=1, lt=1 << 32)

    @model_validator(mode="after")
    def _placed_wholly(self) -> "OwnEntity":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together")
        return self

    @property
    def mark(self) -> str:
        """Its id: as given, else of Wikidata, else made of the name."""
        return self.id or self.wikidata or f"own:{slug(self.name)}"

    def row(self) -> Row:
        told = self.model_dump(include={"type", "country", "lat", "lon", "geonames", "aliases"})
        return told | {
            "label": self.name,
            "qid": self.wikidata,
            "id": self.mark[:200].encode()[:255].decode("utf-8", "ignore"),
            "prior": PRIOR,
        }


def read(path: Path) -> list[OwnEntity]:
    """The entities of a file of JSON Lines. Raises Misused naming file, line and field."""
    found = []
    for number, line in lines(path):
        if line.strip():
            try:
                found.append(OwnEntity.model_validate_json(line))
            except ValidationError as error:
                raise Misused(f"{path}, line {number}: {first_problem(error)}") from error
        if len(found) > MOST:
            raise Misused(f"{path}: more than {MOST:,} entities")
    return found


def add(entities: Iterable[OwnEntity], folder: Path) -> tuple[int, int]:
    """Add them to those the folder has, where an id is the same in its place; how many were new, how many there are now."""
    kept = folder / OWN / "entities.jsonl"
    known = {one.mark: one for one in (read(kept) if kept.is_file() else [])}
    before = len(known)
    known |= {one.mark: one for one in entities}
    write((one.row() for one in known.values()), {}, folder / OWN, own_names)
    names = sorted({name for one in known.values() for name in (one.name, *one.aliases)})
    with whole(folder / OWN / "names.json") as file:
        file.write(orjson.dumps(names))
    with whole(kept) as file:
        file.writelines(orjson.dumps(one.model_dump(exclude_none=True)) + b"\n" for one in known.values())
    return len(known) - before, len(known)
