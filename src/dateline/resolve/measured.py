"""The day of an act from which the story is measured: "three days after a bombing in X" dates the bombing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateline.extract.findings import Findings
from dateline.extract.raw import RawAct, RawTime
from dateline.resolve.calendar import resolve_time
from dateline.resolve.told import ToldDate

_MEASURED = "time.offset.en.2"  # "three days after", "a week before"
_EARLIER = re.compile(r"\b(?:after|following)$", re.IGNORECASE)
_LATER = re.compile(r"\b(?:before|prior\s+to)$", re.IGNORECASE)
_NEAR = 60  # characters between "after" and the word for the act
_KNOWN = frozenset({"definite"})  # "two days before the attack" measures from the act that the report is about


def measured_dates(found: Findings, *, published: date, story_day: date | None) -> Iterator[ToldDate]:
    """Yield the days of acts told as news behind "days after" or "days before", counted from the story's day."""
    for raw in found.times:
        if raw.rule != _MEASURED or story_day is None:
            continue
        act = _measured_from(found, raw)
        if act is None or act.token is None:
            continue
        turned = _LATER.sub("later", raw.text) if _LATER.search(raw.text) else _EARLIER.sub("earlier", raw.text)
        counted = replace(raw, rule="time.offset.en.1", text=turned)
        value = resolve_time(counted, published=published, story_day=story_day)
        if value is not None:
            yield ToldDate(replace(raw, rule="time.measured.en.1", token=act.token), value)


def _measured_from(found: Findings, raw: RawTime) -> RawAct | None:
    """Return the act right behind a time, if it is told as one not known yet, beside another act."""
    behind = [a for a in found.acts if 0 <= a.span.start - raw.span.end <= _NEAR]
    first = min(behind, key=lambda a: a.span, default=None)
    before = any(a.span.end <= raw.span.start for a in found.acts) or any(
        t.span.end <= raw.span.start for t in found.tolls
    )
    if first is None or not before or first.is_anaphor or first.definiteness in _KNOWN:
        return None
    return first
