"""The examples, end to end: one incident told by four reports, and its toll as it was known on each day.

The table stands in docs/ledger.md; this test makes it anew and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.ledger.best import RULES
from dateline.ledger.filters import AsOf, Filters
from dateline.model import Coding, Toll
from dateline.read import read_inputs
from dateline.run.loop import run_loop
from made_verdicts import judging, reading

TOP = Path(__file__).resolve().parents[2]
SHOWN_RULES = ("latest", "latest-official", "lowest", "highest", "majority", "range", "gtd", "acled", "ucdp")
DAYS = [date(2017, 10, 13) + timedelta(n) for n in range(60)]


@pytest.fixture(scope="session")
def mogadishu_codings() -> list[Coding]:
    """Code the four reports of the bombing in Mogadishu by the real pipeline."""
    return list(run_loop(read_inputs([str(TOP / "examples" / "reports" / "mogadishu-2017")]), load_codebook()))


@pytest.fixture
def joined(ledger: Ledger, mogadishu_codings: list[Coding]) -> Iterator[tuple[Ledger, str]]:
    """Add the reports, the latest first, and say that they tell of one incident."""
    for coding in reversed(mogadishu_codings):
        ledger.add(coding)
    with reading(ledger) as reader:
        told = sorted(reader.incidents(Filters(place="Mogadishu")), key=lambda one: one.first)
    with judging(ledger) as deciding:
        for one in told[1:]:
            deciding.pair("same", one.incident, told[0].incident, reason="the truck bomb of 14 October")
    with reading(ledger) as reader:
        counted = [t.statement for t in reader.show(told[0].incident).told if isinstance(t.statement.value, Toll)]
    with judging(ledger) as deciding:
        for statement in counted:
            if statement.property == "killed" and statement.value == Toll(2, 2):
                deciding.statement("reject", statement.id, reason="of the second bomb, in Medina")
    yield ledger, told[0].incident


def toll_words(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "–"
    if high is None:
        return f"{low}+"
    value = Toll(low, high)
    return f"{value.low}" if value.low == value.high else f"{value.low}–{value.high}"


def table(ledger: Ledger, incident: str) -> str:
    """Return the toll by day and rule as a table in Markdown: a row a day on which it changed."""
    rows = ["| as of | reports | " + " | ".join(SHOWN_RULES) + " | wounded (latest) |", "|---" * 12 + "|"]
    last = ""
    with reading(ledger) as reader:
        for day in DAYS:
            known = list(reader.incidents(Filters(place="Mogadishu"), as_of=AsOf(day)))
            if not known or (last and known[0].last != day):
                continue
            assert [one.incident for one in known] == [incident]
            shown = {r: reader.show(incident, rule=r, as_of=AsOf(day)).incident for r in SHOWN_RULES}
            tolls = []
            for rule in SHOWN_RULES:
                best = shown[rule].best.get("killed")
                if best is None:
                    tolls.append("–")
                elif best.point is not None and rule == "ucdp":
                    tolls.append(f"{best.point} ({toll_words(best.low, best.high)})")
                elif best.point is not None:
                    tolls.append(str(best.point))
                else:
                    tolls.append(toll_words(best.low, best.high))
            wounded = shown["latest"].best.get("wounded")
            tolls.append(toll_words(wounded.low, wounded.high) if wounded else "–")
            row = f"{len(shown['latest'].reports)} | " + " | ".join(tolls) + " |"
            if row != last:
                rows.append(f"| {day.isoformat()} | {row}")
            last = row
    return "\n".join(rows)


def test_the_table_of_the_document_is_what_the_ledger_knew_on_each_day(joined: tuple[Ledger, str]) -> None:
    ledger, incident = joined
    assert set(SHOWN_RULES) == set(RULES)
    made = table(ledger, incident)
    assert len(made.splitlines()) >= 5
    document = (TOP / "docs" / "ledger.md").read_text(encoding="utf-8")
    assert made in document, f"docs/ledger.md needs this table:\n{made}"


def test_before_the_first_report_nothing_was_known(joined: tuple[Ledger, str]) -> None:
    ledger, incident = joined
    with reading(ledger) as reader:
        first = reader.show(incident).incident.first
        assert reader.count(as_of=AsOf(first - timedelta(1))) == 0
        assert len(reader.history(incident)) > 5
