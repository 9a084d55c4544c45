"""Who may come in: the host asked for, the token, and no writes from other sites' pages. Plain ASGI, so that streams flow."""

import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from streams.console.feeds import feed_key
from streams.console.keys import Keys
from streams.console.problems import is_api, problem
from streams.sinks.alerting.unsubscribing import PATH as UNSUBSCRIBE

OPEN = ("/healthz", "/readyz", "/login", UNSUBSCRIBE)
"""Paths that need no token; `/static/` neither. Links to unsubscribe are signed, and mail programs of other sites follow them."""
COOKIE = "newsloom_session"
SESSION_SECONDS = 7 * 24 * 3600
FEED = re.compile(r"/v1/searches/[^/]+/feed\.atom")
"""Readers of feeds cannot sign in: the address has a key of its own."""
INTAKE = "/v1/articles"
"""Where publishers' keys open, and nowhere else."""
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def new_session(token: str, now: float) -> str:
    """A cookie's value: when it ends, signed with the token, so that a new token ends every session."""
    ends = str(int(now) + SESSION_SECONDS)
    return f"{ends}.{_signature(token, ends)}"


def is_session(value: str, token: str, now: float) -> bool:
    ends, _, signature = value.partition(".")
    fits = hmac.compare_digest(signature.encode(), _signature(token, ends).encode())
    return fits and ends.isdigit() and int(ends) > now


def _signature(token: str, ends: str) -> str:
    return hmac.new(token.encode(), f"session {ends}".encode(), hashlib.sha256).hexdigest()


def is_token(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


class Guard:
    """Wraps the app, its sockets too. Without a `token` only names of this machine are answered to: a page of another site whose name
    was made to point here (DNS rebinding) gets 421. With one, each request needs it as a bearer token or a session; whoever
    publishes may send a key of its own instead, and `request.state.publisher` says whose."""

    def __init__(self, app: ASGIApp, token: str | None, keys: Keys) -> None:
        self._app = app
        self._token = token
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer: ASGIApp = self._refusal(HTTPConnection(scope)) or self._app
        await answer(scope, receive, marked)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        host = _host(request.headers.get("host", ""))
        if self._token is None and not is_loopback(host):
            return problem(
                request, 421, f"this console answers to names of its own machine, not to {host or 'no host'}; set NEWSLOOM_TOKEN"
            )
        if not _only_reads(request) and request.url.path != UNSUBSCRIBE and _is_foreign(request):
            return problem(request, 403, "a write or a socket from another site's page")
        path = request.url.path
        given = _bearer(request)
        if request.scope.get("method") == "POST" and path == INTAKE and given and not (self._token and is_token(given, self._token)):
            request.state.publisher = self._keys.source_of(given)
            if request.state.publisher or (self._token is None and not self._keys.all()):
                return None
            return _unknown(request)
        if self._token is None or path in OPEN or path.startswith("/static/") or self._is_known(request, self._token):
            return None
        if not is_api(request) and _only_reads(request):
            wanted = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(wanted)}", 303)
        return _unknown(request)

    def _is_known(self, request: HTTPConnection, token: str) -> bool:
        given = _bearer(request)
        if given is not None:
            return is_token(given, token)
        key = request.query_params.get("key")
        if key is not None and _only_reads(request) and FEED.fullmatch(request.url.path):
            return is_token(key, feed_key(token, request.url.path))
        return is_session(request.cookies.get(COOKIE, ""), token, time.time())


def _bearer(request: HTTPConnection) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else None


def _unknown(request: HTTPConnection) -> Response:
    return problem(request, 401, "send Authorization: Bearer TOKEN", {"www-authenticate": 'Bearer realm="newsloom"'})


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    named = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(:\d*)?", header)
    return named[1].lower() if named else header


def _only_reads(request: HTTPConnection) -> bool:
    """Whether another site's page may ask without being answered to: it cannot read a page, but it could read a socket."""
    return request.scope["type"] == "http" and request.scope["method"] in SAFE


def _is_foreign(request: HTTPConnection) -> bool:
    """Browsers say where a write comes from; what says nothing is no browser and carries no cookie by itself."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def local_path(wanted: str) -> str:
    """Where to go after signing in: a path here, never another site."""
    return wanted if re.match(r"/(?![/\\])", wanted) and wanted.isprintable() else "/"
