"""Alerts: those raised so far, and a live stream of server-sent events."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import StreamingResponse

from streams.console.desk import Desk, desk_of
from streams.sinks.archive import Archive

router = APIRouter(tags=["Alerts"])

LOOK_SECONDS = 0.5
QUIET_SECONDS = 15.0
"""A comment is sent after this long without an alert, so that proxies keep the connection."""


@router.get("/alerts")
def alerts(
    request: Request,
    search: Annotated[str | None, Query(max_length=200, description="Id of a saved search.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    before: Annotated[str | None, Query(max_length=64, description="Only alerts kept before this one: an alert's id.")] = None,
) -> list[Any]:
    """Alerts, the last kept first; of one saved search with `search`. The id of the last one goes on as `before`."""
    return [public_alert(row) for row in alert_page(desk_of(request), search, limit, before)]


def alert_page(desk: Desk, search: str | None, limit: int, before: str | None) -> list[dict[str, Any]]:
    """Raises HTTPException where `before` is not known here."""
    place = desk.archive.alert_place(before) if before else None
    if before and place is None:
        raise HTTPException(404, f"no alert {before}")
    return desk.archive.alerts(f"default/{search}" if search else None, limit, place)


def public_alert(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("webhook", "channels")}


@router.get("/alerts/stream", response_class=StreamingResponse)
async def stream(request: Request) -> StreamingResponse:
    """Alerts as server-sent events as they are raised; `Last-Event-ID` resumes after that alert.

    An id that is not known here is answered with an event `gap` first: what lies between is in `GET /v1/alerts`.
    """
    events = _events(request, desk_of(request).archive, request.headers.get("last-event-id"))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _events(request: Request, archive: Archive, last: str | None) -> AsyncIterator[bytes]:
    place = await asyncio.to_thread(archive.alert_place, last) if last else None
    yield b"retry: 3000\n: listening\n\n"
    if place is None:
        place = await asyncio.to_thread(archive.newest_alert_place)
        if last:
            gap = {"last_event_id": last, "detail": "this alert is not known here; the stream goes on from now"}
            yield b"event: gap\ndata: %b\n\n" % orjson.dumps(gap)
    said = time.monotonic()
    while not await request.is_disconnected():
        fresh = await asyncio.to_thread(archive.alerts_after, place)
        for at, row in fresh:
            place = at
            yield b"id: %b\nevent: alert\ndata: %b\n\n" % (row["id"].encode(), orjson.dumps(public_alert(row)))
        if fresh:
            said = time.monotonic()
        elif time.monotonic() - said > QUIET_SECONDS:
            said = time.monotonic()
            yield b": still here\n\n"
        await asyncio.sleep(LOOK_SECONDS)
