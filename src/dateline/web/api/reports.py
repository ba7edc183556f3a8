"""Reports: the text and all that was read from it, in the contract's form."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.web.api import answers
from dateline.web.api.asking import Id, Question
from dateline.web.api.problems import problems
from dateline.web.person import AtDesk, OnLedger, refuse_unseen

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get("/{id}", response_model=answers.ReportDocument, responses=problems(404, 409))
def report(
    ledger: OnLedger,
    desk: AtDesk,
    id: Id,  # noqa: A002
    asked: Annotated[Question, Query()],  # noqa: ARG001
) -> dict[str, object]:
    """Give a report as it was coded: the contract's document, which incidents it tells of now, the verdicts on it."""
    with ledger.reader() as reader:
        found = reader.report(id)
    refuse_unseen(desk, (one.id for one in found.coding.reports))
    return found.to_json()
