"""`/unsubscribe`: where the links in mails lead. Reading changes nothing, for mail scanners follow links; a POST does it
(RFC 8058), without a token or a cookie: the link is signed."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from streams.console.desk import desk_of
from streams.console.rendering import templates
from streams.sinks.alerting.unsubscribing import PATH, Leaving, read

PAGE: Any = {"content": {"text/html": {}}}
router = APIRouter(
    tags=["Alerts"], default_response_class=HTMLResponse, responses={"4XX": {"description": "A page that says why.", **PAGE}}
)

Token = Annotated[str, Query(max_length=6000, description="As the mail's List-Unsubscribe has it.")]


@router.get(PATH)
def ask(request: Request, token: Token) -> Response:
    """A page that asks whether to unsubscribe; it changes nothing."""
    return _page(request, read(token, desk_of(request).signing_key), token, done=False)


@router.post(PATH)
async def leave(request: Request, token: Token) -> Response:
    """Tell this receiver no more of this search, at once and also of updates and withdrawals. Doing it again changes nothing."""
    desk = desk_of(request)
    leaving = read(token, desk.signing_key)
    async with desk.saving:
        search = desk.searches.get(leaving.search)
        if search and leaving.channel not in search.left:
            changes = {"left": [*search.left, leaving.channel], "version": search.version + 1, "updated_at": datetime.now(UTC)}
            await desk.save_search(search.model_copy(update=changes))
    return _page(request, leaving, token, done=True)


def _page(request: Request, leaving: Leaving, token: str, done: bool) -> Response:
    search = desk_of(request).searches.get(leaving.search)
    address, name = leaving.channel.partition("|")[2], search.name if search else "this search, which is there no more"
    return templates.TemplateResponse(request, "unsubscribe.html", {"address": address, "name": name, "token": token, "done": done})
