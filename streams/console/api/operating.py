"""For operators: dead letters and the ledger."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, Field

from streams.console.desk import Place, desk_of

PLACE = r"^[0-9]{1,9}:[0-9]{1,18}$"

router = APIRouter(tags=["Operate"])


@router.get("/dead")
async def dead(request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[dict[str, Any]]:
    """The newest dead letters."""
    return [
        {"place": f"{place[0]}:{place[1]}", **letter.model_dump(mode="json", exclude={"key", "value", "headers"})}
        for place, letter in await desk_of(request).dead_letters(limit)
    ]


class Places(BaseModel):
    places: Annotated[list[Annotated[str, Field(pattern=PLACE)]], Field(min_length=1, max_length=10_000)]


@router.post("/dead/redrive")
async def redrive(request: Request, wanted: Places) -> dict[str, int]:
    """Put letters (PARTITION:OFFSET each) back on the topic they came from, byte for byte."""
    return {"redriven": await desk_of(request).redrive(places_of(wanted.places))}


def places_of(texts: list[str]) -> list[Place]:
    found = [re.fullmatch(r"([0-9]{1,9}):([0-9]{1,18})", text) for text in texts]
    if not found or not all(found):
        raise HTTPException(400, "a place is PARTITION:OFFSET")
    return [(int(place[1]), int(place[2])) for place in found if place]


@router.get("/status")
async def status(request: Request) -> dict[str, Any]:
    """The ledger of every article taken in, how far each step is, and what it read per minute lately."""
    return await desk_of(request).status()
