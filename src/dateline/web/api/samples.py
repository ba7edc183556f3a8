"""Second coding for programs: samples, a report as its second coder sees it, and what they decide of it, unseen."""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import ConfigDict, model_validator
from starlette.responses import Response

from dateline.ledger.verdicts import UNDO
from dateline.review.decisions import ReusedKeyError, batch_of
from dateline.review.second_desk import SampleProgress
from dateline.team.roles import Act
from dateline.web.api import answers
from dateline.web.api.asking import Question
from dateline.web.api.problems import problems
from dateline.web.api.verdicts import REPLAYED, Key, Said, sent_as_json
from dateline.web.person import AtDesk, may
from dateline.web.refusal import Refusal

router = APIRouter(prefix="/samples", tags=["samples"])
_ID = "^[A-Za-z0-9]{1,64}$"
SampleId = Annotated[str, Path(pattern=_ID, description="A sample's id, or the beginning of it.")]
InSample = Annotated[str, Path(pattern=_ID, description="A report of the sample: its id, or the beginning of it.")]
BlindKind = Literal["accept", "correct", "reject", "unsure", "add", "flag", "comment", "reviewed", "undo"]
_STOOD = "This coder had said so already: the verdict that stands, and nothing is recorded."


class BlindAsked(Said):
    """One decision of a second coder, of the report alone; `reviewed` of the report says that they are done."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "correct", "subject": "s0123456789abcdef", "value": "12-15"}]},
    )

    kind: BlindKind

    @model_validator(mode="after")
    def fits_its_kind(self) -> BlindAsked:
        """Refuse what the kind of decision does not take, and what it lacks."""
        self.check(self.kind)
        return self


@router.get("", response_model=answers.Samples, responses=problems())
def samples(desk: AtDesk, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: ARG001
    """Give all samples with how far they are, the latest first, and some of the reports that wait for you."""
    return {"samples": [_told(one) for one in desk.second.samples()]}


@router.get("/{sample}", response_model=answers.Sample, responses=problems(404))
def sample(desk: AtDesk, sample: SampleId, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: ARG001
    """Give a sample with how far it is, and at most 200 reports that wait for you as their second coder."""
    return _told(desk.second.sample(sample))


def _told(progress: SampleProgress) -> dict[str, object]:
    told = progress.to_json()
    del told["reports"]  # of a large ledger very many; those that wait for somebody are theirs to ask for
    return {**told, "size": progress.size, "mine": list(progress.mine)}


@router.get(
    "/{sample}/reports/{report}",
    response_model=answers.BlindSheet,
    responses=problems(403, 404),
    dependencies=[may(Act.CODE)],
)
def blind_report(
    desk: AtDesk,
    sample: SampleId,
    report: InSample,
    asked: Annotated[Question, Query()],  # noqa: ARG001
) -> dict[str, object]:
    """Give a report as its second coder sees it: as it was first read, or its text alone, and their own decisions."""
    return desk.second.sheet(sample, report).to_json()


@router.post(
    "/{sample}/reports/{report}/verdicts",
    status_code=201,
    response_model=answers.Verdict,
    responses={200: {"model": answers.Verdict, "description": _STOOD}, **problems(400, 403, 404, 409, 413, 415)},
    dependencies=[Depends(sent_as_json), may(Act.CODE)],
)
def decide_unseen(
    desk: AtDesk,
    sample: SampleId,
    report: InSample,
    body: BlindAsked,
    asked: Annotated[Question, Query()],  # noqa: ARG001
    answer: Response,
    key: Key = None,
) -> dict[str, object]:
    """Record what a second coder decides of a report; nobody else sees it before both are done, and no view changes.

    `undo` takes back a verdict of your own by its id, `reviewed` too, until a reviewer has settled the report.
    """
    batch, begun = batch_of(key, body.model_dump_json()) if key is not None else (token_hex(8), None)
    before = {verdict.id for verdict in desk.second.sheet(sample, report).decided}
    try:
        if body.kind == UNDO:
            reason = (body.reason or "").strip() or None
            (made,) = desk.second.undo(sample, report, batch, verdict=body.subject, reason=reason, key=begun)
        else:
            (made,) = desk.second.decide(sample, report, [body.said(body.kind)], batch, key=begun)
    except ReusedKeyError as error:
        raise Refusal(409, str(error)) from error
    if made.batch != batch:
        answer.status_code = 200
    elif made.id in before:
        answer.headers[REPLAYED] = "true"
    return made.to_json()
