"""Errors as people and programs can read them: problem details (RFC 9457) from the API, a page from the pages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from starlette.routing import compile_path

from streams.console.rendering import templates
from streams.errors import Misused, Poison, TooLarge, Transient

log = structlog.get_logger()

ADVICE = {
    401: "Sign in first.",
    404: "It may have been removed, or its address is mistyped.",
    503: "The broker or a store cannot be reached. It is worth trying again shortly.",
}


def is_api(request: HTTPConnection) -> bool:
    """Whether a program asks: sockets are never opened by a person."""
    return request.scope["type"] == "websocket" or request.url.path.startswith(("/v1/", "/metrics"))


def problem(
    request: HTTPConnection, status: int, detail: str, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None
) -> Response:
    """One error. `more` are RFC 9457's extension members, for programs only."""
    title = HTTPStatus(status).phrase
    if is_api(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.url.path, **(more or {})}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    values = {"status": status, "heading": title, "detail": detail, "advice": ADVICE.get(status, "")}
    return templates.TemplateResponse(Request(request.scope), "problem.html", values, status, headers)


def install(app: FastAPI) -> None:
    """Every error that can leave a route, the most particular class first in each case."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Misused, _told(400))
    app.add_exception_handler(Poison, _told(400))
    app.add_exception_handler(TooLarge, _told(413))
    app.add_exception_handler(Transient, _told(503, {"retry-after": "5"}))
    app.add_exception_handler(Exception, _defect)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    detail = str(error.detail)
    if error.status_code == 404 and detail == HTTPStatus(404).phrase:
        detail = f"there is nothing at {request.url.path}"
    headers = error.headers
    if error.status_code == 405 and (methods := _methods(request)):
        headers = {"allow": ", ".join(methods)}
    return problem(request, error.status_code, detail, headers)


def _methods(request: Request) -> list[str]:
    """Every method of the path: each has a route of its own, of which the framework names the first only."""
    paths = request.app.openapi()["paths"]
    template = next((path for path in sorted(paths, key=lambda path: "{" in path) if compile_path(path)[0].match(request.url.path)), "")
    return sorted(method.upper() for method in paths.get(template, ()))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = [{"field": ".".join(map(str, each["loc"])), "detail": each["msg"]} for each in error.errors()]
    first = "; ".join(f"{each['field']}: {each['detail']}" for each in errors[:3])
    return problem(request, 422, first, more={"errors": errors})


def _told(status: int, headers: Mapping[str, str] | None = None) -> Any:
    async def handler(request: Request, error: Exception) -> Response:
        position = getattr(error, "position", None)
        return problem(request, status, str(error), headers, {"position": position} if position is not None else None)

    return handler


async def _defect(request: Request, error: Exception) -> Response:
    log.error("a request failed", path=request.url.path, error=f"{type(error).__name__}: {error}")
    return problem(request, 500, "a defect of ours; the log of the serve role has the particulars")
