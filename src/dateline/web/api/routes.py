"""All routes of the API."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from dateline.web.api import counts, incidents, pairs, reference, reports, samples, settling, verdicts

PREFIX = "/api/v1"


def operation_id(route: APIRoute) -> str:
    """Return the name of an operation: that of its function, which is unique among the routes."""
    return route.name


router = APIRouter(generate_unique_id_function=operation_id)
for room in (incidents, pairs, counts, reports, verdicts, samples, settling):
    router.include_router(room.router, prefix=PREFIX)
router.include_router(reference.router)
