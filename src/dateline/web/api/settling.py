"""What two people coded of one report, for programs: held against one another, and settled by a reviewer."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from dateline.review.second import Twice
from dateline.team.roles import Act
from dateline.web.api import sample_answers
from dateline.web.api.asking import Question, TwiceAsked
from dateline.web.api.problems import problems
from dateline.web.api.samples import InSample, SampleId
from dateline.web.api.sending import Key, Sending, sent_as_json
from dateline.web.api.verdicts import Name, Typed
from dateline.web.person import AtDesk, may
from dateline.web.refusal import Refusal

router = APIRouter(prefix="/samples/{sample}", tags=["samples"])
_FIRST = -1  # a number before all ids of a list that is in the order of its ids


class SettleAsked(BaseModel):
    """Which of two codings of one property is right, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"mention": "m0123456789abcdef", "property": "killed", "choice": "first", "reason": "the ministry's"}
            ]
        },
    )

    mention: Annotated[Name, Field(description="The incident or group of the report.")]
    property: Typed
    choice: Annotated[
        Literal["first", "second", "other"],
        Field(description="`other`: neither; the ledger stays as it was put right before."),
    ]
    reason: Annotated[Typed, Field(min_length=1)]


@router.get("/agreement", response_model=sample_answers.Agreement, responses=problems(404))
def agreement(desk: AtDesk, sample: SampleId, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: ARG001
    """Give how far the two coders of a sample's reports agree, field by field."""
    return desk.second.agreement(sample).to_json()


@router.get("/twice", response_model=sample_answers.TwiceList, responses=problems(404))
def coded_twice(desk: AtDesk, sample: SampleId, asked: Annotated[TwiceAsked, Query()]) -> dict[str, object]:
    """Give the reports that both coders are done with, page by page."""
    after = asked.start()
    found = [
        one
        for one in desk.second.twice(sample)
        if (after is None or one.report.id > after[1]) and (one.open_count or not asked.open)
    ]
    shown = found[: asked.limit]
    more = asked.cursor_behind(_FIRST, shown[-1].report.id) if len(found) > len(shown) else None
    return {"reports": [one.to_json() for one in shown], "next": more}


@router.get(
    "/reports/{report}/codings",
    response_model=sample_answers.TwoCodings,
    responses=problems(403, 404),
    dependencies=[may(Act.JUDGE)],
)
def two_codings(
    desk: AtDesk,
    sample: SampleId,
    report: InSample,
    asked: Annotated[Question, Query()],  # noqa: ARG001
) -> dict[str, object]:
    """Give both codings of a report, by incident and property; what differs is open until it is settled."""
    pair = _both(desk.second.twice(sample, report), report)
    told = [
        {"mention": mention, "label": pair.names[mention], "units": [unit.to_json() for unit in units]}
        for mention, units in groupby(pair.units, key=lambda unit: unit.mention)
    ]
    return {**pair.to_json(), "sample": pair.sample, "told": told}


@router.post(
    "/reports/{report}/codings",
    status_code=201,
    response_model=sample_answers.Settled,
    responses=problems(400, 403, 404, 409, 413, 415),
    dependencies=[Depends(sent_as_json), may(Act.JUDGE)],
)
def settle(
    desk: AtDesk,
    sample: SampleId,
    report: InSample,
    body: SettleAsked,
    asked: Annotated[Question, Query()],  # noqa: ARG001
    answer: Response,
    key: Key = None,
) -> dict[str, object]:
    """Settle one property: the ledger then holds the coding that was chosen, and why. Each verdict can be undone."""
    sent = Sending.of(key, body)
    pair = _both(desk.second.twice(sample, report), report)
    before = {unit.settled.batch for unit in pair.units if unit.settled}
    with sent.once():
        made = desk.second.settle(
            sample, pair.report.id, body.mention, body.property, body.choice, body.reason, sent.batch, key=sent.begun
        )
    sent.answered(answer, made[-1], is_repeated=sent.batch in before)
    return {"verdicts": [one.to_json() for one in made]}


def _both(found: list[Twice], report: str) -> Twice:
    """Return the one report of a list; raises Refusal where two people have not coded it yet."""
    if not found:
        raise Refusal(
            404, f"report {report} is not coded by two people in this sample yet; `twice` lists those that are"
        )
    return found[0]
