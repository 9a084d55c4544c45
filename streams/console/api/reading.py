"""Reading: search, articles, stories, entities."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from streams.console.desk import desk_of
from streams.console.found import about_entity, briefly, found
from streams.console.found import facets as facets_of

router = APIRouter(tags=["Read"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(pattern=r"^\d{1,18}$", description="As the page before gave it.")]


@router.get("/search")
def search(
    request: Request,
    q: str = "",
    sort: Annotated[str, Query(pattern="^(relevance|date)$")] = "relevance",
    limit: Limit = 20,
    cursor: Cursor = None,
    facets: bool = False,
) -> dict[str, Any]:
    """Articles that match `q`, best or newest first; with `facets` also what the newest 200 have in common."""
    desk = desk_of(request)
    return found(desk, q, sort, limit, cursor) | ({"facets": facets_of(desk, q)} if facets else {})


@router.get("/articles/{id}")
def article(request: Request, id: str) -> dict[str, Any]:
    """Everything known about one article: record, versions, copies, story, alerts, trail."""
    archive = desk_of(request).archive
    record = archive.article(id)
    if record is None:
        raise HTTPException(404, f"no article {id}")
    story = (record.get("story") or {}).get("id")
    return {
        "article": record,
        "versions": archive.versions(id),
        "copies": [briefly(row) for row in archive.copies(id)],
        "story": archive.story(story) if story else None,
        "alerts": [{key: value for key, value in row.items() if key != "webhook"} for row in archive.alerted(id)],
        "trail": archive.trail(id),
    }


@router.get("/stories")
def stories(
    request: Request,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(max_length=200, description="As the page before gave it.")] = None,
    least: Annotated[int, Query(ge=1, description="Only stories told by at least this many articles.")] = 1,
) -> dict[str, Any]:
    """Stories, the most recently told first."""
    rows, following = desk_of(request).archive.stories(limit, cursor, least)
    return {"stories": rows, "cursor": following}


@router.get("/stories/{id}")
def story(request: Request, id: str) -> dict[str, Any]:
    """One story and its articles in the order they came."""
    archive = desk_of(request).archive
    record = archive.story(id)
    if record is None:
        raise HTTPException(404, f"no story {id}")
    return record | {"members": [briefly(row) for row in archive.members(id)]}


@router.get("/entities/{id:path}")
def entity(request: Request, id: str, limit: Limit = 20, cursor: Cursor = None) -> dict[str, Any]:
    """A person, organisation, place or thing by Wikidata id or name: the articles that name it, newest first.

    `quotes` are its words, `company` the names met beside it, both over the newest 200 (`over`: how many there were).
    """
    known = about_entity(desk_of(request), id, limit, cursor)
    if known is None:
        raise HTTPException(404, f"no article names {id}")
    return known
