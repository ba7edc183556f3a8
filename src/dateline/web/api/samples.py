"""Second coding for programs: samples, a report as its second coder sees it, and what they decide of it, unseen."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from dateline.ledger.verdicts import UNDO
from dateline.review.second_desk import SampleProgress
from dateline.team.roles import Act
from dateline.web.api import answers, sample_answers
from dateline.web.api.asking import IncidentWords, Question, Words
from dateline.web.api.problems import problems
from dateline.web.api.sending import Key, Sending, sent_as_json
from dateline.web.api.verdicts import Said
from dateline.web.person import AtDesk, OnLedger, may

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


class DrawAsked(BaseModel):
    """A sample to be drawn of the reports that tell of incidents which fit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"share": 0.1, "seed": "may", "filters": {"country": ["IR"]}}]},
    )

    share: Annotated[float, Field(gt=0, le=1, description="Of these reports, as a number: 0.1 is a tenth.")]
    seed: Annotated[
        Words, Field(description="Any words: which reports are drawn is a function of them and the seed.")
    ]
    filters: Annotated[IncidentWords, Field(description="As in an address; without any, of all reports.")] = (
        IncidentWords()
    )
    only_done: Annotated[bool, Field(description="Only of reports that somebody saw to their end.")] = False
    from_scratch: Annotated[bool, Field(description="Second coders see the text, and not what was read of it.")] = (
        False
    )
    note: Annotated[Words | None, Field(description="What the sample is for.")] = None


@router.get("", response_model=sample_answers.Samples, responses=problems())
def samples(desk: AtDesk, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: ARG001
    """Give all samples with how far they are, the latest first, and some of the reports that wait for you."""
    return {"samples": [_told(one) for one in desk.second.samples()]}


@router.post(
    "",
    status_code=201,
    response_model=sample_answers.Sample,
    responses=problems(400, 403, 413, 415),
    dependencies=[Depends(sent_as_json), may(Act.EDIT)],
)
def draw(
    desk: AtDesk,
    ledger: OnLedger,
    body: DrawAsked,
    asked: Annotated[Question, Query()],  # noqa: ARG001
    request: Request,
    answer: Response,
) -> dict[str, object]:
    """Draw a sample and put it on record. The same draw again is the sample that is there, and needs no key."""
    made = desk.second.draw(
        body.share,
        body.seed,
        body.filters.filters(ledger.book),
        body.filters.model_dump(exclude_defaults=True),
        only_done=body.only_done,
        from_scratch=body.from_scratch,
        note=body.note,
    )
    answer.headers["location"] = f"{request.url.path}/{made.id}"
    return _told(desk.second.sample(made.id))


@router.get("/{sample}", response_model=sample_answers.Sample, responses=problems(404))
def sample(desk: AtDesk, sample: SampleId, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: ARG001
    """Give a sample with how far it is, and at most 200 reports that wait for you as their second coder."""
    return _told(desk.second.sample(sample))


def _told(progress: SampleProgress) -> dict[str, object]:
    told = progress.to_json()
    del told["reports"]  # of a large ledger very many; those that wait for somebody are theirs to ask for
    return {**told, "size": progress.size, "mine": list(progress.mine)}


@router.get(
    "/{sample}/reports/{report}",
    response_model=sample_answers.BlindSheet,
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
    sent = Sending.of(key, body)
    before = {verdict.id for verdict in desk.second.sheet(sample, report).decided}
    with sent.once():
        if body.kind == UNDO:
            reason = (body.reason or "").strip() or None
            (made,) = desk.second.undo(
                sample, report, sent.batch, verdict=body.subject, reason=reason, key=sent.begun
            )
        else:
            (made,) = desk.second.decide(sample, report, [body.said(body.kind)], sent.batch, key=sent.begun)
    sent.answered(answer, made, is_repeated=made.batch == sent.batch and made.id in before)
    return made.to_json()
