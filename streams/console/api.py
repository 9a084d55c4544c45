"""The API: search, articles, stories, saved searches, alerts, ingest, dead letters."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, HTTPException, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from schemas import SavedSearch, Webhook
from streams import formats
from streams.console.desk import Desk
from streams.pipeline import RAW_LIMIT
from streams.query import parse

router = APIRouter(prefix="/v1")
SHOWN = (
    "id",
    "title",
    "url",
    "source",
    "published_at",
    "language",
    "topics",
    "story",
    "duplicate",
    "summary",
    "indexed_at",
)
BODY_LIMIT = 4 * RAW_LIMIT


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def found(desk: Desk, query: str, sort: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of hits with what a list shows of each. Raises QueryError."""
    page = desk.index.search(query, sort=sort, limit=limit, cursor=cursor)
    rows = [row for row in (desk.archive.article(id) for id in page.hits) if row]
    hits = [{name: row.get(name) for name in SHOWN} for row in rows]
    return {"total": page.total, "cursor": page.cursor, "hits": hits}


@router.get("/search")
def search(
    request: Request,
    q: str = "",
    sort: Annotated[str, Query(pattern="^(relevance|date)$")] = "relevance",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(pattern=r"^\d{1,18}$")] = None,
) -> dict[str, Any]:
    """Articles that match `q`, best or newest first."""
    return found(desk_of(request), q, sort, limit, cursor)


@router.get("/articles/{id}")
def article(request: Request, id: str) -> dict[str, Any]:
    """Everything known about one article: record, versions, copies, story, trail."""
    archive = desk_of(request).archive
    record = archive.article(id)
    if record is None:
        raise HTTPException(404, f"no article {id}")
    story = (record.get("story") or {}).get("id")
    return {
        "article": record,
        "versions": archive.versions(id),
        "copies": [{name: row.get(name) for name in SHOWN} for row in archive.copies(id)],
        "story": archive.story(story) if story else None,
        "trail": archive.trail(id),
    }


@router.get("/stories")
def stories(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[dict[str, Any]]:
    """Stories, the most recently told first."""
    return desk_of(request).archive.stories(limit)


@router.get("/stories/{id}")
def story(request: Request, id: str) -> dict[str, Any]:
    """One story and its articles in the order they came."""
    archive = desk_of(request).archive
    record = archive.story(id)
    if record is None:
        raise HTTPException(404, f"no story {id}")
    return record | {"members": [{name: row.get(name) for name in SHOWN} for row in archive.members(id)]}


class NewSearch(BaseModel):
    """What a saved search is made of; the same id again replaces it."""

    id: str | None = None
    name: str
    query: str
    webhook: Webhook | None = None


@router.post("/searches", status_code=201)
async def save(request: Request, new: Annotated[NewSearch, Body()]) -> SavedSearch:
    """Save a search; it takes effect within two seconds. 400 names the character where the query goes wrong."""
    return await save_search(desk_of(request), new)


async def save_search(desk: Desk, new: NewSearch) -> SavedSearch:
    parse(new.query, saved=True)
    now = datetime.now(UTC)
    id = new.id or f"{zlib.crc32(new.name.encode()):08x}{int(now.timestamp() * 1000) % 10**6:06d}"
    before = desk.searches.get(f"default/{id}")
    search = SavedSearch(
        id=id,
        name=new.name,
        query=new.query,
        webhook=new.webhook,
        version=before.version + 1 if before else 1,
        created_at=before.created_at if before else now,
        updated_at=now,
    )
    await desk.save_search(search)
    return search


@router.get("/searches")
def searches(request: Request) -> list[SavedSearch]:
    """Every saved search, secrets left out."""
    kept = desk_of(request).searches.values()
    return [each.model_copy(update={"webhook": each.webhook and Webhook(url=each.webhook.url)}) for each in kept]


@router.delete("/searches/{id}", status_code=204)
async def remove(request: Request, id: str) -> None:
    """Remove a saved search; its alerts stay."""
    if f"default/{id}" not in desk_of(request).searches:
        raise HTTPException(404, f"no saved search {id}")
    await desk_of(request).remove_search(f"default/{id}")


@router.get("/alerts")
def alerts(request: Request, search: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Any]:
    """Alerts, newest first; of one saved search with `search`."""
    rows = desk_of(request).archive.alerts(f"default/{search}" if search else None, limit)
    return [{key: value for key, value in row.items() if key != "webhook"} for row in rows]


@router.get("/alerts/stream")
async def stream(request: Request) -> StreamingResponse:
    """Alerts as server-sent events as they are raised; `Last-Event-ID` resumes after that alert."""
    return StreamingResponse(_events(request), media_type="text/event-stream", headers={"cache-control": "no-store"})


async def _events(request: Request) -> AsyncIterator[bytes]:
    archive = desk_of(request).archive
    last = request.headers.get("last-event-id")
    known = [row["id"] for row in archive.alerts(None, 500)]
    seen = set(known[known.index(last) :]) if last in known else set(known)
    yield b": listening\n\n"
    while not await request.is_disconnected():
        fresh = [row for row in reversed(archive.alerts(None, 500)) if row["id"] not in seen]
        for row in fresh:
            row.pop("webhook", None)
            seen.add(row["id"])
            yield b"id: %b\nevent: alert\ndata: %b\n\n" % (row["id"].encode(), orjson.dumps(row))
        if not fresh:
            yield b": still here\n\n"
        await asyncio.sleep(0.5)


@router.post("/articles", status_code=202)
async def ingest(request: Request) -> JSONResponse:
    """Take raw articles in: one JSON object, an array, JSON Lines, or a bare page; gzip is welcome.

    202 with the place of each on the raw topic, once the broker has acknowledged all; 413 above 8 MiB an article.
    """
    body = await _body(request)
    kind = request.headers.get("content-type", "application/json").encode()
    headers = {name: value.encode() for name, value in request.headers.items() if name.startswith("x-news-")}
    records = _split(body, kind)
    if not records:
        raise HTTPException(400, "no article in the body")
    for record in records:
        if len(record) > RAW_LIMIT:
            return _refused(413, f"an article of {len(record)} bytes, at most {RAW_LIMIT}")
    if len(records) == 1 and b"json" in kind:
        formats.read(records[0], {"content-type": kind, **headers})
    sort = b"application/json" if b"json" in kind and b"cloudevents" not in kind else kind.replace(b"cloudevents-batch", b"cloudevents")
    origins = await desk_of(request).publish([(record, {"content-type": sort, **headers}) for record in records])
    return JSONResponse({"accepted": len(origins), "origins": origins}, 202)


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise HTTPException(413, f"a request of more than {BODY_LIMIT} bytes")
    if request.headers.get("content-encoding") == "gzip":
        unpacker = zlib.decompressobj(31)
        try:
            body = unpacker.decompress(body, BODY_LIMIT + 1)
        except zlib.error as error:
            raise HTTPException(400, f"broken gzip: {error}") from error
        if len(body) <= BODY_LIMIT and (not unpacker.eof or unpacker.unused_data):
            raise HTTPException(400, "the gzip body is cut off, or has more than one member")
        if len(body) > BODY_LIMIT:
            raise HTTPException(413, "the body unfolds to more than is taken in")
    if not body.strip():
        raise HTTPException(400, "an empty body")
    return body


def _split(body: bytes, kind: bytes) -> list[bytes]:
    if b"ndjson" in kind or b"jsonl" in kind:
        return [line for line in body.splitlines() if line.strip()]
    if b"json" in kind and body.lstrip()[:1] == b"[":
        try:
            return [orjson.dumps(each) for each in orjson.loads(body)]
        except orjson.JSONDecodeError:
            return [body]
    return [body]


def _refused(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"title": "refused", "status": status, "detail": detail}, status)


@router.get("/dead")
async def dead(request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[dict[str, Any]]:
    """The newest dead letters."""
    return [
        {"place": f"{place[0]}:{place[1]}", **letter.model_dump(mode="json", exclude={"key", "value", "headers"})}
        for place, letter in await desk_of(request).dead_letters(limit)
    ]


class Places(BaseModel):
    places: list[str]


@router.post("/dead/redrive")
async def redrive(request: Request, wanted: Places) -> dict[str, int]:
    """Put letters (PARTITION:OFFSET each) back on the topic they came from, byte for byte."""
    try:
        places = [(int(a), int(b)) for a, b in (place.split(":") for place in wanted.places)]
    except ValueError as error:
        raise HTTPException(400, "a place is PARTITION:OFFSET") from error
    return {"redriven": await desk_of(request).redrive(places)}


@router.get("/status")
async def status(request: Request) -> dict[str, Any]:
    """The ledger of every article taken in, and how far each step is."""
    return await desk_of(request).status()
