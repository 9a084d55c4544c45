"""The pages: flow, stories, trends, search, one article, one entity, saved searches, alerts, dead letters.

They work without scripts."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from streams.console.annotated import annotated
from streams.console.api.alerts import alert_page, receivers
from streams.console.api.operating import places_of
from streams.console.api.reading import alike, article, entity, story
from streams.console.api.searches import NewSearch, previewed, remove_search, save_search
from streams.console.desk import desk_of
from streams.console.editing import EMPTY, asked, fields, filled, told
from streams.console.feeds import feed_key
from streams.console.found import facets, found
from streams.console.reference import operations
from streams.console.rendering import templates
from streams.console.story_life import in_order
from streams.console.trending import trending
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
def stories(request: Request, cursor: str | None = None, least: Annotated[int, Query(ge=1, le=1_000_000)] = 2) -> HTMLResponse:
    rows, following = desk_of(request).archive.stories(30, cursor, least)
    return page(request, "stories.html", stories=rows, cursor=following, least=least)


@router.get("/stories/{id}")
def one_story(request: Request, id: str) -> HTMLResponse:
    found = story(request, id)
    return page(request, "story.html", story=found, life=in_order(found))


@router.get("/search")
def search(request: Request, q: str = "", sort: str = "date", cursor: str | None = None, collapse: bool = False) -> HTMLResponse:
    desk, problem, result, common = desk_of(request), None, None, None
    sort = sort if sort in ("date", "relevance") else "date"
    try:
        result = found(desk, q, sort, HITS, cursor, collapse)
        common = facets(desk, q, result["total"])
    except Misused as error:
        problem = error
    values = {"q": q, "sort": sort, "collapse": collapse, "result": result, "facets": common, "problem": problem}
    return page(request, "search.html", 400 if problem else 200, **values)


@router.get("/trends")
def trends(request: Request, q: str = "") -> HTMLResponse:
    """What is told of more than its own past lets expect."""
    problem, result = None, None
    try:
        result = trending(desk_of(request), q, datetime.now(UTC), 12)
    except Misused as error:
        problem = error
    return page(request, "trends.html", 400 if problem else 200, q=q, trends=result, problem=problem)


@router.get("/articles/{id}")
def one_article(request: Request, id: str) -> HTMLResponse:
    known = article(request, id)
    return page(request, "article.html", known=known, paragraphs=annotated(known["article"]), similar=alike(desk_of(request), id, 5))


@router.get("/entities/{id:path}")
def one_entity(request: Request, id: str, cursor: str | None = None) -> HTMLResponse:
    known = entity(request, id, HITS, cursor)
    return page(request, "entity.html", known=known)


@router.get("/dead")
async def dead(request: Request, back: int | None = None) -> HTMLResponse:
    return page(request, "dead.html", letters=await desk_of(request).dead_letters(100), back=back)


@router.post("/dead/redrive")
async def redrive(request: Request, place: Annotated[list[str], Form()]) -> Response:
    number = await desk_of(request).redrive(places_of(place))
    return RedirectResponse(f"/dead?back={number}", 303)


@router.get("/searches")
def searches(request: Request) -> HTMLResponse:
    """The saved searches; with `query` also what it would have found."""
    return _searches(request, fields(request.query_params))


@router.get("/searches/{id}")
def one_search(request: Request, id: str) -> HTMLResponse:
    """The same with one of them to be changed."""
    search = desk_of(request).searches.get(f"default/{id}")
    if search is None:
        raise HTTPException(404, f"no saved search {id}")
    return _searches(request, filled(search))


def _searches(request: Request, form: dict[str, str], problem: str | None = None) -> HTMLResponse:
    desk, preview = desk_of(request), None
    try:
        preview = previewed(desk, form["query"], datetime.now(UTC)) if form["query"] else None
    except Misused as error:
        problem = problem or str(error)
    ordered = sorted(desk.searches.values(), key=lambda each: each.name.casefold())
    kept = [(each, told(each), desk.archive.alerts(each.key, 4), _feed(request, each.id)) for each in ordered]
    changed = any(form[name] != start for name, start in EMPTY.items() if name not in ("id", "name", "query"))
    values = {"searches": kept, "form": form, "preview": preview, "problem": problem, "changed": changed}
    return page(request, "searches.html", 400 if problem else 200, **values)


def _feed(request: Request, id: str) -> str:
    """Where a reader of feeds finds it, with the key that lets it in."""
    path, token = f"/v1/searches/{quote(id, safe='')}/feed.atom", request.app.state.token
    return path + (f"?key={feed_key(token, f'/v1/searches/{id}/feed.atom')}" if token else "")


@router.post("/searches")
async def save(request: Request) -> Response:
    form = fields({name: value for name, value in (await request.form()).items() if isinstance(value, str)})
    try:
        await save_search(desk_of(request), NewSearch.model_validate(asked(form)))
    except ValidationError as error:
        return await asyncio.to_thread(_searches, request, form, first_problem(error))
    except Misused as error:
        return await asyncio.to_thread(_searches, request, form, str(error))
    return RedirectResponse("/searches", 303)


@router.post("/searches/remove")
async def remove(request: Request, id: Annotated[str, Form()]) -> Response:
    await remove_search(desk_of(request), id)
    return RedirectResponse("/searches", 303)


@router.get("/alerts")
def alerts(request: Request, search: str | None = None, before: str | None = None) -> HTMLResponse:
    """What was alerted of, the newest first, and how far each receiver is."""
    desk = desk_of(request)
    rows = alert_page(desk, search or None, 50, before)
    values = {"alerts": rows, "told": receivers(desk, rows), "following": rows[-1]["id"] if len(rows) == 50 else None}
    return page(request, "alerts.html", search=search, searches=desk.searches.values(), **values)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API's own description, without scripts or anything from elsewhere."""
    return page(request, "docs.html", groups=operations(request.app.openapi()))


@router.get("/favicon.ico")
def icon() -> Response:
    return RedirectResponse("/static/icon.svg", 308)
