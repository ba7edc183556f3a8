"""A report coded a second time: as it was first read, or its text alone, and never what anybody decided."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.review.sheet import ORDER
from dateline.review.typed import HOW_TO_WRITE
from dateline.team.roles import Act
from dateline.web.pages import data, page
from dateline.web.person import AtDesk, OnLedger, may
from dateline.web.report_page import codes_of

router = APIRouter()


@router.get("/samples/{sample}/reports/{report}", dependencies=[may(Act.CODE)])
def blind(request: Request, sample: str, report: str, desk: AtDesk, ledger: OnLedger) -> Response:
    """Show a report of a sample to its second coder."""
    sheet = desk.second.sheet(sample, report)
    here = f"/samples/{sheet.sample.id}/reports/{sheet.report.id}"
    mine = desk.second.sample(sheet.sample.id, shown=2).mine
    return page(
        request,
        "blind.html",
        desk,
        sheet=sheet,
        behind=next((one for one in mine if one != sheet.report.id), None),
        draft_json=data(desk.draft(here)),
        hints_json=data(HOW_TO_WRITE),
        properties=ORDER,
        codes=codes_of(ledger.book),
        decide_at=f"{here}/decide",
        undo_at=f"{here}/undo",
        redo_at=None,
        sheet_page=here,
        open_as=f"{sheet.sample.id}:{sheet.report.id}",
    )
