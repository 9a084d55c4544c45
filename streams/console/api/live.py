"""Alerts and articles as they come, as server-sent events and over WebSocket; both resume after an event's id."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import orjson
import structlog
from fastapi import APIRouter, Depends, HTTPException, Query, Request, WebSocket
from fastapi.responses import StreamingResponse
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect

from streams.console.api.alerts import public_alert
from streams.console.desk import Desk
from streams.console.following import Alerts, Articles, Event, Timeline, follow
from streams.errors import Transient
from streams.query import parse
from streams.query.parse import MAX_LENGTH

log = structlog.get_logger()

QUIET_SECONDS = 15.0
"""A comment is sent after this long without an event, so that proxies keep the connection."""
PATIENCE_SECONDS = 10.0
"""How long a message may wait to be taken."""
GRACE_SECONDS = 20.0
"""How long whoever did not take one may need to read why it is dropped."""
SEATS = 200
"""Listeners at a time: each looks into the archive twice a second."""
TOO_SLOW = 1013
"""Try again later."""

After = Annotated[str | None, Query(max_length=64, description="Go on after the event with this id, as `Last-Event-ID` does.")]
OfSearch = Annotated[str | None, Query(max_length=200, description="Only alerts of this saved search.")]
OfQuery = Annotated[str, Query(max_length=MAX_LENGTH, description="Only articles that meet this query.")]
OPENED: Any = {101: {"description": "The WebSocket is open: each message is a JSON object with `id`, `event` and `data`."}}
"""Without an upgrade the answer is a problem, 426."""

router = APIRouter()

Wanted = tuple[Timeline, str | None]
"""What to follow, and after which event."""


def alerts(connection: HTTPConnection, search: OfSearch = None, after: After = None) -> Wanted:
    timeline = Alerts(_desk(connection).archive, public_alert, f"default/{search}" if search else None)
    return timeline, connection.headers.get("last-event-id") or after


def articles(connection: HTTPConnection, q: OfQuery = "", after: After = None) -> Wanted:
    """Raises QueryError."""
    timeline = Articles(_desk(connection).archive, parse(q) if q.strip() else None)
    return timeline, connection.headers.get("last-event-id") or after


WantedAlerts = Annotated[Wanted, Depends(alerts)]
WantedArticles = Annotated[Wanted, Depends(articles)]


@router.get("/alerts/stream", response_class=StreamingResponse, tags=["Alerts"])
async def alert_stream(request: Request, wanted: WantedAlerts) -> StreamingResponse:
    """Alerts as server-sent events as they are raised; `Last-Event-ID` resumes after that alert.

    An id that is not known here is answered with an event `gap` first: what lies between is in `GET /v1/alerts`.
    """
    return _streamed(request, *wanted)


@router.get("/alerts/socket", responses=OPENED, status_code=101, dependencies=[Depends(alerts)], tags=["Alerts"])
async def alert_socket_asked() -> None:
    """The same over WebSocket: a message for each event, `{"id", "event", "data"}`.

    Nothing is queued: a client that takes no message for 10 s is told so (close code 1013) as soon as it reads again,
    and goes on after the last id it has.
    """
    raise HTTPException(426, "this address speaks WebSocket", {"upgrade": "websocket"})


@router.websocket("/alerts/socket")
async def alert_socket(socket: WebSocket, wanted: WantedAlerts) -> None:
    await _talk(socket, *wanted)


@router.get("/articles/stream", response_class=StreamingResponse, tags=["Read"])
async def article_stream(request: Request, wanted: WantedArticles) -> StreamingResponse:
    """Articles as server-sent events as they become searchable: `article` with the record, or `gone` for one that was
    killed or withheld. An event's id is its `indexed_at`; `Last-Event-ID` resumes after it, however long ago that was.

    Of an article that changed meanwhile comes the newest version only.
    """
    return _streamed(request, *wanted)


@router.get("/articles/socket", responses=OPENED, status_code=101, dependencies=[Depends(articles)], tags=["Read"])
async def article_socket_asked() -> None:
    """The same over WebSocket, as alerts are."""
    raise HTTPException(426, "this address speaks WebSocket", {"upgrade": "websocket"})


@router.websocket("/articles/socket")
async def article_socket(socket: WebSocket, wanted: WantedArticles) -> None:
    await _talk(socket, *wanted)


def _desk(connection: HTTPConnection) -> Desk:
    desk: Desk = connection.app.state.desk
    return desk


@contextmanager
def _seat(connection: HTTPConnection) -> Iterator[None]:
    connection.app.state.listeners += 1
    try:
        yield
    finally:
        connection.app.state.listeners -= 1


def _ask_for_seat(connection: HTTPConnection) -> None:
    if connection.app.state.listeners >= SEATS:
        raise Transient(f"{SEATS} listeners already")


def _streamed(request: Request, timeline: Timeline, last: str | None) -> StreamingResponse:
    _ask_for_seat(request)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_lines(request, timeline, last), media_type="text/event-stream", headers=headers)


async def _lines(request: Request, timeline: Timeline, last: str | None) -> AsyncIterator[bytes]:
    with _seat(request):
        yield b"retry: 3000\n: listening\n\n"
        said = time.monotonic()
        async for event in follow(timeline, last):
            if event is not None:
                said = time.monotonic()
                yield _line(event)
            elif await request.is_disconnected():
                return
            elif time.monotonic() - said > QUIET_SECONDS:
                said = time.monotonic()
                yield b": still here\n\n"


def _line(event: Event) -> bytes:
    named = b"id: %b\n" % event.id.encode() if event.id else b""
    return named + b"event: %b\ndata: %b\n\n" % (event.kind.encode(), orjson.dumps(event.data))


async def _talk(socket: WebSocket, timeline: Timeline, last: str | None) -> None:
    """Until either end has enough; what the client says is not listened to."""
    _ask_for_seat(socket)
    await socket.accept()
    with _seat(socket):
        tasks = [asyncio.create_task(_tell(socket, timeline, last)), asyncio.create_task(_until_closed(socket))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _until_closed(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _tell(socket: WebSocket, timeline: Timeline, last: str | None) -> None:
    with suppress(WebSocketDisconnect):
        async for event in follow(timeline, last):
            if event is None:
                continue
            message = orjson.dumps({"id": event.id or None, "event": event.kind, "data": event.data})
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await socket.send_text(message.decode())
            except TimeoutError:
                await _drop(socket)
                return


async def _drop(socket: WebSocket) -> None:
    """Its buffers are full: it can be told why only once it reads again."""
    log.warning("a listener was too slow", path=socket.url.path, client=socket.client.host if socket.client else None)
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            await socket.close(TOO_SLOW, f"no message was taken for {PATIENCE_SECONDS:g} s: go on after the last id you have")
