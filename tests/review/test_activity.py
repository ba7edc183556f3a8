"""Who decided what, when and why: everything on record, in order, with what it is on, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dateline.codebook.words import Words
from dateline.ledger import Ledger
from dateline.ledger.asked import AskedError
from dateline.review.activity import Asked, Entry, activity, asked_of, authors, in_words
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


def listed(ledger: Ledger, asked: Asked | None = None, **more) -> list[Entry]:
    with ledger.reading() as connection:
        return activity(connection, asked or Asked(), **{"limit": 100, **more})


@pytest.fixture
def team(ledger: Ledger) -> Ledger:
    """Ann and Bo decide every hour, in turn."""
    first, second = (
        coding(12),
        coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post", speaker="a hospital"),
    )
    ledger.add(first, START)
    ledger.add(second, START)
    moments = iter([START + timedelta(hours=n) for n in range(50)])
    desks = [Desk(ledger, name, clock=lambda: next(moments)) for name in ("ann", "bo")]
    (report,), (incident,) = first.reports, first.incidents
    killed = next(s.id for s in first.statements if s.property == "killed")
    start = report.text.index("Bombs")
    from dateline.model import Span

    decisions = [
        Decision("correct", killed, value="15", reason="three died later"),
        Decision("accept", first.statements[0].id),
        Decision("add", incident.id, property="wounded", value="9", words=Span(start, start + 5)),
        Decision("same", incident.id, second.incidents[0].id, reason="one square"),
        Decision("pin", incident.id, property="killed", value="12+"),
        Decision("reviewed", report.id),
    ]
    for number, decision in enumerate(decisions):
        desks[number % 2].decide([decision])
    desks[0].undo()
    return ledger


def test_each_decision_is_told_with_what_it_is_on(team: Ledger) -> None:
    words = Words(team.book)
    found = listed(team)
    told = [(one.verdict.author, in_words(one, words), one.verdict.reason, one.holds) for one in found]
    assert told == [
        ("ann", "took back killed", None, True),
        ("bo", "saw the report to its end", None, True),
        ("ann", "pinned killed at 12–", None, False),
        ("bo", "said the same incident", "one square", True),
        ("ann", "added wounded: 9", None, True),
        ("bo", "accepted type: bombing", None, True),
        ("ann", "corrected killed: 12 → 15", "three died later", True),
    ]
    assert len({one.incident for one in found if one.incident}) == 1
    assert len({one.report for one in found if one.report}) == 1
    assert found[-1].to_json()["read"] == {"low": 12, "high": 12, "includes_attackers": False, "part": False}


def test_filters_and_pages(team: Ledger) -> None:
    whole = listed(team)
    paged: list[Entry] = []
    while page := listed(team, limit=3, after=paged[-1].verdict.id if paged else None):
        paged += page
    assert paged == whole
    assert {one.verdict.author for one in listed(team, Asked(author="bo"))} == {"bo"}
    assert len(listed(team, Asked(author="bo"))) == 3
    assert [one.verdict.kind for one in listed(team, Asked(kind="pin"))] == ["pin"]
    since = START + timedelta(hours=4)
    later = listed(team, Asked(since=since))
    assert later == [one for one in whole if one.verdict.recorded >= since]
    assert [*later, *listed(team, Asked(until=since))] == whole
    with team.reading() as connection:
        assert authors(connection) == ["ann", "bo"]


def test_rules_are_listed_when_asked_for(team: Ledger) -> None:
    from made_verdicts import judging, statement_ids

    with judging(team, 9000, "a-rule", human=False) as deciding:
        deciding.statement("reject", statement_ids(team, "weapon")[0])
    assert listed(team, Asked(author="a-rule")) == []
    assert len(listed(team, Asked(author="a-rule", with_rules=True))) == 1


@pytest.mark.parametrize(
    ("words", "name"),
    [({"since": "yesterday"}, "since"), ({"until": "2026-13-01"}, "until"), ({"kind": "x"}, "kind")],
)
def test_what_cannot_be_asked_is_refused(words: dict[str, str], name: str) -> None:
    with pytest.raises(AskedError) as refused:
        asked_of(**words)
    assert refused.value.name == name


def test_days_are_inclusive() -> None:
    asked = asked_of(since="2026-01-02", until="2026-01-02")
    assert asked.since == datetime(2026, 1, 2, tzinfo=UTC)
    assert asked.until == datetime(2026, 1, 3, tzinfo=UTC)
