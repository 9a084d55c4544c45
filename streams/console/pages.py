"""The pages: flow, stories, search, one article, one entity, saved searches, dead letters. They work without scripts."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from streams.console.annotated import annotated
from streams.console.api.operating import places_of
from streams.console.api.reading import article, entity, story
from streams.console.api.searches import NewSearch, previewed, remove_search, save_search
from streams.console.desk import desk_of
from streams.console.found import facets, found
from streams.console.reference import operations
from streams.console.rendering import templates
from streams.errors import Misused, first_problem

router = APIRouter(include_in_schema=False)
STEPS = ("clean", "classify", "dedupe", "enrich", "index", "alerts")
STATES = ("indexed as new", "newer versions", "older versions", "copies", "redeliveries", "in flight", "embargoed", "withheld", "killed")
HITS = 20


def page(request: Request, template: str, code: int = 200, /, **values: Any) -> HTMLResponse:
    return templates.TemplateResponse(request, template, values, code)


@router.get("/")
async def flow(request: Request) -> HTMLResponse:
    """Where every article ended, how far each step is, and the newest articles and alerts."""
    status = await desk_of(request).status()
    return await asyncio.to_thread(_flow, request, status)


def _flow(request: Request, status: dict[str, Any]) -> HTMLResponse:
    desk = desk_of(request)
    values = {
        "status": status,
        "states": sorted(status["states"].items(), key=_place),
        "steps": STEPS,
        "newest": found(desk, "", "date", 8, None),
        "alerts": desk.archive.alerts(None, 8),
    }
    return page(request, "flow.html", **values)


def _place(state: tuple[str, int]) -> tuple[int, str]:
    """What became searchable first, then what ended on purpose, then what died."""
    name = state[0]
    kind = name.partition(":")[0]
    return (STATES.index(name) if name in STATES else len(STATES) + (kind == "dead"), name)


@router.get("/stories")
def stories(request: Request, cursor: str | None = None, least: int = 2) -> HTMLResponse:
    rows, following = desk_of(request).archive.stories(30, cursor, least)
    return page(request, "stories.html", stories=rows, cursor=following, least=least)


@router.get("/stories/{id}")
def one_story(request: Request, id: str) -> HTMLResponse:
    return page(request, "story.html", story=story(request, id))


@router.get("/search")
def search(request: Request, q: str = "", sort: str = "date", cursor: str | None = None) -> HTMLResponse:
    desk, problem, result, common = desk_of(request), None, None, None
    sort = sort if sort in ("date", "relevance") else "date"
    try:
        result = found(desk, q, sort, HITS, cursor if (cursor or "").isdigit() else None)
        common = facets(desk, q)
    except Misused as error:
        problem = error
    values = {"q": q, "sort": sort, "result": result, "facets": common, "problem": problem}
    return page(request, "search.html", 400 if problem else 200, **values)


@router.get("/articles/{id}")
def one_article(request: Request, id: str) -> HTMLResponse:
    known = article(request, id)
    return page(request, "article.html", known=known, paragraphs=annotated(known["article"]))


@router.get("/entities/{id:path}")
def one_entity(request: Request, id: str, cursor: str | None = None) -> HTMLResponse:
    known = entity(request, id, HITS, cursor if (cursor or "").isdigit() else None)
    return page(request, "entity.html", known=known)


@router.get("/dead")
async def dead(request: Request, back: int | None = None) -> HTMLResponse:
    return page(request, "dead.html", letters=await desk_of(request).dead_letters(100), back=back)


@router.post("/dead/redrive")
async def redrive(request: Request, place: Annotated[list[str], Form()]) -> Response:
    number = await desk_of(request).redrive(places_of(place))
    return RedirectResponse(f"/dead?back={number}", 303)


@router.get("/searches")
def searches(request: Request, name: str = "", query: str = "") -> HTMLResponse:
    """The saved searches; with `query` also what it would have found."""
    return _searches(request, name, query)


def _searches(request: Request, name: str = "", query: str = "", problem: str | None = None) -> HTMLResponse:
    desk, preview = desk_of(request), None
    try:
        preview = previewed(desk, query) if query else None
    except Misused as error:
        problem = str(error)
    ordered = sorted(desk.searches.values(), key=lambda each: each.name.casefold())
    kept = [(each, desk.archive.alerts(each.key, 4)) for each in ordered]
    values = {"searches": kept, "name": name, "query": query, "preview": preview, "problem": problem}
    return page(request, "searches.html", 400 if problem else 200, **values)


@router.post("/searches")
async def save(request: Request, name: Annotated[str, Form()], query: Annotated[str, Form()]) -> Response:
    try:
        await save_search(desk_of(request), NewSearch(name=name, query=query))
    except ValidationError as error:
        return await asyncio.to_thread(_searches, request, name, query, first_problem(error))
    except Misused as error:
        return await asyncio.to_thread(_searches, request, name, query, str(error))
    return RedirectResponse("/searches", 303)


@router.post("/searches/remove")
async def remove(request: Request, id: Annotated[str, Form()]) -> Response:
    await remove_search(desk_of(request), id)
    return RedirectResponse("/searches", 303)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API's own description, without scripts or anything from elsewhere."""
    return page(request, "docs.html", groups=operations(request.app.openapi()))


@router.get("/favicon.ico")
def icon() -> Response:
    return RedirectResponse("/static/icon.svg", 308)
