"""Reading: search, articles, stories, entities."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import StreamingResponse

from schemas import EnrichedArticle
from streams.console.desk import Desk, desk_of
from streams.console.exporting import csv_lines, json_lines
from streams.console.found import about_entity, briefly, found
from streams.console.found import facets as facets_of
from streams.console.sightings import sighting, sightings
from streams.console.story_life import story_life
from streams.console.trending import trending
from streams.query.parse import MAX_LENGTH

router = APIRouter(tags=["Read"])

Limit = Annotated[int, Query(ge=1, le=200)]
BY_DATE = r"\d{1,18}(~[^\x00]{1,200})?"
GIVEN = "As the page before gave it."
Cursor = Annotated[str | None, Query(pattern=rf"^(r[A-Za-z0-9_-]{{1,13400}}|{BY_DATE})$", description=GIVEN)]
DateCursor = Annotated[str | None, Query(pattern=rf"^{BY_DATE}$", description=GIVEN)]
Asked = Annotated[str, Query(max_length=MAX_LENGTH, description="A query; empty finds everything.")]


@router.get("/search")
def search(
    request: Request,
    q: Asked = "",
    sort: Annotated[str, Query(pattern="^(relevance|date)$")] = "relevance",
    limit: Limit = 20,
    cursor: Cursor = None,
    facets: bool = False,
    collapse: Annotated[bool, Query(description="Each story once, by the first of its articles; a page may then be short.")] = False,
) -> dict[str, Any]:
    """Articles that match `q`, best or newest first; with `facets` also what all of them have in common,
    of over 100,000 by an estimate from as many (`facets.counted`).

    Pages neither skip nor repeat an article while others arrive, change or go. By date, one that changes meanwhile moves
    to the front; by relevance a page is the best of what was not shown yet, for a thousand hits.
    """
    desk = desk_of(request)
    page = found(desk, q, sort, limit, cursor, collapse)
    return page | {"facets": facets_of(desk, q, page["total"])} if facets else page


@router.get("/search/export", response_class=StreamingResponse, responses={200: {"content": {"application/jsonl": {}, "text/csv": {}}}})
def export(
    request: Request,
    q: Asked = "",
    format: Annotated[str, Query(pattern="^(csv|jsonl)$")] = "jsonl",
    limit: Annotated[int, Query(ge=1, le=1_000_000)] = 10_000,
) -> StreamingResponse:
    """The newest articles that match, as they are read: JSON Lines with the whole record, or CSV with what lists show."""
    desk = desk_of(request)
    desk.index.search(q, limit=1)  # what is no query is said before the first byte
    media, lines = ("text/csv; charset=utf-8", csv_lines) if format == "csv" else ("application/jsonl", json_lines)
    headers = {"content-disposition": f'attachment; filename="newsloom.{format}"'}
    return StreamingResponse(lines(desk, q, limit), media_type=media, headers=headers)


@router.get("/trends")
def trends(
    request: Request,
    q: Annotated[str, Query(max_length=MAX_LENGTH, description="Only among the articles that match.")] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Names, topics, places and stories that are told of more than their own past lets expect: two days against fourteen.

    `score` is the Pearson residual of the recent count; `days` are articles a day over all sixteen, oldest first.
    """
    return trending(desk_of(request), q, datetime.now(UTC), limit)


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
        "copies": [sighting(row) for row in archive.copies(id)],
        "story": archive.whole_story(story) if story else None,
        "alerts": [{key: value for key, value in row.items() if key not in ("webhook", "channels")} for row in archive.alerted(id)],
        "trail": archive.trail(id),
    }


@router.get("/articles/{id}/copies")
def copies(
    request: Request,
    id: str,
    limit: Limit = 50,
    cursor: Annotated[int, Query(ge=0, le=2**62, description="As the page before gave it.")] = 0,
) -> dict[str, Any]:
    """Who printed this text: every copy as it was seen, with what both texts have in common and what the copy added.

    Of a copy, those of its `original`, the first that arrived; `first` was out first by the publishers' dates, agencies first.
    """
    found = sightings(desk_of(request), id, limit, cursor)
    if found is None:
        raise HTTPException(404, f"no article {id}")
    return found


@router.get("/articles/{id}/similar")
def similar(request: Request, id: str, limit: Annotated[int, Query(ge=1, le=50)] = 10) -> list[Any]:
    """Originals that share most of the words the article may be known by, best first."""
    return alike(desk_of(request), id, limit)


def alike(desk: Desk, id: str, limit: int) -> list[Any]:
    record = desk.archive.article(id)
    if record is None:
        raise HTTPException(404, f"no article {id}")
    return [briefly(row) for row in desk.archive.articles(desk.index.similar(EnrichedArticle.model_validate(record), limit))]


@router.get("/stories")
def stories(
    request: Request,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(pattern=r"^[^~\x00]{1,40}~[^\x00]{1,160}$", description="As the page before gave it.")] = None,
    least: Annotated[int, Query(ge=1, le=1_000_000, description="Only stories told by at least this many articles.")] = 1,
) -> dict[str, Any]:
    """Stories, the most recently told first."""
    rows, following = desk_of(request).archive.stories(limit, cursor, least)
    return {"stories": rows, "cursor": following}


@router.get("/stories/{id}")
def story(request: Request, id: str) -> dict[str, Any]:
    """One story: its articles in the order they came and their copies, what happened to it and why, and their newest versions.

    `entities` are those that most of its articles name; `days` are articles a day, up to the last that had one.
    """
    found = story_life(desk_of(request), id)
    if found is None:
        raise HTTPException(404, f"no story {id}")
    return found


@router.get("/entities/{id:path}")
def entity(request: Request, id: str, limit: Limit = 20, cursor: DateCursor = None) -> dict[str, Any]:
    """A person, organisation, place or thing by id or name: the articles that name it, newest first.

    `quotes` are its words, `company` the names met beside it, both over the newest 200 (`over`: how many there were).
    """
    known = about_entity(desk_of(request), id, limit, cursor)
    if known is None:
        raise HTTPException(404, f"no article names {id}")
    return known
