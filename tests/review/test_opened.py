"""Who has what open: out of the queues of others for a while, never in anybody's way; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dateline.ledger import Ledger, schema
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 10, 32, tzinfo=UTC)
HELD = timedelta(minutes=10)


class Room:
    """Ann and Bo at one ledger, and a clock that both look at."""

    def __init__(self, ledger: Ledger) -> None:
        self.now = START
        self.ann, self.bo = (Desk(ledger, name, clock=lambda: self.now, held_for=HELD) for name in ("ann", "bo"))
        with ledger.reading() as connection:
            self.reports = list(connection.scalars(select(schema.reports.c.id).order_by(schema.reports.c.published)))

    def later(self, **more: int) -> None:
        self.now += timedelta(**more)

    def queue(self, desk: Desk) -> set[str]:
        return {task.subject for task in desk.tasks(kinds=["report"])}


@pytest.fixture
def room(ledger: Ledger) -> Room:
    ledger.add(coding(12), START)
    ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post", city="Manila"), START)
    return Room(ledger)


def test_what_somebody_has_open_is_out_of_the_queues_of_others(room: Room) -> None:
    one, other = room.reports
    assert room.ann.keep_open(one) is None
    assert (room.queue(room.ann), room.queue(room.bo)) == ({one, other}, {other})
    held = room.bo.keep_open(one)
    assert held is not None
    assert (held.author, held.since) == ("ann", START)
    assert set(room.bo.open_elsewhere()) == {one}
    assert room.bo.beside(other) == (None, None)  # next and before pass it by
    assert set(room.ann.beside(other)) == {None, one}


def test_it_expires_by_itself_and_a_page_that_speaks_keeps_it(room: Room) -> None:
    one, _ = room.reports
    room.ann.keep_open(one)
    for _ in range(3):
        room.later(minutes=9)
        room.ann.keep_open(one)
    held = room.bo.keep_open(one)
    assert held is not None
    assert held.since == START
    room.later(minutes=10)
    assert one in room.queue(room.bo)
    assert room.bo.keep_open(one) is None
    assert room.ann.keep_open(one).author == "bo"


def test_it_can_be_taken_over_and_left(room: Room) -> None:
    one, _ = room.reports
    room.ann.keep_open(one)
    room.later(minutes=1)
    assert room.bo.keep_open(one, take_over=True) is None
    lost = room.ann.keep_open(one)
    assert (lost.author, lost.since) == ("bo", START + timedelta(minutes=1))
    room.ann.let_go(one)  # what another one has open stays so
    assert one not in room.queue(room.ann)
    room.bo.let_go(one)
    assert one in room.queue(room.ann)


def test_it_blocks_no_decision(room: Room) -> None:
    one, _ = room.reports
    room.ann.keep_open(one)
    killed = next(field.id for field in room.bo.sheet(one).fields if field.name == "killed")
    room.bo.decide([Decision("accept", killed)])
    assert next(field.state for field in room.ann.sheet(one).fields if field.id == killed) == "accepted"


def test_an_incident_that_is_open_keeps_its_counts_out(room: Room, ledger: Ledger) -> None:
    ledger.add(coding(40, outlet="Wire"), START)
    ids = [task.incidents for task in room.bo.tasks(kinds=["report"]) if task.subject in room.reports[:1]]
    (incident,) = ids[0]
    (other,) = next(t.incidents for t in room.bo.tasks(kinds=["report"]) if t.subject not in room.reports)
    room.ann.decide([Decision("same", incident, other)])
    tolls = room.bo.tasks(kinds=["tolls"])
    assert len(tolls) == 1
    room.ann.keep_open(tolls[0].subject)
    assert room.bo.tasks(kinds=["tolls"]) == []
    assert len(room.ann.tasks(kinds=["tolls"])) == 1


def test_alone_nothing_is_held(ledger: Ledger, room: Room) -> None:
    alone = Desk(ledger, "ann")
    assert alone.keep_open(room.reports[0]) is None
    assert room.queue(room.bo) == set(room.reports)
    assert alone.open_elsewhere() == {}


def test_a_report_that_somebody_codes_again_waits_in_their_queue_and_no_other_way(room: Room) -> None:
    sample = room.ann.second.draw(1.0, "7")
    again = [(task.subject, task.sample) for task in room.bo.tasks(kinds=["again"])]
    assert {subject for subject, _ in again} == set(room.reports)
    assert {of for _, of in again} == {sample.id}
    one, other = room.reports
    field = room.bo.second.sheet(sample.id, one).fields[0].id
    room.bo.second.decide(sample.id, one, [Decision("accept", field)])
    assert room.queue(room.bo) == {other}  # the desk would show what the first coder decided
    assert room.bo.second.coding_unseen(one) == sample.id
    assert room.bo.second.coding_unseen(other) is None
    assert next(task.subject for task in room.bo.tasks(kinds=["again"])) == one
    assert [task.subject for task in room.ann.tasks(kinds=["again"])] == [other]
    room.ann.keep_open(f"{sample.id}:{other}")
    assert [task.subject for task in room.bo.tasks(kinds=["again"])] == [one]
