"""The API under /v1: reading, saved searches and alerts, taking articles in, operating."""

from fastapi import APIRouter

from streams.console.api import alerts, intake, live, operating, reading, searches

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "position": {"type": "integer", "description": "Where in the query it goes wrong."},
    },
}
REFUSED = {"description": "Problem details (RFC 9457).", "content": {"application/problem+json": {"schema": PROBLEM}}}

router = APIRouter(prefix="/v1", responses={"4XX": REFUSED, "5XX": REFUSED})
"""What goes wrong is told in one form everywhere. Live paths come first: `stream` is no article's id."""
for part in (live, reading, intake, searches, alerts, operating):
    router.include_router(part.router)
