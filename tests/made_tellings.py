"""Statements made by hand: what reports of one incident tell, for tests of rules, clusters and reading."""

from __future__ import annotations

from datetime import date

from dateline.ledger.told import Share, Told
from dateline.model import Evidence, Modality, Report, Span, Speaker, Statement, Toll

ABOUT = "i0000000000000001"
JUNE = {day: date(2017, 6, day) for day in range(1, 31)}


def told(
    quote: str,
    low: int | None,
    high: int | None,
    *,
    day: int = 7,
    speaker: tuple[str, str] | None = None,
    outlet: str = "The Example Post",
    family: str = "",
    name: str = "killed",
    part: bool = False,
    inclusive: bool = False,
    modality: Modality = Modality.REPORTED,
    share: Share | None = None,
    refused: str | None = None,
) -> Told:
    report = Report.of(f"{outlet}: {quote} in the attack.", JUNE[day], outlet=outlet)
    start = report.text.index(quote)
    evidence = Evidence.of(report.id, report.text, Span(start, start + len(quote)))
    speakers = (Speaker(*speaker),) if speaker else ()
    value = Toll(low, high, inclusive, part)
    statement = Statement.of(ABOUT, name, value, evidence, "toll.test.1", modality=modality, speakers=speakers)
    return Told(statement, JUNE[day], outlet, family or report.id, share, refused)
