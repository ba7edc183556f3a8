"""What the routes of second coding answer: samples, a report coded unseen, two codings side by side, agreement."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - as in ``answers``
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from dateline.web.api import contract
from dateline.web.api.answers import Next, StandingVerdict, Verdict
from dateline.web.api.contract import AboutId, Form, Number, ReportId


class Sample(Form):
    """A sample of reports that are coded a second time, and how far that is."""

    id: str
    share: float
    seed: str
    asked: Annotated[dict[str, object], Field(description="The filters by which reports were taken.")]
    from_scratch: Annotated[bool, Field(description="Its second coders see the text alone.")]
    population: Annotated[int, Field(ge=1, description="Reports of which it was drawn.")]
    size: Annotated[int, Field(ge=1, description="Reports drawn.")]
    note: str | None
    author: str
    recorded: datetime
    begun: Annotated[Number, Field(description="Reports that a second coder has begun.")]
    done: Annotated[Number, Field(description="And is done with.")]
    twice: Annotated[Number, Field(description="Reports that both coders are done with.")]
    open_units: Annotated[Number, Field(description="Fields of these that a reviewer is to settle.")]
    mine: Annotated[list[ReportId], Field(description="Reports that wait for you, those begun first.")]


class Samples(Form):
    """All samples, the latest first."""

    samples: list[Sample]


class BlindField(Form):
    """A statement before a second coder; `read` is null for one that they added themselves."""

    id: str
    state: Literal["open", "accepted", "corrected", "rejected", "unsure", "added"]
    read: contract.Statement | None
    now: Annotated[contract.Statement, Field(description="With what this coder put right.")]


class BlindTold(Form):
    """What the report tells of one incident or group."""

    mention: AboutId
    kind: Literal["incident", "group"]
    label: str
    words: Annotated[str, Field(description="Words that tell of the act, so that it is known which one it is.")]
    fields: list[BlindField]


class BlindSheet(Form):
    """A report of a sample before its second coder: nothing of what others decided."""

    sample: str
    from_scratch: bool
    report: contract.Report
    told: list[BlindTold]
    open: Annotated[Number, Field(description="Fields that you have not judged.")]
    done: Annotated[bool, Field(description="You said that you are done with it.")]
    verdicts: Annotated[list[StandingVerdict], Field(description="Your own, in the order of recording.")]


class TwiceCoded(Form):
    """A report of a sample that two people coded, each without seeing the other."""

    report: ReportId
    published: Day
    firsts: Annotated[list[str], Field(description="Who judged it at the desk.")]
    second: str
    coded: Annotated[datetime, Field(description="When both were done: the first coding is what stood then.")]
    units: Annotated[Number, Field(description="Properties of incidents that either tells anything of.")]
    open: Annotated[Number, Field(description="Those that a reviewer is to settle.")]


class TwiceList(Form):
    """A page of the reports that two people coded, in the order of their ids."""

    reports: list[TwiceCoded]
    next: Next


class CodedUnit(Form):
    """One property of one incident as two people coded it; no statement is a coding, too."""

    property: str
    first: list[contract.Statement]
    second: list[contract.Statement]
    agrees: Annotated[bool, Field(description="Both tell the same values, put forward the same way.")]
    unsure: Annotated[bool, Field(description="One of them left a statement to somebody else.")]
    open: bool
    settled: Annotated[Verdict | None, Field(description="The reviewer's verdict; its value says which was chosen.")]


class CodedIncident(Form):
    """One incident or group of a report as two people coded it."""

    mention: AboutId
    label: str
    units: list[CodedUnit]


class TwoCodings(TwiceCoded):
    """Both codings of a report, side by side."""

    sample: str
    told: list[CodedIncident]


class Settled(Form):
    """What was recorded: what the ledger lacked of the coding that was chosen, and last which one was."""

    verdicts: list[Verdict]


class FieldAgreement(Form):
    """How far two coders agree on one field."""

    field: str
    measure: Annotated[str, Field(description="The distance by which alpha is taken.")]
    units: Number
    same: Annotated[Number, Field(description="Units coded alike.")]
    one_only: Annotated[Number, Field(description="Units of which one coder alone tells something.")]
    agreement: Annotated[float | None, Field(description="The share coded alike.")]
    alpha: Annotated[float | None, Field(description="Krippendorff's; null where all values are alike.")]
    alpha_low: Annotated[float | None, Field(description="Where its interval of 95% begins.")]
    alpha_high: float | None
    alpha_units: Annotated[Number, Field(description="Units that it rests on.")]


class Agreement(Form):
    """How far the coders of a sample agree, as `dateline agreement` tells it."""

    reports: Annotated[Number, Field(description="Coded by two.")]
    coders: list[str]
    unsure: Annotated[Number, Field(description="Units that one of them left as unsure, which count nowhere.")]
    fields: list[FieldAgreement]
