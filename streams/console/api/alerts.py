"""Alerts: those raised so far, and a live stream of server-sent events."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from streams.console.desk import desk_of
from streams.sinks.archive import Archive

router = APIRouter(tags=["Alerts"])

LOOK_SECONDS = 0.5
QUIET_SECONDS = 15.0
"""A comment is sent after this long without an alert, so that proxies keep the connection."""


@router.get("/alerts")
def alerts(request: Request, search: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Any]:
    """Alerts, newest first; of one saved search with `search`."""
    rows = desk_of(request).archive.alerts(f"default/{search}" if search else None, limit)
    return [_public(row) for row in rows]


def _public(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "webhook"}


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
            yield b"id: %b\nevent: alert\ndata: %b\n\n" % (row["id"].encode(), orjson.dumps(_public(row)))
        if fresh:
            said = time.monotonic()
        elif time.monotonic() - said > QUIET_SECONDS:
            said = time.monotonic()
            yield b": still here\n\n"
        await asyncio.sleep(LOOK_SECONDS)
