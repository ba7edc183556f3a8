"""Second coding on both engines: drawn by seed, coded unseen, held against the first, settled by a verdict."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, schema
from dateline.ledger.filters import Filters
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.samples import Sample, drawn
from dateline.model import Span, Speaker, Toll
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.review.second import Twice, Unit
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on a second at each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Team:
    """Ann codes first, Bo second, Cy reviews; all at one ledger and by one clock."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        clock = Clock()
        self.ann, self.bo, self.cy = (Desk(ledger, name, clock=clock) for name in ("ann", "bo", "cy"))
        self.second = {desk.author: desk.second for desk in (self.ann, self.bo, self.cy)}

    def reports(self) -> list[str]:
        with self.ledger.reading() as connection:
            return list(connection.scalars(select(schema.reports.c.id).order_by(schema.reports.c.published)))

    def draw(self, **more: object) -> Sample:
        return self.second["cy"].draw(1.0, "7", **more)

    def field(self, name: str, report: str, sample: Sample | None = None) -> str:
        sheet = self.ann.sheet(report) if sample is None else self.second["bo"].sheet(sample.id, report)
        return next(field.id for field in sheet.fields if field.name == name)

    def first(self, report: str, *decisions: Decision) -> None:
        self.ann.decide(decisions)
        sheet = self.ann.sheet(report)
        self.ann.accept_seen(report, [field.id for field in sheet.fields])

    def again(self, sample: Sample, report: str, *decisions: Decision) -> None:
        second = self.second["bo"]
        second.decide(sample.id, report, decisions)
        sheet = second.sheet(sample.id, report)
        second.accept_seen(sample.id, report, [field.id for field in sheet.fields])

    def pair(self, sample: Sample, report: str) -> Twice:
        (found,) = self.second["cy"].twice(sample.id, report)
        return found

    def unit(self, sample: Sample, report: str, name: str = "killed") -> Unit:
        return next(unit for unit in self.pair(sample, report).units if unit.name == name)

    def killed(self, report: str) -> list[object]:
        return [
            field.now.value
            for field in self.ann.sheet(report).fields
            if field.name == "killed" and field.state != "rejected"
        ]


@pytest.fixture
def team(ledger: Ledger) -> Team:
    ledger.add(coding(12), START)
    ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post", speaker="a hospital"), START)
    return Team(ledger)


def views(ledger: Ledger) -> object:
    with ledger.reading() as connection:
        return [
            sorted(map(repr, connection.execute(select(table))))
            for table in (schema.incident_view, schema.incident_of, schema.incident_term, schema.report_open)
        ]


ids = st.sets(st.text(st.characters(codec="utf-8"), max_size=6), min_size=1, max_size=30)


@given(ids, st.floats(0.01, 1), st.text(max_size=5), st.integers())
def test_a_draw_is_a_function_of_the_set_and_the_seed(every: set[str], share: float, seed: str, order: int) -> None:
    listed = sorted(every)
    random.Random(order).shuffle(listed)
    found = drawn(listed + listed[:3], share, seed)
    assert found == drawn(every, share, seed)
    assert found <= every
    assert len(found) == max(1, round(share * len(every)))
    assert found <= drawn(every, 1.0, seed)
    assert drawn(every, share / 2, seed) <= found


def test_a_sample_is_put_on_record_once(team: Team) -> None:
    sample = team.second["cy"].draw(0.5, "7", note="the week's")
    again = team.second["ann"].draw(0.5, "7")
    assert again == sample
    assert (sample.population, len(sample.reports), sample.author) == (2, 1, "cy")
    other = team.second["cy"].draw(0.5, "7", from_scratch=True)
    assert (other.id != sample.id, other.reports) == (True, sample.reports)
    assert [one.sample for one in team.second["bo"].samples()] == [other, sample]
    assert list(team.ledger.verify()) == []


def test_only_what_fits_and_what_was_done_is_drawn_from(team: Team) -> None:
    first, _ = team.reports()
    with pytest.raises(ValueError, match="no report fits"):
        team.draw(only_done=True)
    team.first(first)
    assert team.draw(only_done=True).reports == {first}
    day = FIRST_DAY + timedelta(1)
    later = team.draw(filters=Filters(since=day), asked={"since": day.isoformat()})
    assert later.reports == set(team.reports()) - {first}
    with pytest.raises(ValueError, match=r"a share of 1\.5 is none"):
        team.second["cy"].draw(1.5, "7")


def test_the_second_coder_sees_what_was_read_and_nothing_that_was_decided(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    killed = team.field("killed", report)
    team.first(report, Decision("correct", killed, value="15", reason="the hospital's"), Decision("flag", killed))
    sheet = team.second["bo"].sheet(sample.id, report)
    (field,) = (field for field in sheet.fields if field.name == "killed")
    assert (field.state, field.now.value, field.flags) == ("open", Toll(12, 12), ())
    assert {field.state for field in sheet.fields} == {"open"}
    assert "".join(one.words for one in sheet.segments) == sheet.report.text


def test_who_judged_a_report_does_not_code_it_a_second_time(team: Team) -> None:
    (report, other), sample = team.reports(), team.draw()
    team.first(report)
    assert team.second["ann"].sample(sample.id).mine == (other,)
    assert set(team.second["bo"].sample(sample.id).mine) == {report, other}
    with pytest.raises(ValueError, match="its second coder is somebody else"):
        team.second["ann"].sheet(sample.id, report)
    team.again(sample, report)
    assert team.second["cy"].sample(sample.id).mine == (other,)
    with pytest.raises(ValueError, match="bo codes this report a second time already"):
        team.second["cy"].decide(sample.id, report, [Decision("accept", team.field("killed", report))])


def test_what_a_second_coder_decides_changes_no_view(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    before = views(team.ledger)
    killed = team.field("killed", report)
    text = team.ann.sheet(report).report.text
    words = Span(text.index("Bombs"), text.index("Bombs") + len("Bombs went off"))
    mention = team.ann.sheet(report).told[0].mention
    team.again(
        sample,
        report,
        Decision("correct", killed, value="15"),
        Decision("reject", team.field("weapon", report), reason="not told"),
        Decision("add", mention, property="target", value="military", words=words),
    )
    assert views(team.ledger) == before
    assert team.ann.sheet(report).open_count == len(team.ann.sheet(report).fields)
    team.ledger.rebuild_views()
    assert views(team.ledger) == before
    assert list(team.ledger.verify()) == []
    assert team.bo.actions() == []


def test_a_correction_builds_on_ones_own_decisions_only(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    killed = team.field("killed", report)
    team.first(report, Decision("correct", killed, value="15"))
    team.second["bo"].decide(sample.id, report, [Decision("correct", killed, speaker="two doctors")])
    (field,) = (field for field in team.second["bo"].sheet(sample.id, report).fields if field.name == "killed")
    assert (field.now.value, field.now.speakers) == (Toll(12, 12), (Speaker("two doctors", "medical"),))


def test_the_same_request_is_recorded_once_and_undone_as_one(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    second, killed = team.second["bo"], team.field("killed", report)
    decisions = [Decision("accept", killed), Decision("comment", killed, reason="clear")]
    made = second.decide(sample.id, report, decisions, "b1")
    assert second.decide(sample.id, report, decisions, "b1") == made
    assert len(second.undo(sample.id, report)) == 2
    assert {field.state for field in second.sheet(sample.id, report).fields} == {"open"}
    second.decide(sample.id, report, decisions, "b2")  # the same may be decided again
    assert list(team.ledger.verify()) == []
    team.again(sample, report)
    with pytest.raises(ValueError, match="you are done with this report"):
        second.decide(sample.id, report, [Decision("reject", killed)])
    second.undo(sample.id, report)
    second.decide(sample.id, report, [Decision("reject", killed)])
    assert second.sheet(sample.id, report).done is None


def test_what_is_over_several_reports_is_no_part_of_it(team: Team) -> None:
    (report, other), sample = team.reports(), team.draw()
    second = team.second["bo"]
    here, there = (team.ann.sheet(one).told[0].mention for one in (report, other))
    for decision in (
        Decision("same", here, there),
        Decision("pin", here, property="killed", value="3"),
    ):
        with pytest.raises(ValueError, match="over several reports"):
            second.decide(sample.id, report, [decision])
    for decision in (
        Decision("accept", team.field("killed", other)),
        Decision("add", there, property="killed", value="3", words=Span(0, 5)),
        Decision("comment", other, reason="of another"),
    ):
        with pytest.raises(UnknownIdError, match="a second coding is of one"):
            second.decide(sample.id, report, [decision])


def test_from_scratch_nothing_that_was_read_is_seen_or_judged(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw(from_scratch=True)
    second, killed = team.second["bo"], team.field("killed", report)
    sheet = second.sheet(sample.id, report)
    assert (sheet.fields, sheet.told[0].words) == ((), "Bombs went off")
    with pytest.raises(ValueError, match="is coded from scratch"):
        second.decide(sample.id, report, [Decision("accept", killed)])
    start = sheet.report.text.index("12 people")
    words = Span(start, start + len("12 people"))
    second.decide(sample.id, report, [Decision("add", sheet.told[0].mention, property="killed", words=words)])
    second.accept_seen(sample.id, report, [])
    team.first(report)
    unit = team.unit(sample, report)
    assert (unit.agrees, team.unit(sample, report, "type").agrees) == (True, False)
    assert team.pair(sample, report).names == {sheet.told[0].mention: "A"}


def test_the_first_coding_is_what_it_was_when_both_were_done(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    killed = team.field("killed", report)
    team.again(sample, report, Decision("correct", killed, value="15"))
    assert team.second["cy"].twice(sample.id) == []  # nobody else has called it reviewed
    team.first(report)
    pair = team.pair(sample, report)
    assert (pair.firsts, pair.second, pair.open_count) == (("ann",), "bo", 1)
    assert [unit.name for unit in pair.units if not unit.agrees] == ["killed"]
    team.ann.decide([Decision("correct", killed, value="20")])
    assert team.unit(sample, report).first[0].value == Toll(12, 12)
    dumped = list(team.ledger.dump())
    assert {key for line in dumped for key in json.loads(line)} >= {"samples", "blind_verdicts"}


@pytest.mark.parametrize(
    ("choice", "left"), [("first", [Toll(12, 12)]), ("second", [Toll(15, 15)]), ("other", [Toll(12, 12)])]
)
def test_settling_makes_the_ledger_hold_what_was_chosen(team: Team, choice: str, left: list[object]) -> None:
    (report, _), sample = team.reports(), team.draw()
    killed = team.field("killed", report)
    team.first(report)
    team.again(sample, report, Decision("correct", killed, value="15", reason="three died later"))
    unit = team.unit(sample, report)
    before = views(team.ledger)
    with pytest.raises(ValueError, match="settling needs a reason"):
        team.second["cy"].settle(sample.id, report, unit.mention, "killed", choice, " ")
    assert views(team.ledger) == before
    made = team.second["cy"].settle(sample.id, report, unit.mention, "killed", choice, "the text says so", "b1")
    assert (
        team.second["cy"].settle(sample.id, report, unit.mention, "killed", choice, "the text says so", "b1") == made
    )
    assert team.killed(report) == left
    settled = team.unit(sample, report)
    assert (settled.choice, settled.is_open, settled.agrees) == (choice, False, False)
    assert {v.reason for v in made} == {"the text says so"}
    assert list(team.ledger.verify()) == []
    with pytest.raises(ValueError, match="a reviewer has settled this report"):
        team.second["bo"].undo(sample.id, report)
    team.cy.undo()
    assert team.killed(report) == [Toll(12, 12)]
    assert team.unit(sample, report).is_open


def test_settling_takes_additions_over_and_back(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    text, mention = team.ann.sheet(report).report.text, team.ann.sheet(report).told[0].mention
    words = Span(text.index("12 people"), text.index("12 people") + len("12 people"))
    team.first(report, Decision("add", mention, property="wounded", value="9", words=words))
    team.again(sample, report, Decision("add", mention, property="wounded", value="8", words=words))
    team.second["cy"].settle(sample.id, report, mention, "wounded", "second", "eight")
    told = [f.now.value for f in team.ann.sheet(report).fields if f.name == "wounded"]
    assert told == [Toll(8, 8)]
    team.second["cy"].settle(sample.id, report, mention, "wounded", "first", "nine after all")
    told = [f.now.value for f in team.ann.sheet(report).fields if f.name == "wounded"]
    assert told == [Toll(9, 9)]
    assert list(team.ledger.verify()) == []


def test_agreement_by_field(team: Team) -> None:
    (one, two), sample = team.reports(), team.draw()
    team.first(one)
    team.first(two)
    team.again(sample, one, Decision("correct", team.field("killed", one), value="15"))
    team.again(sample, two, Decision("unsure", team.field("weapon", two)))
    found = team.second["cy"].agreement(sample.id)
    assert (found.reports, found.coders, found.unsure) == (2, ("ann", "bo"), 1)
    fields = {field.name: field for field in found.fields}
    assert (fields["killed"].units, fields["killed"].same, fields["killed"].measure) == (2, 1, "ratio")
    assert fields["killed"].reliability.alpha is not None
    assert (fields["type"].share, fields["type"].reliability.alpha) == (1.0, None)  # all of one type
    assert fields["weapon"].units == 1
    assert fields["date"].measure == "interval"
    assert fields["said by"].units == 10  # the values that both have
    json.dumps(found.to_json())


def test_agreement_is_the_same_whoever_came_first(new_ledger: Callable[[], str]) -> None:
    found = []
    for swapped in (False, True):
        with Ledger(new_ledger()) as ledger:
            ledger.add(coding(12), START)
            ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post"), START)
            team = Team(ledger)
            sample, reports = team.draw(), team.reports()
            right = [Decision("correct", team.field("killed", reports[0]), value="15")]
            ours, theirs = ([], right) if swapped else (right, [])
            team.first(reports[0], *ours)
            team.again(sample, reports[0], *theirs)
            team.first(reports[1])
            team.again(sample, reports[1])
            found.append(team.second["cy"].agreement().to_json())
    assert found[0] == found[1]


def test_a_dump_brings_second_codings_back(team: Team, new_ledger: Callable[[], str]) -> None:
    (report, _), sample = team.reports(), team.draw()
    team.first(report)
    team.again(sample, report, Decision("correct", team.field("killed", report), value="15"))
    unit = team.unit(sample, report)
    team.second["cy"].settle(sample.id, report, unit.mention, "killed", "second", "the text says so")
    lines = list(team.ledger.dump())
    with Ledger(new_ledger()) as other:
        other.load(lines)
        assert list(other.dump()) == lines
        assert list(other.verify()) == []
        there = Team(other)
        assert there.unit(sample, report).choice == "second"
        assert there.second["cy"].agreement() == team.second["cy"].agreement()


def test_rows_of_second_coding_are_never_changed(team: Team) -> None:
    (report, _), sample = team.reports(), team.draw()
    team.again(sample, report)
    for change in (
        "UPDATE samples SET share = 0.2",
        "DELETE FROM samples",
        "UPDATE blind_verdicts SET author = 'x'",
        "DELETE FROM blind_verdicts",
    ):
        with pytest.raises(Exception, match="append-only"), team.ledger.writing() as connection:
            connection.exec_driver_sql(change)
