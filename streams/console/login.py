"""Signing in with the token, for browsers: it becomes a cookie that scripts and other sites cannot use."""

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from streams.console.guard import COOKIE, SESSION_SECONDS, is_token, local_path, new_session
from streams.console.rendering import templates

router = APIRouter(include_in_schema=False)


@router.get("/login")
def ask(request: Request, next: str = "/") -> Response:
    if _token(request) is None:
        return RedirectResponse("/", 303)
    return templates.TemplateResponse(request, "login.html", {"next": local_path(next), "wrong": False})


@router.post("/login")
def sign_in(request: Request, token: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
    wanted = _token(request)
    if wanted is None:
        return RedirectResponse("/", 303)
    if not is_token(token.strip(), wanted):
        return templates.TemplateResponse(request, "login.html", {"next": local_path(next), "wrong": True}, 401)
    answer = RedirectResponse(local_path(next), 303)
    secure = request.url.scheme == "https"
    session = new_session(wanted, time.time())
    answer.set_cookie(COOKIE, session, max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=secure)
    return answer


@router.post("/logout")
def sign_out() -> Response:
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def _token(request: Request) -> str | None:
    token: str | None = request.app.state.token
    return token
