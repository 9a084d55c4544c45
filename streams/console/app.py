"""One FastAPI app: the API under /v1, the pages beside it."""

import ipaddress
import secrets
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from streams import telemetry
from streams.console import api, pages
from streams.console.desk import Desk
from streams.errors import Misused, Poison
from streams.settings import Settings

HERE = Path(__file__).parent


def create_app(desk: Desk, settings: Settings) -> FastAPI:
    """Raises Misused for an address beyond loopback without a token."""
    if settings.token is None and not is_loopback(settings.host):
        raise Misused(f"listening on {settings.host} needs a token: set NEWSLOOM_TOKEN")
    app = FastAPI(title="newsloom", version="1", docs_url="/docs", redoc_url=None)
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(Misused, _problem(400))
    app.add_exception_handler(Poison, _problem(400))
    app.middleware("http")(_guard(settings))
    _health(app, desk)
    return app


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _problem(status: int) -> Any:
    """Errors as problem details (RFC 9457)."""

    async def handler(_: Request, error: Exception) -> JSONResponse:
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": type(error).__name__,
            "status": status,
            "detail": str(error),
        }
        if hasattr(error, "position"):
            body["position"] = error.position
        return JSONResponse(body, status, media_type="application/problem+json")

    return handler


def _guard(settings: Settings) -> Any:
    """A bearer token where one is set, and no writes from other sites' pages."""
    token = settings.token.get_secret_value() if settings.token else None

    async def guard(request: Request, call_next: Any) -> Response:
        if token and request.url.path not in ("/healthz", "/readyz"):
            given = request.headers.get("authorization", "").removeprefix("Bearer ") or request.cookies.get("token", "")
            if not secrets.compare_digest(given.encode(), token.encode()):
                return JSONResponse({"title": "Unauthorized", "status": 401, "detail": "send Authorization: Bearer TOKEN"}, 401)
        origin = request.headers.get("origin")
        if request.method not in ("GET", "HEAD") and origin and origin.split("//")[-1] != request.headers.get("host"):
            return JSONResponse({"title": "Forbidden", "status": 403, "detail": "a write from another site's page"}, 403)
        response: Response = await call_next(request)
        response.headers["content-security-policy"] = "default-src 'self'; frame-ancestors 'none'"
        return response

    return guard


def _health(app: FastAPI, desk: Desk) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> PlainTextResponse:
        try:
            await desk.status()
        except Exception as error:
            return PlainTextResponse(f"not ready: {error}\n", 503)
        return PlainTextResponse("ready\n")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        for step, lag in (await desk.status())["lag"].items():
            telemetry.LAG_RECORDS.labels(step).set(lag["records"])
            telemetry.LAG_SECONDS.labels(step).set(lag["seconds"])
        return Response(telemetry.exposition(desk.archive.sources(telemetry.SOURCES)), media_type="text/plain; version=0.0.4")
