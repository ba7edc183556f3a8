"""Verdicts: what they do to values and incidents, who outranks whom, and that undoing gives back what was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, LedgerError, schema
from dateline.ledger.lookup import UnknownIdError
from made_codings import FIRST_DAY, coding
from made_verdicts import as_of_each_moment, decide, decisions, judging, mention_ids, reading, statement_ids

SLOW_ENGINES = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def views(ledger: Ledger) -> list[object]:
    """Return the derived tables that verdicts change, without when they were last touched."""
    found: list[object] = []
    with ledger.reading() as connection:
        for table in (schema.incident_of, schema.incident_view, schema.incident_term):
            columns = [c for c in table.c if c.name != "last_recorded"]
            found.append(sorted(map(tuple, connection.execute(select(*columns))), key=repr))
    return found


def fill(ledger: Ledger) -> None:
    for number, outlet in enumerate(["Post", "Wire", "Daily"]):
        ledger.add(coding(10 + number, outlet=outlet, day=FIRST_DAY + timedelta(number), grouped=number == 2))


def killed(ledger: Ledger, incident: str) -> tuple[int | None, int | None] | None:
    with reading(ledger) as reader:
        chosen = reader.show(incident).incident.best.get("killed")
        return (chosen.low, chosen.high) if chosen else None


def own_toll(ledger: Ledger) -> tuple[str, str]:
    """Return an incident with a count of its own, and that count's statement."""
    with ledger.reading() as connection:
        query = select(schema.statements.c.about, schema.statements.c.id).where(
            schema.statements.c.property == "killed", schema.statements.c.low == 10
        )
        about, statement = connection.execute(query).one()
    return about, statement


def test_a_rejected_statement_carries_no_value_and_stays_on_record(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    with judging(ledger) as deciding:
        deciding.statement("reject", statement, reason="another attack")
    assert killed(ledger, incident) is None
    with reading(ledger) as reader:
        shown = reader.show(incident)
        told = next(t for t in shown.told if t.statement.id == statement)
        assert told.refused == "rejected by ann: another attack"
        assert next(reader.incidents()).killed is None or shown.incident.best == {}


def test_a_correction_changes_the_value_and_not_the_statement(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    with judging(ledger) as deciding:
        made = deciding.statement("correct", statement, value={"high": 15})
    assert made.value == '{"high":15,"includes_attackers":false,"low":10,"part":false}'
    assert killed(ledger, incident) == (10, 15)
    with ledger.reading() as connection:
        kept = connection.execute(select(schema.statements).where(schema.statements.c.id == statement)).one()
        assert (kept.low, kept.high) == (10, 10)


def test_a_corrected_type_date_and_place_are_what_the_incident_is(ledger: Ledger) -> None:
    ledger.add(coding())
    (incident,) = mention_ids(ledger)
    with judging(ledger) as deciding:
        deciding.statement("correct", *statement_ids(ledger, "type"), value={"code": "shelling"})
        deciding.statement("correct", *statement_ids(ledger, "place"), value={"city": "Herat", "name": "Herat"})
        deciding.statement("reject", *statement_ids(ledger, "date"))
    with reading(ledger) as reader:
        (one,) = reader.incidents()
        assert (one.incident, one.types, one.when) == (incident, ("shelling",), None)
        assert one.place is not None
        assert one.place.city == "Herat"


def test_a_person_outranks_a_rule_however_late_the_rule_is(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    with judging(ledger, 1) as deciding:
        deciding.statement("accept", statement)
    with judging(ledger, 2, "rule.x", human=False) as deciding:
        deciding.statement("reject", statement)
    assert killed(ledger, incident) == (10, 10)


def test_a_pin_stands_until_it_is_undone(ledger: Ledger) -> None:
    fill(ledger)
    incident, _ = own_toll(ledger)
    with judging(ledger) as deciding:
        pinned = deciding.pin(incident, "killed", 99, None, reason="court record")
    assert killed(ledger, incident) == (99, None)
    with judging(ledger) as deciding:
        deciding.undo(pinned.id)
    assert killed(ledger, incident) == (10, 10)


def test_same_makes_one_incident_with_both_counts_and_undo_parts_it(ledger: Ledger) -> None:
    fill(ledger)
    before = views(ledger)
    with reading(ledger) as reader:
        one, other = sorted(reader.incidents(), key=lambda i: i.first)[:2]
    with judging(ledger) as deciding:
        made = deciding.pair("same", other.incident, one.incident)
        assert deciding.outcome_of(made).incidents == (one.incident,)
    with reading(ledger) as reader:
        shown = reader.show(other.incident)  # the old id still leads there
        assert shown.incident.incident == one.incident
        assert len(shown.incident.reports) == 2
        assert shown.disputed.keys() >= {"killed"}
    with judging(ledger) as deciding:
        assert deciding.last() == made.id
        deciding.undo(made.id)
    assert views(ledger) == before


def test_undo_of_undo_puts_it_in_force_again_and_nothing_is_undone_twice(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    with judging(ledger) as deciding:
        rejected = deciding.statement("reject", statement)
        undone = deciding.undo(rejected.id)
        with pytest.raises(UnknownIdError, match="undone already"):
            deciding.undo(rejected.id)
        deciding.undo(undone.id)
    assert killed(ledger, incident) is None
    with judging(ledger) as deciding:
        deciding.undo(rejected.id)
        again = deciding.statement("reject", statement)
    assert again.id != rejected.id
    assert killed(ledger, incident) is None


def test_the_same_verdict_again_adds_nothing(ledger: Ledger) -> None:
    fill(ledger)
    one, other = mention_ids(ledger)[:2]
    with judging(ledger) as deciding:
        first = deciding.pair("unsure", one, other)
        assert deciding.pair("unsure", one, other) == first
        deciding.pair("same", one, other)
        assert deciding.pair("unsure", one, other).id != first.id


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (lambda j, i, s: j.statement("reject", "s000"), "no statement s000"),
        (lambda j, i, s: j.pair("same", i, "i000"), "no mention i000"),
        (lambda j, i, s: j.pair("same", i, i), "one mention"),
        (lambda j, i, s: j.undo("v000"), "no verdict v000"),
        (lambda j, i, s: j.pin("i000", "killed", 1, 1), "no incident i000"),
    ],
)
def test_unknown_ids_are_refused_and_nothing_is_written(ledger: Ledger, decision, words: str) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    with pytest.raises(LedgerError, match=words), judging(ledger) as deciding:
        deciding.statement("reject", statement)
        decision(deciding, incident, statement)
    assert killed(ledger, incident) == (10, 10)


def test_values_that_are_none_are_refused(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    for value in ({"low": 5, "high": 2}, {"deaths": 5}):
        with pytest.raises(ValueError, match="no value of killed"), judging(ledger) as deciding:
            deciding.statement("correct", statement, value=value)
    with pytest.raises(ValueError, match="no count"), judging(ledger) as deciding:
        deciding.pin(incident, "place", 1, 1)


@SLOW_ENGINES
@given(before=st.lists(decisions, max_size=3), what=decisions)
def test_undoing_what_was_done_gives_back_what_was(new_ledger, before, what) -> None:
    with Ledger(new_ledger()) as ledger:
        fill(ledger)
        for minute, earlier in enumerate(before):
            decide(ledger, earlier, minute)
        known = views(ledger)
        made = decide(ledger, what, 10, "bob")
        if made is None:
            return
        with judging(ledger, 11, "bob") as deciding:
            deciding.undo(made.id)
        assert views(ledger) == known


@SLOW_ENGINES
@given(many=st.lists(decisions, max_size=5))
def test_views_kept_in_step_are_those_computed_anew(new_ledger, many) -> None:
    with Ledger(new_ledger()) as ledger:
        fill(ledger)
        for minute, what in enumerate(many):
            decide(ledger, what, minute)
        before, answers = views(ledger), as_of_each_moment(ledger)
        ledger.rebuild_views()
        assert views(ledger) == before
        # ``last_recorded`` bounds when a row last changed: by history where kept in step, by what hangs together
        # where it is computed anew. What rests on it must be the same: every answer as of every moment.
        assert as_of_each_moment(ledger) == answers


def test_a_clock_that_stands_still_or_goes_back_keeps_the_order_of_verdicts(ledger: Ledger) -> None:
    fill(ledger)
    incident, statement = own_toll(ledger)
    for minute in (5, 5, 3):  # rejected and taken back, three times
        with judging(ledger, minute) as deciding:
            verdict = deciding.statement("reject", statement)
        assert killed(ledger, incident) is None
        with judging(ledger, minute) as deciding:
            deciding.undo(verdict.id)
        assert killed(ledger, incident) == (10, 10)
    with ledger.reading() as connection:
        moments = list(connection.scalars(select(schema.verdicts.c.recorded)))
    assert len(set(moments)) == len(moments) == 6
    assert list(ledger.verify()) == []
