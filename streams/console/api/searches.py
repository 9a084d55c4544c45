"""Saved searches: kept on a compacted topic, tried out on the archive before they are."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field, model_validator

from schemas import Channel, Policy, SavedSearch, Webhook
from streams.console.desk import Desk, desk_of
from streams.console.feeds import atom
from streams.console.found import briefly
from streams.query import parse
from streams.query.parse import MAX_LENGTH

router = APIRouter(tags=["Saved searches"])


class NewWebhook(BaseModel):
    url: str = Field(pattern=r"^https?://[^\s/]", max_length=2000)
    secret: str | None = Field(default=None, max_length=500)


class NewSearch(BaseModel):
    """What a saved search is made of; the same id again replaces it."""

    id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    name: str = Field(min_length=1, max_length=200, pattern=r"\S")
    query: str = Field(min_length=1, max_length=100_000)
    webhook: NewWebhook | None = None
    channels: list[Channel] = Field(default=[], max_length=50)
    policy: Policy = Policy()

    @model_validator(mode="after")
    def _known(self) -> "NewSearch":
        """A field that nobody knows is a slip of the pen: ignored, somebody would wait for what never comes."""
        policy = self.policy
        for part in (policy, policy.quiet, policy.throttle, policy.digest, policy.burst, *self.channels):
            if part and part.model_extra:
                raise ValueError(f"{type(part).__name__.lower()} has no field {next(iter(part.model_extra))}")
        return self


@router.post("/searches", status_code=201)
async def save(request: Request, new: Annotated[NewSearch, Body()]) -> SavedSearch:
    """Save a search; it takes effect within two seconds. 400 names the character where the query goes wrong.

    Receivers that unsubscribed (`left`) stay so, whatever `channels` says, until the search is removed and saved anew.
    """
    return public(await save_search(desk_of(request), new))


async def save_search(desk: Desk, new: NewSearch) -> SavedSearch:
    """Raises QueryError."""
    parse(new.query, saved=True)
    now = datetime.now(UTC)
    id = new.id or f"{zlib.crc32(new.name.encode()):08x}{int(now.timestamp() * 1000) % 10**6:06d}"
    async with desk.saving:
        search = _saved(new, id, desk.searches.get(f"default/{id}"), now)
        await desk.save_search(search)
    return search


def _saved(new: NewSearch, id: str, before: SavedSearch | None, now: datetime) -> SavedSearch:
    return SavedSearch(
        id=id,
        name=new.name,
        query=new.query,
        webhook=Webhook(url=new.webhook.url, secret=new.webhook.secret) if new.webhook else None,
        channels=[_known(each, before) for each in new.channels],
        policy=new.policy,
        left=before.left if before else [],
        version=before.version + 1 if before else 1,
        created_at=before.created_at if before else now,
        updated_at=now,
    )


def _known(channel: Channel, before: SavedSearch | None) -> Channel:
    """A channel given as `public` shows it is the one that it stands for."""
    kept = {(each.kind, each.shown): each for each in (before.receivers if before else [])}
    same = kept.get((channel.kind, channel.to))
    return channel if same is None else same.model_copy(update={"secret": channel.secret or same.secret})


def public(search: SavedSearch) -> SavedSearch:
    """The search without secrets: those that sign, and the addresses of chats, which let anybody write there."""
    shown = [Channel.model_construct(kind=each.kind, to=each.shown) for each in search.channels]
    return search.model_copy(update={"webhook": search.webhook and Webhook(url=search.webhook.url), "channels": shown})


@router.get("/searches")
def searches(request: Request) -> list[SavedSearch]:
    """Every saved search, secrets left out."""
    return [public(each) for each in desk_of(request).searches.values()]


@router.get("/searches/preview")
def preview(request: Request, q: Annotated[str, Query(max_length=MAX_LENGTH)]) -> dict[str, Any]:
    """What a search would have found in the archive: how many articles, how many copies beside them, the newest five,
    and how many each day of the last week.

    Copies do not alert unless the policy says so, and are counted apart. 400 for what cannot be saved.
    """
    return previewed(desk_of(request), q, datetime.now(UTC))


def previewed(desk: Desk, query: str, now: datetime) -> dict[str, Any]:
    """Raises QueryError."""
    parse(query, saved=True)
    originals = desk.index.search(f"({query}) AND is:original", sort="date", limit=5)
    every = desk.index.search(query, sort="date", limit=1).total
    everything = desk.index.search("is:original", sort="date", limit=1).total
    newest = [briefly(row) for row in desk.archive.articles(originals.hits)]
    week = [now - timedelta(days=back) for back in range(6, -1, -1)]
    first, last = (int(f"{moment:%Y%m%d}") for moment in (week[0], week[-1]))
    counted = desk.index.by_day(f"({query}) AND is:original", (first, last))
    days = [{"date": f"{moment:%Y-%m-%d}", "matches": counted.get(int(f"{moment:%Y%m%d}"), 0)} for moment in week]
    return {"matches": originals.total, "copies": every - originals.total, "of": everything, "newest": newest, "days": days}


@router.get("/searches/{id}/feed.atom", response_class=Response, responses={200: {"content": {"application/atom+xml": {}}}})
def feed(request: Request, id: str, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """The newest alerts of a saved search as an Atom feed, for readers: where the console asks for a token, the address
    on the page of saved searches has a `key` that opens this feed and nothing else."""
    desk = desk_of(request)
    search = desk.searches.get(f"default/{id}")
    if search is None:
        raise HTTPException(404, f"no saved search {id}")
    console = (request.app.state.public_url or str(request.base_url)).rstrip("/")
    own = f"{console}{request.url.path}"
    return Response(atom(search, desk.archive.alerts(search.key, limit), own, console), media_type="application/atom+xml")


@router.delete("/searches/{id:path}", status_code=204)
async def remove(request: Request, id: str) -> None:
    """Remove a saved search; its alerts stay."""
    await remove_search(desk_of(request), id)


async def remove_search(desk: Desk, id: str) -> None:
    if f"default/{id}" not in desk.searches:
        raise HTTPException(404, f"no saved search {id}")
    await desk.remove_search(f"default/{id}")
