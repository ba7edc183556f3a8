"""Reports: the text and all that was read from it, in the contract's form."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.web.api import answers
from dateline.web.api.asking import Id, Question
from dateline.web.api.problems import problems
from dateline.web.person import OnLedger

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get("/{id}", response_model=answers.ReportDocument, responses=problems(404))
def report(ledger: OnLedger, id: Id, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: A002, ARG001
    """Give a report as it was coded: the contract's document, which incidents it tells of now, the verdicts on it."""
    with ledger.reader() as reader:
        return reader.report(id).to_json()
