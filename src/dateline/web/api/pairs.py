"""Pairs: why two incidents are one or two, and which pairs are worth a look."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.web.api import answers
from dateline.web.api.asking import CandidatesAsked, Id, Question
from dateline.web.api.problems import problems
from dateline.web.person import OnLedger

router = APIRouter(tags=["pairs"])


@router.get("/incidents/{id}/why/{other}", response_model=answers.Why, responses=problems(404))
def why(
    ledger: OnLedger,
    id: Id,  # noqa: A002 - the path's word
    other: Id,
    asked: Annotated[Question, Query()],  # noqa: ARG001 - refuses what cannot be asked here
) -> dict[str, object]:
    """Say what speaks for and against two incidents, or two mentions, being the same act, each with its weight.

    Of incidents with several mentions the two are taken that fit best.
    """
    with ledger.reader() as reader:
        return reader.why(id, other).to_json()


@router.get("/candidates", response_model=answers.Candidates, responses=problems())
def candidates(ledger: OnLedger, asked: Annotated[CandidatesAsked, Query()]) -> dict[str, object]:
    """List the pairs whose weight is nearest to the threshold of linking and that nobody has judged, nearest first.

    There are no pages: a verdict takes a pair off the list, and the next one comes up.
    """
    with ledger.reader() as reader:
        return {"candidates": [one.to_json() for one in reader.candidates(limit=asked.limit)]}
