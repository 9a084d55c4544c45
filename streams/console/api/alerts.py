"""Alerts raised so far."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from schemas import Alert
from streams.console.desk import Desk, desk_of

router = APIRouter(tags=["Alerts"])


@router.get("/alerts")
def alerts(
    request: Request,
    search: Annotated[str | None, Query(max_length=200, description="Id of a saved search.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    before: Annotated[str | None, Query(max_length=64, description="Only alerts kept before this one: an alert's id.")] = None,
) -> list[Any]:
    """Alerts, the last kept first; of one saved search with `search`. The id of the last one goes on as `before`.

    `receivers` says how far each is: `pending` with its `next_try`, `delivered`, `failed` with the `reason`, `withdrawn`,
    `merged` into another message, or null once it is no longer known; `circuit_open_until` where a receiver that failed
    again and again is left alone.
    """
    desk = desk_of(request)
    rows = alert_page(desk, search, limit, before)
    told = receivers(desk, rows)
    return [public_alert(row) | {"receivers": told.get(row["id"], [])} for row in rows]


def receivers(desk: Desk, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """By alert, how far each of its receivers is."""
    return desk.deliveries.of(map(Alert.model_validate, rows))


def alert_page(desk: Desk, search: str | None, limit: int, before: str | None) -> list[dict[str, Any]]:
    """Raises HTTPException where `before` is not known here."""
    place = desk.archive.alert_place(before) if before else None
    if before and place is None:
        raise HTTPException(404, f"no alert {before}")
    return desk.archive.alerts(f"default/{search}" if search else None, limit, place)


def public_alert(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("webhook", "channels")}
