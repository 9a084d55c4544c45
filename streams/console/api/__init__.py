"""The API under /v1: reading, saved searches and alerts, taking articles in, operating."""

from fastapi import APIRouter

from streams.console.api import alerts, intake, operating, reading, searches

router = APIRouter(prefix="/v1")
for part in (reading, intake, searches, alerts, operating):
    router.include_router(part.router)
