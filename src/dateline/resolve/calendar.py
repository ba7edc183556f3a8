"""From time expressions to calendar days: intervals with precision, anchored on the publication date.

The anchors: what is told relative to the report ("Wednesday", "last week", "two days ago") counts from the
publication date; what is told relative to the story ("two days earlier", "the previous day") counts from the day
of the story so far, where the caller knows it. The wall clock is never read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.extract.raw import RawTime
from dateline.extract.time_patterns import Direction, TimeParts, parts_of
from dateline.extract.time_words import DAY_NUMBER, length_in
from dateline.extract.times import ENDED_GAP, find_times
from dateline.model import DatePrecision, DateValue, Span
from dateline.resolve.anchor import Anchor
from dateline.resolve.dated import DATED
from dateline.resolve.intervals import between, day, months_later, shifted
from dateline.resolve.relative import RELATIVE
from dateline.text.sentence import Sentence

_HISTORIC_YEARS = 10  # the design's rule: history older than ten years is background
_RESOLVERS = DATED | RELATIVE
_OF_THE_REPORT = ("near", "period", "ago")  # families that count from the day of the report, whatever else is told
_SPOT = 1  # days on either side that "on or about 5 May" allows


def resolve_time(
    raw: RawTime, *, published: date, story_day: date | None = None, future: bool | None = None
) -> DateValue | None:
    """Return the days that a time expression names, or None where it names none (lengths, ages, "recently").

    ``future`` says that the clause speaks of what is to come (see ``extract.time_tense.is_future``): then a weekday
    or month without a year is the next one, else the most recent not after the publication date.
    """
    return resolve_at(raw, Anchor(published, story_day, future))


def resolve_at(raw: RawTime, anchor: Anchor) -> DateValue | None:
    """Return the days that a time expression names, counted from an anchor; None where it names none."""
    if raw.rule == "time.range.en.1":
        return _range(raw, anchor)
    if raw.rule == "time.ended.en.1":
        return _ended(raw, anchor)
    parts = parts_of(raw.text, raw.rule)
    resolver = _RESOLVERS.get(raw.rule.split(".")[1])
    if parts is None or resolver is None:
        return None
    if parts.direction is Direction.UNTIL and anchor.future is False:
        # "extended the offer until 9 November": the verb's past is not the date's
        anchor = replace(anchor, future=None)
    value = resolver(parts.groups, anchor)
    if value is None:
        return None
    return _directed(_timed(value, parts), parts.direction, anchor.published, future=anchor.future)


def resolve_days(
    raw: RawTime, *, published: date, story_day: date | None = None, future: bool | None = None
) -> tuple[DateValue, ...]:
    """Return each day of a list ("25 and 26 November") as a value of its own; else the one value, or nothing."""
    value = resolve_time(raw, published=published, story_day=story_day, future=future)
    if value is None:
        return ()
    parts = parts_of(raw.text, raw.rule) if raw.rule.startswith("time.days.") else None
    if parts is None or value.earliest is None or value.latest is None:
        return (value,)
    numbers = [int(re.sub(r"\D", "", d)) for d in re.findall(DAY_NUMBER, parts.groups["d"] or "")]
    first = value.earliest
    return tuple(day(first.replace(day=n)) for n in numbers if first.day <= n <= value.latest.day)


def direction_of(raw: RawTime) -> Direction | None:
    """Return which side of the time is meant ("since", "until", "before", "after", "around"), if any is told."""
    parts = parts_of(raw.text, raw.rule)
    return parts.direction if parts else None


def is_since(raw: RawTime) -> bool:
    """Say whether the expression is the start of a stretch ("since 27 May"), not the day of an act."""
    return direction_of(raw) is Direction.SINCE


def is_historic(value: DateValue, published: date) -> bool:
    """Say whether the time lies wholly more than ten years before the publication date."""
    limit = months_later(published, -12 * _HISTORIC_YEARS)
    return value.latest is not None and limit is not None and value.latest < limit


def _timed(value: DateValue, parts: TimeParts) -> DateValue:
    """Mark a single day told with its hour or part of the day ("Wednesday afternoon") as told to the time."""
    told = " ".join(filter(None, (parts.clock, parts.groups.get("suf"), parts.groups.get("pre"))))
    is_timed = parts.clock or re.search(r"morning|noon|evening|night|dawn|dusk|sun|day|lunch|hours", told)
    if is_timed and value.precision is DatePrecision.DAY and value.days == 1:
        return replace(value, precision=DatePrecision.TIME)
    return value


def _directed(
    value: DateValue, direction: Direction | None, published: date, *, future: bool | None
) -> DateValue | None:
    first, last = value.earliest, value.latest
    if direction is None:
        return value
    if direction is Direction.SINCE:
        return between(first, published if first and first <= published else None)
    if direction is Direction.AFTER:
        return between(first, published if first and first <= published and not future else None)
    if direction is Direction.UNTIL:
        return DateValue(None, last, DatePrecision.RANGE)
    if direction is Direction.BEFORE:
        is_timed = value.precision is DatePrecision.TIME
        return DateValue(None, first - timedelta(days=0 if is_timed else 1) if first else None, DatePrecision.RANGE)
    return between(_moved(first, -_SPOT), _moved(last, _SPOT))


def _moved(value: date | None, days: int) -> date | None:
    return value + timedelta(days=days) if value else None


def _range(raw: RawTime, anchor: Anchor) -> DateValue | None:
    """Resolve "from A to B": B first, since what A leaves out (year, month) is told by B."""
    for joint in re.finditer(r"\s(?:to|through|until|till|and)\s|\s*[-–—]", raw.text):
        first, last = _only(raw.text[: joint.start()]), _only(raw.text[joint.start() :])
        if first is None or last is None:
            continue
        end = resolve_at(last, anchor)
        if end is None or end.latest is None:
            return None
        is_of_report = first.rule.split(".")[1] in _OF_THE_REPORT  # "from today through 17 November"
        start = resolve_at(first, anchor if is_of_report else replace(anchor, published=end.latest, future=False))
        if start and start.earliest and start.earliest > end.latest and is_of_report:
            end = resolve_at(last, replace(anchor, future=True))
        return between(start.earliest, end.latest) if start and end else None
    return None


def _ended(raw: RawTime, anchor: Anchor) -> DateValue | None:
    """Resolve "the quarter ended 30 June": as long as its unit, up to the day named."""
    joint = ENDED_GAP.search(raw.text)
    last = _only(raw.text[joint.end() :]) if joint else None
    if joint is None or last is None:
        return None
    end = resolve_at(last, replace(anchor, future="ending" in joint.group()))
    length = length_in(raw.text[: joint.start()])
    if end is None or end.latest is None or length is None:
        return None
    start = shifted(end.latest + timedelta(days=1), -length[0], length[1])
    return between(start, end.latest) if start else None


def _only(text: str) -> RawTime | None:
    found = find_times(Sentence(0, 0, Span(0, len(text)), text))
    return found[0] if len(found) == 1 else None
