"""Saved searches: kept on a compacted topic, tried out on the archive before they are."""

import zlib
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Request
from pydantic import BaseModel, Field

from schemas import SavedSearch, Webhook
from streams.console.desk import Desk, desk_of
from streams.console.found import briefly
from streams.query import parse

router = APIRouter(tags=["Saved searches"])


class NewWebhook(BaseModel):
    url: str = Field(pattern=r"^https?://[^\s/]", max_length=2000)
    secret: str | None = Field(default=None, max_length=500)


class NewSearch(BaseModel):
    """What a saved search is made of; the same id again replaces it."""

    id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    name: str = Field(min_length=1, max_length=200, pattern=r"\S")
    query: str
    webhook: NewWebhook | None = None


@router.post("/searches", status_code=201)
async def save(request: Request, new: Annotated[NewSearch, Body()]) -> SavedSearch:
    """Save a search; it takes effect within two seconds. 400 names the character where the query goes wrong."""
    return public(await save_search(desk_of(request), new))


async def save_search(desk: Desk, new: NewSearch) -> SavedSearch:
    """Raises QueryError."""
    parse(new.query, saved=True)
    now = datetime.now(UTC)
    id = new.id or f"{zlib.crc32(new.name.encode()):08x}{int(now.timestamp() * 1000) % 10**6:06d}"
    before = desk.searches.get(f"default/{id}")
    search = SavedSearch(
        id=id,
        name=new.name,
        query=new.query,
        webhook=Webhook(url=new.webhook.url, secret=new.webhook.secret) if new.webhook else None,
        version=before.version + 1 if before else 1,
        created_at=before.created_at if before else now,
        updated_at=now,
    )
    await desk.save_search(search)
    return search


def public(search: SavedSearch) -> SavedSearch:
    """The search without its webhook's secret."""
    return search.model_copy(update={"webhook": search.webhook and Webhook(url=search.webhook.url)})


@router.get("/searches")
def searches(request: Request) -> list[SavedSearch]:
    """Every saved search, secrets left out."""
    return [public(each) for each in desk_of(request).searches.values()]


@router.get("/searches/preview")
def preview(request: Request, q: str) -> dict[str, Any]:
    """What a search would have found in the archive: how many articles, how many copies beside them, the newest five.

    Copies never alert, so they are counted apart. 400 for what cannot be saved.
    """
    return previewed(desk_of(request), q)


def previewed(desk: Desk, query: str) -> dict[str, Any]:
    """Raises QueryError."""
    parse(query, saved=True)
    originals = desk.index.search(f"({query}) AND is:original", sort="date", limit=5)
    every = desk.index.search(query, sort="date", limit=1).total
    everything = desk.index.search("is:original", sort="date", limit=1).total
    newest = [briefly(row) for row in desk.archive.articles(originals.hits)]
    return {"matches": originals.total, "copies": every - originals.total, "of": everything, "newest": newest}


@router.delete("/searches/{id:path}", status_code=204)
async def remove(request: Request, id: str) -> None:
    """Remove a saved search; its alerts stay."""
    await remove_search(desk_of(request), id)


async def remove_search(desk: Desk, id: str) -> None:
    if f"default/{id}" not in desk.searches:
        raise HTTPException(404, f"no saved search {id}")
    await desk.remove_search(f"default/{id}")
