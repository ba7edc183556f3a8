"""Reviewing on both engines: fields, decisions recorded once, and undo that brings back what was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, schema
from dateline.ledger.engine import fetched
from dateline.ledger.filters import Filters
from dateline.ledger.lookup import UnknownIdError
from dateline.model import EvidenceError, Modality, Span, Speaker, Toll
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.review.sheet import Field, Sheet
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on a second at each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    ledger.add(coding(12), START)
    ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post", speaker="a hospital"), START)
    return Desk(ledger, "ann", clock=Clock())


def reports(desk: Desk) -> list[str]:
    with desk.ledger.reading() as connection:
        return list(connection.scalars(select(schema.reports.c.id).order_by(schema.reports.c.published)))


def sheet(desk: Desk, number: int = 0) -> Sheet:
    return desk.sheet(reports(desk)[number])


def killed(desk: Desk, number: int = 0) -> Field:
    return next(field for field in sheet(desk, number).fields if field.name == "killed")


def selected(desk: Desk, words: str, number: int = 0) -> Span:
    start = sheet(desk, number).report.text.index(words)
    return Span(start, start + len(words))


def state(desk: Desk) -> object:
    """What is known and shown: sheets and derived tables, without who decided when."""
    fields = [
        (f.id, f.state, f.now, f.machine, [c.reason for c in f.comments], len(f.flags))
        for number in range(len(reports(desk)))
        for f in sheet(desk, number).fields
    ]
    with desk.ledger.reading() as connection:
        views = [
            sorted(
                json.dumps({k: str(v) for k, v in row.items() if k != "last_recorded"})
                for row in fetched(connection, select(table))
            )
            for table in (schema.incident_view, schema.incident_of, schema.incident_term, schema.report_open)
        ]
    return fields, views, [done.reviewed is not None for done in map(desk.sheet, reports(desk))]


def test_the_text_is_cut_without_loss_and_each_field_has_its_words(desk: Desk) -> None:
    shown = sheet(desk)
    assert "".join(one.words for one in shown.segments) == shown.report.text
    for field in shown.fields:
        parts = [one.words for one in shown.segments if field.id in one.fields]
        assert "".join(parts) == field.now.evidence.quote
    assert {field.state for field in shown.fields} == {"open"}


def test_a_correction_from_selected_words_takes_value_and_evidence_from_them(desk: Desk) -> None:
    field, words = killed(desk), selected(desk, "killing 12 people")
    desk.decide([Decision("correct", field.id, words=words)])
    after = killed(desk)
    assert (after.state, after.now.value, after.now.evidence.span) == ("corrected", Toll(12, 12), words)
    assert after.machine == field.now  # what was read first stays beside it
    desk.decide([Decision("correct", field.id, value="12-15")])
    assert killed(desk).now.value == Toll(12, 15)
    assert killed(desk).now.evidence.span == words  # what was put right before stays right
    desk.decide([Decision("correct", field.id, speaker="two doctors", modality="claimed")])
    assert killed(desk).now.speakers == (Speaker("two doctors", "medical"),)
    assert killed(desk).now.modality is Modality.CLAIMED
    assert killed(desk).now.value == Toll(12, 15)


def test_words_that_tell_no_value_ask_for_it(desk: Desk) -> None:
    with pytest.raises(ValueError, match="“Bombs” tells no value of killed; type it: write 12"):
        desk.decide([Decision("correct", killed(desk).id, words=selected(desk, "Bombs"))])
    with pytest.raises(ValueError, match="no words are selected"):
        desk.decide([Decision("correct", killed(desk).id, words=Span(3, 3))])
    assert killed(desk).is_open


def test_the_words_of_a_correction_are_those_of_the_report(desk: Desk) -> None:
    from dateline.ledger.telling import Telling
    from dateline.model import Evidence

    field = killed(desk)
    wrong = Evidence(sheet(desk).report.id, 0, 5, "Boxes")
    with pytest.raises(EvidenceError), desk.ledger.judging("ann") as judging:
        judging.statement("correct", field.id, telling=Telling(wrong))
    other = Evidence(reports(desk)[1], 0, 5, "Bombs")
    with pytest.raises(ValueError, match="the words are of report"), desk.ledger.judging("ann") as judging:
        judging.statement("correct", field.id, telling=Telling(other))


def test_an_added_statement_counts_as_one_that_was_read(desk: Desk) -> None:
    mention = sheet(desk).told[0].mention
    words = selected(desk, "on Wednesday")
    desk.decide([Decision("add", mention, property="wounded", value="30+", words=words, speaker="police")])
    added = next(field for field in sheet(desk).fields if field.name == "wounded")
    assert (added.state, added.machine, added.now.value) == ("added", None, Toll(30, None))
    with desk.ledger.reader() as reader:
        shown = reader.show(mention)
        assert shown.incident.best["wounded"].low == 30
        assert [one for one in shown.told if one.statement.id == added.id]
        assert [one.incident for one in reader.incidents(Filters(min_wounded=30))] == [mention]
    assert list(desk.ledger.verify()) == []
    desk.undo()
    assert not [field for field in sheet(desk).fields if field.name == "wounded"]


def test_the_same_request_twice_is_recorded_once(desk: Desk) -> None:
    decisions = [Decision("comment", killed(desk).id, reason="see the other report")]
    first = desk.decide(decisions, "key-1")
    again = desk.decide(decisions, "key-1")
    assert (first.is_repeated, again.is_repeated) == (False, True)
    assert [v.id for v in first.verdicts] == [v.id for v in again.verdicts]
    assert [one.reason for one in killed(desk).comments] == ["see the other report"]


def test_a_batch_is_decided_whole_or_not_at_all(desk: Desk) -> None:
    before = state(desk)
    with pytest.raises(UnknownIdError):
        desk.decide([Decision("accept", killed(desk).id), Decision("accept", "s0000000000000000")])
    assert state(desk) == before


def test_accepting_what_was_seen_leaves_the_rest_open(desk: Desk) -> None:
    fields = sheet(desk).fields
    done = desk.accept_seen(reports(desk)[0], [fields[0].id, fields[1].id], "a")
    assert [v.kind for v in done.verdicts] == ["accept", "accept"]
    assert sheet(desk).open_count == len(fields) - 2
    assert reports(desk)[0] in {task.report for task in desk.tasks(kinds=["report"])}
    done = desk.accept_seen(reports(desk)[0], [field.id for field in fields], "b")
    assert done.verdicts[-1].kind == "reviewed"
    assert reports(desk)[0] not in {task.report for task in desk.tasks(kinds=["report"])}
    assert desk.progress().reviewed == 1


def test_undo_crosses_reports_and_batches_and_redo_brings_back(desk: Desk) -> None:
    states = [state(desk)]
    steps: list[Callable[[], object]] = [
        lambda: desk.accept_seen(reports(desk)[0], [f.id for f in sheet(desk).fields], "one"),
        lambda: desk.decide([Decision("reject", killed(desk, 1).id, reason="of another day")], "two"),
        lambda: desk.decide([Decision("same", sheet(desk).told[0].mention, sheet(desk, 1).told[0].mention)], "three"),
    ]
    for step in steps:
        step()
        states.append(state(desk))
    for expected in reversed(states[:-1]):
        desk.undo()
        assert state(desk) == expected
    with pytest.raises(UnknownIdError, match="nothing of yours to undo"):
        desk.undo()
    for expected in states[1:]:
        desk.redo()
        assert state(desk) == expected
    with pytest.raises(UnknownIdError, match="nothing to redo"):
        desk.redo()


def test_a_new_decision_ends_what_can_be_redone(desk: Desk) -> None:
    desk.decide([Decision("accept", killed(desk).id)])
    desk.undo()
    desk.decide([Decision("flag", killed(desk).id)])
    with pytest.raises(UnknownIdError, match="nothing to redo"):
        desk.redo()


def test_an_action_of_another_person_is_not_mine_to_undo(desk: Desk) -> None:
    desk.decide([Decision("accept", killed(desk).id)], "hers")
    with pytest.raises(UnknownIdError, match="nothing of yours"):
        Desk(desk.ledger, "ben", clock=Clock()).undo()
    with pytest.raises(UnknownIdError, match="no action 'hers' of yours"):
        Desk(desk.ledger, "ben", clock=Clock()).undo("hers")


def test_disagreeing_counts_wait_until_somebody_judged_them(desk: Desk) -> None:
    desk.decide([Decision("same", sheet(desk).told[0].mention, sheet(desk, 1).told[0].mention)])
    (task,) = desk.tasks(kinds=["tolls"])
    assert task.weight == pytest.approx(0.47, abs=0.01)  # doublings from 12 to 17, each with one added
    assert desk.tasks()[0].kind in {"tolls", "report"}
    assert desk.tasks(Filters(country=("IR",)), kinds=["tolls"]) == []
    desk.decide([Decision("accept", killed(desk).id), Decision("accept", killed(desk, 1).id)])
    assert desk.tasks(kinds=["tolls"]) == []
    desk.undo()
    desk.decide([Decision("pin", task.subject, property="killed", value="17")])
    assert desk.tasks(kinds=["tolls"]) == []


def test_what_is_unsure_or_flagged_is_for_a_second_look(desk: Desk) -> None:
    desk.decide([Decision("unsure", killed(desk).id)])
    desk.decide([Decision("flag", killed(desk, 1).id, reason="two totals")])
    found = desk.tasks(kinds=["second"])
    assert [(task.verdict.kind, task.report) for task in found if task.verdict] == [
        ("flag", reports(desk)[1]),
        ("unsure", reports(desk)[0]),
    ]
    with desk.ledger.reader() as reader:
        assert reader.show(sheet(desk).told[0].mention).incident.best["killed"].low == 12  # unsure changes no value
    Desk(desk.ledger, "ben", clock=desk._clock).decide([Decision("accept", killed(desk).id)])
    assert [task.verdict.kind for task in desk.tasks(kinds=["second"]) if task.verdict] == ["flag"]


def test_reports_are_walked_in_the_order_of_the_queue(desk: Desk) -> None:
    order = [task.report for task in desk.tasks(kinds=["report"])]
    assert len(order) == 2
    assert desk.beside(str(order[0])) == (None, order[1])
    assert desk.beside(str(order[1])) == (order[0], None)
    desk.accept_seen(str(order[0]), [f.id for f in desk.sheet(str(order[0])).fields][:-1])
    assert desk.beside(str(order[0])) == (None, order[1])  # its place is the same while it is worked on
    desk.accept_seen(str(order[0]), [f.id for f in desk.sheet(str(order[0])).fields])
    assert desk.beside(str(order[0])) == (None, order[1])


def test_a_tally_that_does_not_agree_waits_until_it_was_seen(ledger: Ledger) -> None:
    ledger.add(coding(12, grouped=True), START)
    desk = Desk(ledger, "ann", clock=Clock())
    found = desk.tasks(kinds=["tally"])
    for task in found:
        desk.decide([Decision("reviewed", task.subject)])
    assert desk.tasks(kinds=["tally"]) == []
    for _ in found:
        desk.undo()
    assert [task.subject for task in desk.tasks(kinds=["tally"])] == [task.subject for task in found]


def test_drafts_are_kept_by_person_and_page(desk: Desk) -> None:
    desk.save_draft("/reports/r1", "{}")
    desk.save_draft("/reports/r1", '{"value": "12"}')
    assert desk.draft("/reports/r1") == '{"value": "12"}'
    assert Desk(desk.ledger, "ben").draft("/reports/r1") is None
    desk.save_draft("/reports/r1", "")
    assert desk.draft("/reports/r1") is None
    with pytest.raises(ValueError, match="longer than"):
        desk.save_draft("/reports/r1", "x" * 200_000)


def test_what_people_did_survives_a_dump(desk: Desk, new_ledger: Callable[[], str]) -> None:
    words = selected(desk, "killing 12 people")
    desk.decide([Decision("correct", killed(desk).id, words=words, speaker="a doctor")], "one")
    desk.decide([Decision("add", sheet(desk).told[0].mention, property="wounded", value="3", words=words)], "two")
    with Ledger(new_ledger()) as copy:
        copy.load(desk.ledger.dump(with_times=True))
        assert list(copy.dump(with_times=True)) == list(desk.ledger.dump(with_times=True))
        assert state(Desk(copy, "ann")) == state(desk)
        assert list(copy.verify()) == []


def test_rebuilding_the_views_changes_nothing(desk: Desk) -> None:
    desk.accept_seen(reports(desk)[0], [f.id for f in sheet(desk).fields][:2])
    desk.decide([Decision("add", sheet(desk).told[0].mention, property="date", words=selected(desk, "Wednesday"))])
    before = state(desk)
    desk.ledger.rebuild_views()
    assert state(desk) == before


_KINDS = ("accept", "correct", "reject", "unsure", "flag", "comment", "add", "same", "different")


def _made(desk: Desk, kind: str, number: int) -> Decision:
    """Return a decision of a kind on one of the fields or pairs that there are."""
    first, second = sheet(desk), sheet(desk, 1)
    if kind in ("same", "different"):
        return Decision(kind, first.told[0].mention, second.told[0].mention)
    if kind == "add":
        return Decision(
            kind, first.told[0].mention, property="wounded", value=str(number), words=selected(desk, "Bombs")
        )
    counts = [field for field in (*first.fields, *second.fields) if field.name == "killed" and field.machine]
    field = counts[number % len(counts)]
    if kind == "correct":
        return Decision(kind, field.id, value=f"{number}+")
    return Decision(kind, field.id, reason=f"because of {number}")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 5)), max_size=3),
    then=st.tuples(st.sampled_from(_KINDS), st.integers(0, 5)),
)
def test_undo_brings_back_the_state_before(new_ledger, before, then) -> None:
    with Ledger(new_ledger()) as ledger:
        ledger.add(coding(12), START)
        ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post"), START)
        desk = Desk(ledger, "ann", clock=Clock())
        for kind, number in before:
            desk.decide([_made(desk, kind, number)])
        was = state(desk)
        done = desk.decide([_made(desk, *then)], "the-one")
        now = state(desk)
        if any(verdict.batch == "the-one" for verdict in done.verdicts):  # said before: nothing was recorded
            desk.undo()
            assert state(desk) == was
            desk.redo()
        assert state(desk) == now
