"""Tallies held against the incidents of the same report."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model import DatePrecision, DateValue, Evidence, Incident, Perpetrator, Report, Statement, Tally
from dateline.resolve.told import ToldTally


def match_tallies(
    report: Report,
    tallies: Sequence[ToldTally],
    incidents: Sequence[Incident],
    statements: Sequence[Statement],
) -> tuple[Tally, ...]:
    """Return the tallies with the incidents that fit them; incidents of one group count as one attack."""
    found = []
    for told in tallies:
        since = told.period.earliest if told.period else None
        until = (told.period.latest if told.period else None) or report.published
        window = DateValue(since, until, DatePrecision.RANGE) if since is None or since <= until else None
        fitting = [i for i in incidents if _fits(i, told, window, statements)]
        units = {i.group or i.id for i in fitting}
        found.append(
            Tally(
                told.raw.count,
                told.actor,
                told.raw.modality,
                since,
                until,
                tuple(i.id for i in fitting),
                len(units) == told.raw.count,
                Evidence.of(report.id, report.text, told.raw.span),
                told.raw.rule,
            )
        )
    return tuple(found)


def _fits(incident: Incident, told: ToldTally, window: DateValue | None, statements: Sequence[Statement]) -> bool:
    if window is not None and incident.date is not None and not window.overlaps(incident.date):
        return False
    if told.raw.codes and not set(told.raw.codes) & set(incident.types):
        return False
    if told.actor is None:
        return True
    return any(
        isinstance(s.value, Perpetrator)
        and s.value.actor == told.actor
        and (told.raw.modality is None or s.modality is told.raw.modality)
        for s in statements
        if s.about in (incident.id, incident.group)
    )
