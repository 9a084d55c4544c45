"""One FastAPI app: the API under /v1, the pages beside it."""

import asyncio
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from schemas import RawArticle
from streams import telemetry
from streams.console import api, leaving, login, pages, problems
from streams.console.desk import Desk
from streams.console.guard import Guard, is_loopback
from streams.console.keys import Keys
from streams.errors import Misused
from streams.settings import Settings

HERE = Path(__file__).parent


def create_app(desk: Desk, settings: Settings) -> FastAPI:
    """Raises Misused for an address beyond loopback without a token."""
    token = settings.token.get_secret_value() if settings.token else None
    if token is None and not is_loopback(settings.host):
        raise Misused(f"listening on {settings.host} needs a token: set NEWSLOOM_TOKEN")
    app = FastAPI(title="newsloom", version="1", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    app.state.desk, app.state.token, app.state.public_url, app.state.listeners = desk, token, settings.public_url, 0
    for part in (api, login, leaving, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    problems.install(app)
    app.add_middleware(Guard, token=token, keys=Keys(settings.data))
    _health(app, desk)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """The OpenAPI document knows what a raw article is, though its bytes are read by the pipeline's own reader."""
    schema = RawArticle.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {}) | {"RawArticle": schema}
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        document["components"]["schemas"].update(parts)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


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
        sources = await asyncio.to_thread(desk.archive.sources, telemetry.SOURCES)
        return Response(await asyncio.to_thread(telemetry.exposition, sources), media_type="text/plain; version=0.0.4")
