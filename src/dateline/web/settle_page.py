"""Two codings of one report side by side: what is agreed, and what a reviewer is to settle."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.team.roles import Act
from dateline.web.pages import page
from dateline.web.person import AtDesk, may
from dateline.web.refusal import Refusal

router = APIRouter()


@router.get("/samples/{sample}/reports/{report}/settle", dependencies=[may(Act.JUDGE)])
def settle(request: Request, sample: str, report: str, desk: AtDesk) -> Response:
    """Show both codings of a report, by incident and field; what differs stands open until it is settled."""
    found = desk.second.twice(sample, report)
    if not found:
        raise Refusal(
            404, f"report {report} is not coded by two people in sample {sample} yet; its page tells how far"
        )
    (pair,) = found
    waiting = [one for one in desk.second.twice(pair.sample) if one.open_count and one.report.id != pair.report.id]
    return page(
        request,
        "settle.html",
        desk,
        pair=pair,
        told=[(mention, list(units)) for mention, units in groupby(pair.units, key=lambda unit: unit.mention)],
        behind=waiting[0].report.id if waiting else None,
        open_as=f"{pair.sample}:{pair.report.id}:settle",
    )
