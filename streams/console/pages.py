"""The pages: flow, stories, search, one article, dead letters, saved searches."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from streams.console.api import NewSearch, article, desk_of, found, save_search, story
from streams.errors import Misused

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(Path(__file__).parent / "templates")
STEPS = ("clean", "classify", "dedupe", "enrich", "index", "alerts")


def ago(moment: str | int | None) -> str:
    """How long ago, in the largest unit that says it."""
    if not moment:
        return ""
    then = datetime.fromtimestamp(moment / 1e6, UTC) if isinstance(moment, int) else datetime.fromisoformat(moment)
    seconds = (datetime.now(UTC) - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{seconds / size:.0f} {unit} ago"
    return f"{max(0, seconds):.0f} s ago"


templates.env.filters["ago"] = ago


def page(request: Request, name: str, **values: Any) -> HTMLResponse:
    return templates.TemplateResponse(request, name, values)


@router.get("/")
async def flow(request: Request) -> HTMLResponse:
    """How far each step is, where every article ended, and the latest alerts."""
    desk = desk_of(request)
    costs = {row["step"]: row for row in desk.archive.step_costs()}
    status = await desk.status()
    return page(request, "flow.html", status=status, costs=costs, steps=STEPS, alerts=desk.archive.alerts(None, 10))


@router.get("/stories")
def stories(request: Request) -> HTMLResponse:
    return page(request, "stories.html", stories=desk_of(request).archive.stories(60))


@router.get("/stories/{id}")
def one_story(request: Request, id: str) -> HTMLResponse:
    return page(request, "story.html", story=story(request, id))


@router.get("/search")
def search(request: Request, q: str = "", sort: str = "date", cursor: str | None = None) -> HTMLResponse:
    problem, result = None, None
    try:
        result = found(
            desk_of(request), q, sort if sort in ("date", "relevance") else "date", 20, cursor if (cursor or "").isdigit() else None
        )
    except (Misused, ValueError) as error:
        problem = str(error)
    return page(request, "search.html", q=q, sort=sort, result=result, problem=problem)


@router.get("/articles/{id}")
def one_article(request: Request, id: str) -> HTMLResponse:
    return page(request, "article.html", **{"known": article(request, id)})


@router.get("/dead")
async def dead(request: Request, said: str = "") -> HTMLResponse:
    return page(request, "dead.html", letters=await desk_of(request).dead_letters(100), said=said)


@router.post("/dead/redrive")
async def redrive(request: Request, place: Annotated[str, Form(pattern=r"^\d+:\d+$")]) -> Response:
    partition, offset = place.split(":")
    number = await desk_of(request).redrive([(int(partition), int(offset))])
    return RedirectResponse(f"/dead?said=put+back+{number}", 303)


@router.get("/searches")
def searches(request: Request, problem: str = "") -> HTMLResponse:
    desk = desk_of(request)
    kept = [(each, desk.archive.alerts(each.key, 5)) for each in desk.searches.values()]
    return page(request, "searches.html", searches=kept, problem=problem)


@router.post("/searches")
async def save(request: Request, name: Annotated[str, Form()], query: Annotated[str, Form()]) -> Response:
    try:
        await save_search(desk_of(request), NewSearch(name=name, query=query))
    except Misused as error:
        response = searches(request, problem=str(error))
        response.status_code = 400
        return response
    return RedirectResponse("/searches", 303)


@router.post("/searches/{id}/remove")
async def remove(request: Request, id: str) -> Response:
    await desk_of(request).remove_search(f"default/{id}")
    return RedirectResponse("/searches", 303)
