"""The report page: the text with every statement lit, the fields beside it, what was read beside what was decided."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.codebook import Codebook
from dateline.review.sheet import ORDER
from dateline.review.typed import HOW_TO_WRITE
from dateline.web.asked import AskedFor
from dateline.web.pages import data, page
from dateline.web.person import AtDesk, OnLedger
from dateline.web.refusal import Refusal

router = APIRouter()


@router.get("/reports/{report}")
def report_page(request: Request, report: str, desk: AtDesk, ledger: OnLedger, asked: AskedFor) -> Response:
    """Show a report for review; the address keeps the queue's filters, so that next and before follow them."""
    sheet = desk.sheet(report)
    if (sample := desk.second.coding_unseen(sheet.report.id)) is not None:
        raise Refusal(
            409, f"you are coding this report a second time, unseen: at /samples/{sample}; finish that first"
        )
    before, behind = desk.beside(sheet.report.id, asked.filters)
    return page(
        request,
        "report.html",
        desk,
        asked=asked,
        sheet=sheet,
        before=before,
        behind=behind,
        draft_json=data(desk.draft(f"/reports/{sheet.report.id}")),
        hints_json=data(HOW_TO_WRITE),
        properties=ORDER,
        codes=codes_of(ledger.book),
        open_as=sheet.report.id,
    )


def codes_of(book: Codebook) -> dict[str, list[tuple[str, str]]]:
    """Return code and label of each property that takes codes, for lists to choose from."""
    return {
        "type": [(one.id, one.label) for one in book.types],
        "weapon": [(one.id, one.label) for one in book.weapons],
        "target": [(one.id, one.label) for one in book.targets],
    }
