"""Score the time finder and resolver on TIMEX3 sets (TempEval-3 newswire, WikiWars).

Usage: python eval/timex.py [BENCH] [--sample N] [--errors value|extra] [--json FILE]

A set is ``BENCH/<set>/dev.jsonl`` with rows of id, dct, text and timex (start, end, text, type, value); the scorer is
``BENCH/scorers/timex.py``. The adapter writes our intervals in TIMEX3 values, and
adds the lengths, repetitions and vague words that the finder knows so as not to take them for dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import bench as sets
from dateline.extract.raw import RawTime
from dateline.extract.time_patterns import parts_of
from dateline.extract.time_tense import is_future
from dateline.extract.time_words import VAGUE, count_of, in_smaller_units, length_in, month_of, unit_of
from dateline.extract.times import ENDED_GAP, find_times, matches_in
from dateline.model import DatePrecision, DateValue, Span
from dateline.resolve.intervals import day
from dateline.resolve.timeline import Timeline
from dateline.text.split import split_sentences
from figures import Figure, Measured, Miss, alone, passage, sampled
from parses import parsed

Row = dict[str, Any]
SETS = ("timex_te3", "timex_wikiwars")
FIELDS = {"value": "value F1", "relaxed": "overlap F1", "strict": "exact span F1", "type": "type F1"}

_CODES = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "WE"}
_CODES |= {"month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "fortnight": "W"}
_PARTS = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
}
_LONGEST = sorted(_PARTS, key=len, reverse=True)  # "midnight" before "night", "afternoon" before "noon"
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_OFTEN = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y", "hourly": "PT1H"}
_OFTEN |= {"quarterly": "P3M", "nightly": "P1D"}

_SUBDAY = ("second", "minute", "hour")
_COUNTED = ("compared", "ago", "offset", "story")  # families of what is so long before or after something
_NTH = ("first", "second", "third", "fourth")


def _length(groups: dict[str, str | None]) -> str:
    unit, count = unit_of(groups["u"] or ""), groups.get("n")
    count = count or (None if (groups["u"] or "").endswith("s") else "a")  # "day-long"
    value = _of_units(count, unit)
    if not in_smaller_units(f"{count or ''}{groups.get('half') or ''}", unit):
        return value
    number, smaller = in_smaller_units("0.5", unit) or (0, unit)
    return value + _of_units(str(number), smaller).removeprefix("PT" if "T" in value else "P")


def _of_units(count: str | None, unit: str) -> str:
    low, high = count_of(count) if count else VAGUE[""]
    code = _CODES[unit]
    number = str(low) if low == high else "X"
    if unit == "hour" and number == "24":
        return "P1D"
    return f"P{'T' if code[0] == 'T' else ''}{number}{code[-1] if code[0] == 'T' else code}"


def _clock(words: str) -> str | None:
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))?\s?(a|p)\.?m", words, re.IGNORECASE)
    if found:
        hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
        return f"T{hour:02d}:{found[2] or '00'}"
    found = re.search(r"(\d{1,2})\s+(?:in\s+the\s+|at\s+)(morning|afternoon|evening|night)", words, re.IGNORECASE)
    if found:
        return f"T{int(found[1]) % 12 + (0 if found[2].lower() == 'morning' else 12):02d}:00"
    found = re.search(r"(\d{1,2})[:.](\d\d)|(\d\d)(\d\d)", words)
    if found:
        return f"T{int(found[1] or found[3]):02d}:{found[2] or found[4]}"
    return next((_PARTS[w] for w in ("midnight", "midday", "noon") if w in words.lower()), None)


def _day_value(first: date, raw: RawTime, clock: str) -> str:
    timed = _clock(clock) if clock else None
    if timed is None and not raw.rule.startswith("time.date.en.3"):
        words = raw.text.lower()
        timed = next((_PARTS[word] for word in _LONGEST if word in words), None)
        timed = "TEV" if "tonight" in words and timed is None else timed
    return first.isoformat() + (timed or "")


def _calendar_value(raw: RawTime, value: DateValue, groups: dict[str, str | None], clock: str) -> str:
    family, first = raw.rule.split(".")[1], value.earliest
    assert first is not None
    unit = unit_of(groups["u"]) if groups.get("u") else ""
    year = f"{_middle(value).year if family in _COUNTED else first.year:04d}"
    if family in _COUNTED and (value.days or 0) in range(80, 100):
        return _quarter_value(value)
    if family in _COUNTED and unit != "decade" and (value.days or 0) in range(260, 370):
        return year
    if family == "past" and unit == "year" and value.days and value.days > 360:
        return year
    if family in ("month", "monthweek") or (family in ("period", "ago", "offset", "story") and unit == "month"):
        return f"{year}-{first.month:02d}"
    if family == "season":
        return f"{year}-{_SEASONS[first.month - first.month % 3]}"
    if (family == "quarter" and unit == "half") or (family == "year" and "half" in (groups.get("stretch") or "")):
        return f"{year}-H{1 if first.month < 7 else 2}"
    if family == "quarter" or unit == "quarter":
        return _quarter_value(value)
    if family == "decade" or unit == "decade":
        return year[:3]
    if family == "century" or unit == "century":
        return year[:2]
    if family == "year" or value.precision is DatePrecision.YEAR or (unit == "year" and family in ("period", "ago")):
        return year
    iso = first.isocalendar()
    if unit == "weekend" or family == "monthweek":
        return f"{iso.year}-W{iso.week:02d}-WE"
    if unit in ("week", "fortnight") and (family == "period" or (family != "ago" and value.days != 1)):
        return f"{iso.year}-W{iso.week:02d}"
    if unit == "week" and family == "ago" and value.latest:
        iso = value.latest.isocalendar()
        return f"{iso.year}-W{iso.week:02d}"
    if raw.rule == "time.near.en.4" and value.latest:
        return value.latest.isoformat() + "TNI"
    return _day_value(first, raw, clock)


def _vague(raw: RawTime, groups: dict[str, str | None]) -> tuple[str, str] | None:
    """Return type and value of what is no point of the calendar, or None."""
    family, rule = raw.rule.split(".")[1], raw.rule
    unit = unit_of(groups["u"]) if groups.get("u") else ""
    if family == "duration":
        return "DURATION", _length(groups)
    if rule in ("time.past.en.1", "time.past.en.3", "time.coming.en.1"):
        if groups.get("n"):
            return "DURATION", _length(groups)
        if (groups["u"] or "").endswith("s"):
            return "DATE", "PAST_REF" if family == "past" else "FUTURE_REF"
    is_vague = len(set(count_of(groups.get("n") or ""))) > 1
    if rule == "time.offset.en.1" and (unit in _SUBDAY or (groups.get("n") and is_vague)):
        return "DURATION", _length(groups)
    if rule == "time.past.en.2" or (family == "ago" and is_vague):
        return "DATE", "PAST_REF"
    if family == "ref":
        return "DATE", "PRESENT_REF" if groups.get("now") else "PAST_REF" if groups.get("past") else "FUTURE_REF"
    if family == "set":
        if groups.get("often"):
            return "SET", _OFTEN[groups["often"] or ""]
        if unit:
            return "SET", _length(groups | {"n": groups.get("n") or "a"})
        if groups.get("m"):
            return "SET", f"XXXX-{month_of(groups['m'] or ''):02d}"
        name = (groups.get("w") or groups.get("w2") or "").lower()
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        return "SET", f"XXXX-WXX-{next(n for n, d in enumerate(days, 1) if name.startswith(d))}"
    return None


def timexes(text: str, published: date, *, narrative: bool = False) -> list[Row]:
    """Return TIMEX3 rows of a text: start, end, type, value.

    ``narrative`` reads a history: what leaves its year out takes the year told last, and the day told last is
    the story's.
    """
    rows: list[Row] = []
    anchor, story, line = published, None, Timeline(published)
    sentences = split_sentences(text)
    told = {s.index: s for s in parsed([s for s in sentences if find_times(s)])}
    sentences = tuple(told.get(s.index, s) for s in sentences)
    for sentence in sentences:
        for whole in find_times(sentence):
            if narrative:
                line = Timeline(anchor, story)
            for row, value in _rows(whole, line, is_future(sentence, whole)):
                rows.append(row)
                if narrative and value and value.earliest and value.latest and (value.days or 99) <= 366:
                    story = value.latest
                    is_sure = row["rule"].startswith(("time.offset", "time.story", "time.month"))
                    if is_sure or re.search(r"\d{4}", row["text"]):
                        anchor = date(value.earliest.year, 12, 31)
    return rows


def _rows(raw: RawTime, line: Timeline, future: bool | None) -> Iterator[tuple[Row, DateValue | None]]:
    if raw.rule == "time.ended.en.1":
        yield from _ended_rows(raw, line, future)
    elif raw.rule.startswith(("time.span.", "time.days.")):
        yield from _day_rows(raw, line, future)
    elif raw.rule == "time.range.en.1":
        yield from _range_rows(raw, line, future)
    else:
        for one in _years_in(raw) if raw.rule == "time.years.en.1" else [raw]:
            row, value = _row(one, line, future)
            if row:
                yield row, value


def _years_in(raw: RawTime) -> Iterator[RawTime]:
    for year in re.finditer(r"\d{4}", raw.text):
        span = Span(raw.span.start + year.start(), raw.span.start + year.end())
        yield replace(raw, span=span, text=year.group(), rule="time.year.en.1")


def _range_rows(whole: RawTime, line: Timeline, future: bool | None) -> Iterator[tuple[Row, DateValue | None]]:
    """Yield both ends of "May to June 2016", which TIMEX3 marks apart; the last tells what the first leaves out."""
    ends = []
    for found in matches_in(whole.text):
        span = Span(whole.span.start + found.start, whole.span.start + found.end)
        ends.append(replace(whole, span=span, text=whole.text[found.start : found.end], rule=found.rule.id))
    row, value = _row(ends[-1], line, future)
    if len(ends) == 2 and value and value.latest and not ends[0].rule.startswith("time.near."):
        line, future = Timeline(value.latest, line.story_day), False
    for end in ends[:-1]:
        first, start = _row(end, line, future)
        if first:
            yield first, start
    if row:
        yield row, value


def _ended_rows(whole: RawTime, line: Timeline, future: bool | None) -> Iterator[tuple[Row, DateValue]]:
    """Yield the length and the day of "the quarter ended 30 June", which TIMEX3 marks apart."""
    gap, value = ENDED_GAP.search(whole.text), line.read(whole, future=future)
    if gap is None or value is None or value.earliest is None or value.latest is None:
        return
    count, unit = length_in(whole.text[: gap.start()]) or (1, "")
    words, start = whole.text[: gap.start()], whole.span.start
    row = {"start": start, "end": start + len(words), "text": words, "rule": whole.rule, "future": future}
    named = next((n for n, word in enumerate(_NTH, 1) if word in words.lower()), None)
    if (count, unit) == (1, "quarter"):  # a firm's "fourth quarter" may be any of the calendar's
        quarter = f"{value.latest.year:04d}-Q{named}" if named else _quarter_value(value)
        yield row | {"type": "DATE", "value": quarter}, value
    else:
        yield row | {"type": "DURATION", "value": _of_units(str(count), unit)}, value
    words, start = whole.text[gap.end() :], start + gap.end()
    row |= {"start": start, "end": whole.span.end, "text": words, "type": "DATE"}
    is_month = any(found.rule.family == "month" for found in matches_in(words))
    yield row | {"value": value.latest.isoformat()[: 7 if is_month else 10]}, value


def _day_rows(whole: RawTime, line: Timeline, future: bool | None) -> Iterator[tuple[Row, DateValue]]:
    """Yield each day of "3, 5 and 6 May 2016", the one beside the month with month and year."""
    value = line.read(whole, future=future)
    if value is None or value.latest is None:
        return
    days = [m for m in re.finditer(r"\d+", whole.text) if len(m[0]) < 3]
    is_month_first = whole.rule.endswith(".en.2")
    month = re.search(r"[A-Z][a-z]{2}", whole.text) if is_month_first else None
    for number, found in enumerate(days):
        start = month.start() if month and number == 0 else found.start()
        end = len(whole.text) if number == len(days) - 1 else found.end()
        told = value.latest.replace(day=1) + timedelta(days=int(found[0]) - 1)
        words = {"start": whole.span.start + start, "end": whole.span.start + end, "text": whole.text[start:end]}
        row = {"type": "DATE", "value": told.isoformat(), "rule": whole.rule, "future": future}
        yield words | row, day(told)


def _middle(value: DateValue) -> date:
    assert value.earliest is not None and value.latest is not None
    return value.earliest + (value.latest - value.earliest) / 2


def _quarter_value(value: DateValue) -> str:
    """Return the calendar quarter in which the middle of a stretch of about three months lies."""
    middle = _middle(value)
    return f"{middle.year:04d}-Q{(middle.month - 1) // 3 + 1}"


def _row(raw: RawTime, line: Timeline, future: bool | None) -> tuple[Row | None, DateValue | None]:
    parts = parts_of(raw.text, raw.rule)
    if parts is None:
        return None, None
    start = raw.span.end - len(parts.core)
    bare = replace(raw, text=parts.core, span=Span(start, raw.span.end))
    about = len(parts.groups.get("about") or "") if raw.rule.startswith(("time.ago.", "time.offset.")) else 0
    value = line.read(
        replace(bare, text=bare.text[about:]), future=future
    )  # TIMEX3 tells "about" by another attribute
    row = {"start": start, "end": raw.span.end, "text": parts.core, "rule": raw.rule, "future": future}
    if raw.rule == "time.offset.en.2" and not parts.groups.get("n"):
        return None, None  # "in the days before the election": no length, and no day without the event
    vague = _vague(raw, parts.groups)
    if vague:
        return row | {"type": vague[0], "value": vague[1]}, None
    if value is None or value.earliest is None:
        if raw.rule.startswith("time.offset") and parts.groups.get("u"):
            length = _length(parts.groups)
            return row | {"type": "DURATION", "value": length}, None
        return None, None
    clock = parts.clock or parts.groups.get("clock") or ""
    tid = "TIME" if clock else "DATE"
    return row | {"type": tid, "value": _calendar_value(bare, value, parts.groups, clock)}, value


def _published(row: Row) -> date:
    return date.fromisoformat(row["dct"][:10]) if row.get("dct") else date(2000, 1, 1)


def _overlaps(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _misses(name: str, row: Row, found: list[Row]) -> Iterator[Miss]:
    """Yield expressions that have another value or none, and those that gold does not have (field extra)."""
    for gold in row["timex"]:
        near = [one for one in found if _overlaps(one, gold)]
        if not any(one["value"] == gold["value"] for one in near):
            shown = f"written {row['dct']}: {passage(row['text'], gold['start'], gold['end'])}"
            told = tuple(f"{one['text']} = {one['value']}" for one in near)
            rules = tuple(sorted({one["rule"] for one in near}))
            yield Miss(name, row["id"], "value", (f"{gold['text']} = {gold['value']}",), told, shown, rules)
    for one in found:
        if not any(_overlaps(one, gold) for gold in row["timex"]):
            shown = passage(row["text"], one["start"], one["end"])
            yield Miss(name, row["id"], "extra", (), (f"{one['text']} = {one['value']}",), shown, (one["rule"],))


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of both sets."""
    scorer, result = sets.scorer(bench, "timex"), Measured()
    for name in SETS:
        data = sampled(list(sets.rows(bench / name / "dev.jsonl")), sample)
        read = [(row, timexes(row["text"], _published(row), narrative="wars" in name)) for row in data]
        gold = [told | {"doc": row["id"]} for row in data for told in row["timex"]]
        scores = scorer.score(gold, [told | {"doc": row["id"]} for row, found in read for told in found])
        result.figures += [Figure(name, shown, 100 * scores[key]["f1"], len(gold)) for key, shown in FIELDS.items()]
        for row, found in read:
            result.misses += _misses(name, row, found)
    return result


if __name__ == "__main__":
    alone(measure, __doc__)
