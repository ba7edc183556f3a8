"""Verdicts: what a program decides for the person at work, recorded once however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from starlette.requests import Request
from starlette.responses import Response

from dateline.ledger.judging import OutcomeOf
from dateline.ledger.verdicts import ADD, PAIR_KINDS, PIN
from dateline.model import Modality, Span
from dateline.review.decisions import Decision, ReusedKeyError, batch_of
from dateline.team.roles import Act
from dateline.web.api import answers
from dateline.web.api.asking import Id, Question
from dateline.web.api.problems import problems
from dateline.web.person import AtDesk, OnLedger, may
from dateline.web.refusal import Refusal

router = APIRouter(prefix="/verdicts", tags=["verdicts"])
REPLAYED = "idempotency-replayed"
_STOOD = "This person had said so already: the verdict that stands, and nothing is recorded."
Name = Annotated[str, Field(pattern="^[A-Za-z0-9]{1,64}$")]
Typed = Annotated[str, Field(max_length=2000)]
VerdictKind = Literal[
    "accept", "correct", "reject", "unsure", "add", "same", "different", "pin", "flag", "comment", "reviewed", "undo"
]
_TELLS = ("correct", ADD)  # kinds that say how a value is told
_VALUED = (*_TELLS, PIN)


class Selection(BaseModel):
    """Words of the report, as offsets of code points."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[int, Field(ge=0, le=100_000_000)]
    end: Annotated[int, Field(ge=1, le=100_000_000)]

    @model_validator(mode="after")
    def in_order(self) -> Selection:
        """Refuse an end that is not behind the start."""
        if self.start >= self.end:
            raise ValueError("end lies not behind start; offsets count code points of the report's text")
        return self


class Said(BaseModel):
    """What every decision may say of its subject."""

    model_config = ConfigDict(extra="forbid")

    subject: Annotated[Name, Field(description="A statement, mention, incident, report, tally, or verdict to undo.")]
    property: Annotated[Typed | None, Field(description="What is added or pinned: killed, place, ...")] = None
    value: Annotated[
        Typed | dict[str, JsonValue] | None,
        Field(description="As typed (12, 12-15, 12+, 2017-06-07, a code), or the contract's form of it."),
    ] = None
    words: Annotated[
        Selection | None, Field(description="Where the report tells it; read where no value is given.")
    ] = None
    speaker: Annotated[
        Typed | None, Field(description='Who says it: "police via Tasnim"; empty is the report\'s own voice.')
    ] = None
    modality: Modality | None = None
    reason: Annotated[Typed | None, Field(description="Why; kept with the verdict. Of a comment: its words.")] = None

    def check(self, kind: str) -> None:
        """Refuse what a kind of decision does not take, and what it lacks."""
        if (self.property is not None) != (kind in (ADD, PIN)):
            raise ValueError(f"`property` goes with {ADD} and {PIN}, which need it, and with nothing else")
        if self.value is not None and kind not in _VALUED:
            raise ValueError(f"{kind} takes no `value`; only {', '.join(_VALUED)} do")
        if (self.words, self.speaker, self.modality) != (None, None, None) and kind not in _TELLS:
            raise ValueError(f"{kind} takes no `words`, `speaker` or `modality`; only {', '.join(_TELLS)} do")

    def said(self, kind: str, other: str | None = None) -> Decision:
        """Return it as the review room takes it."""
        return Decision(
            kind,
            self.subject,
            other,
            self.property,
            self._value(),
            Span(self.words.start, self.words.end) if self.words else None,
            None if self.speaker is None else self.speaker.strip(),
            self.modality.value if self.modality else None,
            (self.reason or "").strip() or None,
        )

    def _value(self) -> str | None:
        return json.dumps(self.value) if isinstance(self.value, Mapping) else (self.value or "").strip() or None


class DecisionAsked(Said):
    """One decision. Ids are whole ones; of a pair also those of incidents, whose first mentions then are judged."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "pin", "subject": "i0123456789abcdef", "property": "killed", "value": "12-15"}]
        },
    )

    kind: VerdictKind
    other: Annotated[Name | None, Field(description="The other incident: same, different, unsure.")] = None

    @model_validator(mode="after")
    def fits_its_kind(self) -> DecisionAsked:
        """Refuse what the kind of decision does not take, and what it lacks."""
        if self.kind in ("same", "different") and self.other is None:
            raise ValueError(f"{self.kind} judges two incidents; name the second one as `other`")
        if self.other is not None and self.kind not in PAIR_KINDS:
            raise ValueError(f"{self.kind} takes no `other`; only {', '.join(PAIR_KINDS)} do")
        self.check(self.kind)
        return self


def sent_as_json(request: Request) -> None:
    """Refuse a body that is not declared as JSON: no form of another site's page can declare it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "a decision is sent as JSON; set Content-Type: application/json")


Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern="^[\\x21-\\x7e]{1,200}$",
        description="A name of this request, such as a UUID: sent again, it is answered again and recorded once.",
    ),
]


@router.post(
    "",
    status_code=201,
    response_model=answers.Decided,
    responses={200: {"model": answers.Decided, "description": _STOOD}, **problems(400, 403, 404, 409, 413, 415)},
    dependencies=[Depends(sent_as_json), may(Act.CODE)],
)
def decide(
    desk: AtDesk,
    body: DecisionAsked,
    asked: Annotated[Question, Query()],  # noqa: ARG001 - refuses what cannot be asked here
    request: Request,
    answer: Response,
    key: Key = None,
) -> dict[str, object]:
    """Record a decision; nothing is changed or deleted by it, and `undo` of its id takes it back.

    What this person has said of the subject already is not recorded again: the standing verdict is the answer.
    """
    batch, begun = batch_of(key, body.model_dump_json()) if key is not None else (token_hex(8), None)
    try:
        done = desk.decide([body.said(body.kind, body.other)], batch, key=begun)
    except ReusedKeyError as error:
        raise Refusal(409, str(error)) from error
    (made,), outcome = done.verdicts, done.outcome
    if made.batch != batch:
        answer.status_code = 200
    if done.is_repeated:
        answer.headers[REPLAYED] = "true"
    answer.headers["location"] = f"{request.url.path}/{made.id}"
    return {**made.to_json(), **(outcome or OutcomeOf(())).to_json()}


@router.get("/{id}", response_model=answers.StandingVerdict, responses=problems(404))
def verdict(ledger: OnLedger, id: Id, asked: Annotated[Question, Query()]) -> dict[str, object]:  # noqa: A002, ARG001
    """Give a verdict, and whether it is in force."""
    with ledger.reader() as reader:
        found, is_standing = reader.verdict(id)
    return {**found.to_json(), "in_force": is_standing}
