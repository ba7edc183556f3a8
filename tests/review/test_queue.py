"""The queue of filtered tasks: the same from memory as from the database, whatever was decided meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dateline.ledger import Ledger
from dateline.ledger.filters import Filters
from dateline.ledger.survey import Survey
from dateline.ledger.verdicts import REVIEWED
from dateline.review import queue
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from made_codings import FIRST_DAY, coding

ASKED = (
    Filters(country=("PH",)),
    Filters(country=("AF", "PH"), since=FIRST_DAY + timedelta(3)),
    Filters(place="Kabul"),
    Filters(min_killed=8),
    Filters(type=("bombing",)),
    Filters(text="Manila"),  # of which nothing is held
    Filters(weapon=("firearm",)),
)


@pytest.fixture
def desks(ledger: Ledger) -> Iterator[tuple[Desk, Desk]]:
    """Give two desks on one ledger: the first asks the database, the second what is held in memory."""
    kept = Survey(ledger.reading, ledger.book)
    kept.begin()
    yield Desk(ledger, "ann"), Desk(ledger, "ann", survey=kept)
    kept.close()


def told(desk: Desk, filters: Filters, limit: int = 100) -> list[tuple[str, float, tuple[str, ...]]]:
    return [(one.key, one.use, tuple(sorted(one.incidents))) for one in desk.tasks(filters, limit=limit)]


def fill(ledger: Ledger) -> None:
    for number in range(24):
        made = coding(
            5 + number % 7,
            day=FIRST_DAY + timedelta(number // 4),
            city=("Kabul", "Manila")[number % 2],
            outlet=f"Outlet {number}",
            grouped=number % 5 == 0,
            more=f"Story {number}.",
        )
        ledger.add(made)


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_from_memory_the_queue_is_the_same(
    ledger: Ledger, desks: tuple[Desk, Desk], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_BATCH", at_once)
    asking, seeing = desks

    def check() -> list[int]:
        found = [told(asking, one) for one in ASKED]
        assert [told(seeing, one) for one in ASKED] == found
        assert [told(seeing, one, 5) for one in ASKED] == [tasks[:5] for tasks in found]
        return [len(tasks) for tasks in found]

    assert not any(check())
    fill(ledger)
    began = check()
    assert all(began[:-1])
    reports = [task.subject for task in asking.tasks(kinds=[queue.REPORT], limit=100)]
    fields = [field.id for field in asking.sheet(reports[0]).fields]
    asking.decide([Decision("accept", fields[0])])
    check()
    asking.accept_seen(reports[0], fields)
    assert sum(check()) < sum(began)
    asking.undo()
    assert check() == began
    incidents = [one.incident for one in _listed(ledger, Filters(place="Manila"))[:2]]
    asking.decide([Decision("same", incidents[0], other=incidents[1], reason="one act")])
    check()
    assert any(task.kind == queue.TOLLS for task in seeing.tasks(Filters(country=("PH",)), limit=100))


def _listed(ledger: Ledger, filters: Filters) -> list:
    with ledger.reader() as reader:
        return list(reader.incidents(filters))


def test_a_report_that_is_open_again_is_seen_by_who_read_it_done(ledger: Ledger) -> None:
    fill(ledger)
    ann = Desk(ledger, "ann")
    (first, *_) = [task.subject for task in ann.tasks(kinds=[queue.REPORT], limit=100)]
    ann.decide([Decision(REVIEWED, first)])
    kept = Survey(ledger.reading, ledger.book)
    seeing = Desk(ledger, "bo", survey=kept)
    everywhere = Filters(country=("AF", "PH"))
    assert first not in {task.subject for task in seeing.tasks(everywhere, limit=100)}
    ann.undo()
    assert first in {task.subject for task in seeing.tasks(everywhere, limit=100)}
    kept.close()
