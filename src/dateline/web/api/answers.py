"""What the routes answer, around the contract's forms: the same JSON as the commands print with ``--format json``."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - ``date`` is a field here
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from dateline.ledger.filters import AsOf
from dateline.model import Modality, Outcome
from dateline.web.api import contract
from dateline.web.api.contract import AboutId, BestValue, DateValue, Form, IncidentId, Number, Place, ReportId

Next = Annotated[str | None, Field(description="Ask again with this as `cursor` for more; null on the last page.")]


class AsOfMoment(Form):
    """The moment as of which it is answered; null is now."""

    as_of: Annotated[Day | None, Field(description="The last day whose reports count.")]
    as_of_recorded: Annotated[datetime | None, Field(description="The last moment whose recordings count.")]


def moment_json(moment: AsOf) -> dict[str, object]:
    """Return the moment as every answer bears it."""
    return {"as_of": moment.published, "as_of_recorded": moment.recorded}


# ---- incidents ----------------------------------------------------------------------------------------------


class Actor(Form):
    """Who is said to have done it, and how that is put."""

    actor: str | None
    modality: Modality
    name: str | None


class KnownIncident(Form):
    """What the ledger knows of an incident or group. Of a group, outcome and suicide are null."""

    id: AboutId
    types: list[str]
    outcome: Outcome | None
    suicide: bool | None
    date: DateValue | None
    place: Place | None
    group: AboutId | None
    actors: list[Actor]
    families: Annotated[int, Field(ge=1, description="Texts that are no copies of one another.")]
    first_published: Day
    last_published: Day


class ListedIncident(KnownIncident):
    """A line of the list: the contract's incident with a count of its reports; counts by the rule `latest`."""

    best: dict[str, BestValue]
    report_count: Annotated[int, Field(ge=1)]


class Incidents(AsOfMoment):
    """A page of the list."""

    incidents: list[ListedIncident]
    next: Next


class SetAsideStatement(Form):
    """A statement that a rule did not use, and why."""

    statement: str
    why: str


class BestWithGrounds(BestValue):
    """A chosen count with the statements that it rests on and those set aside."""

    point: Annotated[int | None, Field(description="The one number of a database with one column.")]
    includes_attackers: bool
    pinned: Annotated[str | None, Field(description="The verdict by which a person set it.")]
    rests_on: list[str]
    set_aside: list[SetAsideStatement]


class ShownIncident(KnownIncident):
    """An incident whole."""

    kind: Literal["incident", "group"]
    best: dict[str, BestWithGrounds]
    weapons: list[str]
    targets: list[str]
    reports: Annotated[list[ReportId], Field(min_length=1)]
    mentions: Annotated[list[AboutId], Field(description="One for each report's telling of it.")]


class ReportHead(Form):
    """A report without its text."""

    id: ReportId
    published: Day
    outlet: str | None
    title: str | None
    url: str | None
    family: Annotated[str, Field(description="Copies of one text share it.")]
    replaced_by: Annotated[ReportId | None, Field(description="A later version of the same report.")]


class WeighedStatement(contract.Statement):
    """A statement as it counts for the incident: a corrected one with what was put right."""

    published: Day
    outlet: str | None
    of_group: Annotated[bool, Field(description="Whether it is about the incident's group.")]
    set_aside: Annotated[str | None, Field(description="Why it carries no value; null where it does.")]
    disputed: Annotated[bool, Field(description="Whether another statement contradicts it.")]


class Verdict(Form):
    """A decision on record."""

    id: str
    kind: str
    subject: str
    other: str | None
    property: str | None
    value: Annotated[dict[str, object] | None, Field(description="The corrected, added or pinned value.")]
    reason: str | None
    author: str
    is_human: bool
    reverses: Annotated[str | None, Field(description="Of an undo: the verdict that it takes back.")]
    recorded: datetime
    telling: Annotated[dict[str, object] | None, Field(description="How the value is told, where a person said.")]
    batch: Annotated[str | None, Field(description="What was recorded by one action shares it.")]


class StandingVerdict(Verdict):
    """A verdict, and whether it is in force: an undo reverses it no more."""

    in_force: bool


class Shown(AsOfMoment):
    """One incident with all that is told of it and decided on it."""

    incident: ShownIncident
    reports: list[ReportHead]
    statements: list[WeighedStatement]
    verdicts: list[StandingVerdict]


class Statements(AsOfMoment):
    """A page of an incident's statements."""

    statements: list[WeighedStatement]
    next: Next


class Change(Form):
    """One value that a day's reports changed; before and after in the contract's forms, null: untold."""

    day: Day
    property: str
    before: object
    after: object
    rests_on: list[str]
    outlets: list[str]


class History(AsOfMoment):
    """How what is known of an incident changed from day to day."""

    rule: str
    changes: list[Change]


# ---- pairs --------------------------------------------------------------------------------------------------


class Candidate(Form):
    """A pair of mentions, their incidents, and its weight: the log odds (base e) that both tell of one act."""

    first: str
    second: str
    first_incident: IncidentId
    second_incident: IncidentId
    one_incident: bool
    weight: float
    chance: Annotated[float, Field(ge=0, le=1)]


class Candidates(Form):
    """The pairs nearest to the threshold of linking that nobody has judged, the nearest first."""

    candidates: list[Candidate]


class Ground(Form):
    """One comparison of two mentions: the level on which they agree, its weight, and what each tells."""

    comparison: str
    level: str
    weight: float
    first: str
    second: str


class Why(Candidate):
    """Why two mentions are one incident, or are not."""

    join: Annotated[float, Field(description="The mean weight from which on incidents join.")]
    mean: Annotated[float | None, Field(description="That between the two incidents; null where they are one.")]
    grounds: list[Ground]
    shared: Annotated[list[str], Field(description="Words and names that both reports have, the rarest first.")]
    verdicts: list[Verdict]


# ---- counts and tallies -------------------------------------------------------------------------------------


class Part(Form):
    """What one incident, or a group in place of the incidents that it covers, adds to a count."""

    id: AboutId
    low: Number
    high: Number | None
    covers: list[IncidentId]


class IncidentCount(AsOfMoment):
    """How many incidents fit."""

    count: Literal["incidents"]
    number: Number
    ids: Annotated[list[AboutId], Field(description="The incidents counted; empty where `ids=false`.")]
    reports: Annotated[list[ReportId], Field(description="The reports behind them; empty where `ids=false`.")]


class PeopleCount(AsOfMoment):
    """People counted over the incidents that fit, by a rule: the parts add up to low and high (null is open)."""

    count: str
    rule: str
    low: Number
    high: Number | None
    parts: list[Part]
    untold: Annotated[list[IncidentId], Field(description="Incidents of which no count is told.")]
    ids: list[AboutId]
    reports: list[ReportId]


class CheckedTally(contract.Tally):
    """A tally held against the ledger; its matches are those of the whole ledger."""

    id: str
    result: Literal["agrees", "short", "exceeds"]
    units: Annotated[list[AboutId], Field(description="What was counted: incidents, and groups for theirs.")]
    own_report_only: Annotated[bool, Field(description="It names no actor: only its own report's were counted.")]
    published: Day
    outlet: str | None


class Tallies(AsOfMoment):
    """A page of tallies, in the order of publication."""

    tallies: list[CheckedTally]
    next: Next


# ---- reports and verdicts -----------------------------------------------------------------------------------


class ReportDocument(contract.Document):
    """One report as it was coded, in the contract's form, with what became of it in the ledger."""

    incident_of: Annotated[
        dict[str, AboutId], Field(description="For each incident and group told here, which it is in the ledger.")
    ]
    verdicts: Annotated[list[StandingVerdict], Field(description="On the report and all that it tells.")]


class Conflict(Form):
    """A verdict `same` that could not be followed, and the pairs judged different that forbid it."""

    same: list[str]
    forbidden_by: list[list[str]]


class Decided(Verdict):
    """A verdict as recorded, and what became of the incidents that it is about."""

    incidents: list[AboutId]
    conflicts: list[Conflict]


class Problem(Form):
    """What went wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="The cause and the next step.")]
