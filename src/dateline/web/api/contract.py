"""The contract's forms as they go out, each with the keys that ``docs/contract.schema.json`` names: a test looks.

Keys may be added to the contract, never changed, so what a model does not name goes out as well.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dateline.model import DatePrecision, Modality, Outcome, PlacePrecision

ReportId = Annotated[str, Field(pattern="^r[0-9a-f]{16}$")]
IncidentId = Annotated[str, Field(pattern="^i")]
GroupId = Annotated[str, Field(pattern="^g")]
AboutId = Annotated[str, Field(pattern="^[ig]", description="The id of an incident or a group.")]
StatementId = Annotated[str, Field(pattern="^s[0-9a-f]{16}$")]
Number = Annotated[int, Field(ge=0)]


class Form(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="allow")


# ---- values -------------------------------------------------------------------------------------------------


class Code(Form):
    """The type of an act, a code of the codebook."""

    code: Annotated[str, Field(min_length=1)]


class Toll(Form):
    """A count of people: inclusive bounds, null is open; at least one is told."""

    low: Number | None
    high: Number | None
    includes_attackers: bool
    part: Annotated[bool, Field(description="Whether it counts some of the people of a wider count.")]


class DateValue(Form):
    """The earliest and the latest day, both inclusive; null is open."""

    earliest: date | None
    latest: date | None
    precision: DatePrecision


class Place(Form):
    """The most exact place told, and what it lies in."""

    name: Annotated[str, Field(min_length=1, description="The most exact place told.")]
    city: Annotated[str | None, Field(description="The town it lies in; null outside towns.")]
    admin1: str | None
    country: Annotated[str | None, Field(pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2.")]
    lat: Annotated[float | None, Field(ge=-90, le=90)]
    lon: Annotated[float | None, Field(ge=-180, le=180)]
    precision: PlacePrecision


class Kind(Form):
    """A type of target or weapon or an assailant's side (unknown where none is told), with the report's words."""

    type: Annotated[str, Field(min_length=1)]
    name: str | None


class Victim(Form):
    """A person or kind of people harmed; name is private data."""

    name: str | None
    description: str | None
    status: str
    kind: str


class Perpetrator(Form):
    """Who is said to have done it."""

    actor: Annotated[str | None, Field(description="An actor's id in the codebook; null where it knows none.")]
    name: Annotated[str | None, Field(description="As written.")]


class Flag(Form):
    """A yes or no."""

    flag: bool


Value = Code | DateValue | Place | Kind | Victim | Perpetrator | Flag | Toll


# ---- what is told -------------------------------------------------------------------------------------------


class Evidence(Form):
    """The exact words: ``report.text[start:end] == quote``, counted in Unicode code points."""

    report: ReportId
    start: Number
    end: Annotated[int, Field(ge=1)]
    quote: Annotated[str, Field(min_length=1)]


class Speaker(Form):
    """Whom the report credits for a value."""

    name: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(min_length=1)]


class Statement(Form):
    """One value of one property of one incident, as one report tells it."""

    id: StatementId
    about: AboutId
    property: str
    value: Value
    modality: Modality
    speakers: Annotated[list[Speaker], Field(description="From who said it outwards; empty: the report's own voice.")]
    channel: Annotated[str | None, Field(description="The outlet of a claim.")]
    evidence: Evidence
    rule: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
    confidence: Annotated[float | None, Field(ge=0, le=1, description="How likely it is right.")] = None


class BestValue(Form):
    """The count that a named rule prefers: a view, never stored as truth."""

    low: Number | None
    high: Number | None
    rule: Annotated[str, Field(min_length=1)]


class Report(Form):
    """One published text with its day."""

    id: ReportId
    published: date
    outlet: str | None
    title: str | None
    url: str | None
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="Of the text as UTF-8.")]
    text: Annotated[str, Field(description="A verbatim slice of the decoded input.")]


class Incident(Form):
    """The act itself, as one report tells it."""

    id: IncidentId
    types: list[str]
    outcome: Outcome
    suicide: bool
    date: DateValue | None
    place: Place | None
    group: GroupId | None
    best: dict[str, BestValue]
    reports: Annotated[list[ReportId], Field(min_length=1)]


class Group(Form):
    """Incidents of one coordinated attack."""

    id: GroupId
    incidents: Annotated[list[IncidentId], Field(min_length=1)]
    best: dict[str, BestValue]


class Tally(Form):
    """A sentence that counts incidents, with those that fit it."""

    count: Number
    actor: str | None
    modality: Modality | None
    since: date | None
    until: date | None
    matches: list[IncidentId]
    agrees: bool
    evidence: Evidence
    rule: str


class SetAside(Form):
    """An input that could not be read, and why."""

    input: str
    reason: Annotated[str, Field(min_length=1)]


class MadeBy(Form):
    """The versions that the content depends on."""

    dateline: str
    codebook: str
    parser: str


class Document(Form):
    """The contract, version 1."""

    contract: Annotated[int, Field(ge=1, le=1)]
    made_by: MadeBy | dict[str, str]
    reports: list[Report]
    incidents: list[Incident]
    groups: list[Group]
    statements: list[Statement]
    tallies: list[Tally]
    set_aside: list[SetAside]
