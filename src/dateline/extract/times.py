"""Finding time expressions in sentences: dates, weekdays, periods, offsets, and what only looks like them.

Works on the bare text by the rules of ``time_patterns``; where the sentence is parsed, the parse refuses words
that are no time there ("may" as a verb, "2016" as a count of people).
"""

from __future__ import annotations

import re

from dateline.extract.raw import RawTime
from dateline.extract.time_patterns import (
    CLOCK_GAP,
    DIRECTION_BEFORE,
    TRIGGERS,
    Direction,
    Found,
    candidates,
    direction_named,
    lowered,
    parts_of,
)
from dateline.extract.time_refusals import is_time, parse_refuses
from dateline.extract.time_words import FULL_MONTH, WEEKDAYS
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

# Families that name a day or a longer calendar time, which a clock time or another end of a range may join.
_CALENDAR = frozenset(
    {"date", "monthday", "weekday", "month", "monthweek", "year", "near", "period", "season", "holiday", "quarter"}
    | {"story", "decade"}
)
_WITH_CLOCK = frozenset({"date", "monthday", "weekday", "near", "story", "holiday"})
_RANGE_GAP = re.compile(r"\s*(?:to|through|until|till|[-–—])\s*(?:the\s+)?(?:early\s+|late\s+)?")
_RANGE_AND = re.compile(r"\s*,?\s*and\s+(?:early\s+|late\s+|on\s+)?")
ENDED_GAP = re.compile(r"\s+(?:that\s+)?(?:just\s+)?end(?:ed|ing)\s+(?:on\s+|in\s+)?(?:the\s+)?", re.IGNORECASE)
_ENDING = frozenset({"period", "past", "quarter", "compared", "duration"})
_RANGE_START = re.compile(r"\b(?P<word>from|between)\s+(?:on\s+|in\s+|the\s+)*$")
_NO_DIRECTION = frozenset({"clock", "duration", "set", "ref", "age", "ago", "past", "coming", "span"})


def find_times(sentence: Sentence) -> list[RawTime]:
    """Find the time expressions of a sentence, in text order, none overlapping another.

    Lengths ("for three days"), repetitions, ages and vague words are found too, under ``time.duration.``,
    ``time.set.``, ``time.age.`` and ``time.ref.``: resolving gives None for them, and so no part of them is
    taken for a date. ``token`` is the head token of the expression where the sentence is parsed.
    """
    found = [f for f in matches_in(sentence.text) if not parse_refuses(sentence, f)]
    times = []
    for start, end, rule in _joined(sentence.text, found):
        span = Span(sentence.span.start + start, sentence.span.start + end)
        words = sentence.text[start:end]
        gap = ENDED_GAP.search(words) if rule == "time.ended.en.1" else None  # "the quarter" is its head, not "March"
        head = _head(sentence, Span(span.start, span.start + gap.start()) if gap else span)
        times.append(RawTime(sentence.index, span, head, rule, words))
    return times


def matches_in(text: str) -> list[Found]:
    """Return the rules' matches in a text that name a time there: the longest win, in text order."""
    low = lowered(text)
    kinds = {str(m.lastgroup) for m in TRIGGERS.finditer(low)}
    if not kinds:
        return []
    kinds |= {"clock"} if kinds & {"digit", "near"} else set()
    kinds |= {"unit"} if "near" in kinds else set()
    ranked = sorted(candidates(low, kinds), key=lambda f: (f.start - f.end, f.start))
    kept: list[Found] = []
    for found in ranked:
        if not any(k.start < found.end and found.start < k.end for k in kept) and is_time(text, low, found):
            kept.append(found)
    return sorted(kept, key=lambda f: f.start)


def _joined(text: str, found: list[Found]) -> list[tuple[int, int, str]]:
    """Join clock times with their day, the two ends of a range, and the words that give a direction."""
    units: list[tuple[int, int, str]] = [(f.start, f.end, f.rule.id) for f in found]
    units = _clocks_joined(text, units)
    units = _ends_joined(text, units)
    units = _ranges_joined(text, units)
    return [_directed(text, unit, units[k - 1][1] if k else 0) for k, unit in enumerate(units)]


def _family(rule: str) -> str:
    return rule.split(".")[1]


def _clocks_joined(text: str, units: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    low = lowered(text)
    joined: list[tuple[int, int, str]] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last and CLOCK_GAP.fullmatch(low, last[1], unit[0]):
            pair = (_family(last[2]), _family(unit[2]))
            rule = unit[2] if pair[0] == "clock" else last[2]
            can_join = "clock" in pair and pair[0] != pair[1] and _WITH_CLOCK & set(pair)
            if can_join and parts_of(text[last[0] : unit[1]], rule):  # one clock time a day, as the reader can take
                joined[-1] = (last[0], unit[1], rule)
                continue
        joined.append(unit)
    return joined


def _ranges_joined(text: str, units: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    low = lowered(text)
    joined: list[tuple[int, int, str]] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last and {_family(last[2]), _family(unit[2])} <= _CALENDAR:
            start = _RANGE_START.search(low, max(0, last[0] - 24), last[0])
            gap = _RANGE_GAP if not start or start["word"] == "from" else _RANGE_AND
            if gap.fullmatch(low, last[1], unit[0]) and (start or _same_kind(last[2], unit[2])):
                joined[-1] = (start.start() if start else last[0], unit[1], "time.range.en.1")
                continue
        joined.append(unit)
    return joined


def _ends_joined(text: str, units: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join a length and the day it runs to: "the quarter ended 30 June"."""
    joined: list[tuple[int, int, str]] = []
    for unit in units:
        last = joined[-1] if joined else None
        if (
            last
            and _family(last[2]) in _ENDING
            and _family(unit[2]) in _WITH_CLOCK | {"month"}
            and ENDED_GAP.fullmatch(text, last[1], unit[0])
        ):
            joined[-1] = (last[0], unit[1], "time.ended.en.1")
            continue
        joined.append(unit)
    return joined


def _same_kind(first: str, second: str) -> bool:
    kinds = {
        "date": "day",
        "monthday": "day",
        "weekday": "day",
        "near": "day",
        "month": "month",
        "year": "year",
    }
    return kinds.get(_family(first), first) == kinds.get(_family(second), second)


def _directed(text: str, unit: tuple[int, int, str], floor: int) -> tuple[int, int, str]:
    """Let the expression begin at the word that gives its direction, unless that word governs a noun after it."""
    start, end, rule = unit
    if _family(rule) in _NO_DIRECTION or rule in ("time.range.en.1", "time.ended.en.1"):
        return unit
    low = lowered(text)
    match = DIRECTION_BEFORE.search(low, max(floor, start - 80), start)
    if match is None:
        return unit
    direction = direction_named(match["dir"] or match["far"])
    if direction in (Direction.BEFORE, Direction.AFTER, Direction.UNTIL) and _is_modifier(low[end:]):
        return unit
    if direction is Direction.AROUND and _family(rule) not in ("date", "monthday"):
        return unit
    return (match.start(), end, rule) if parts_of(text[match.start() : end], rule) else unit


_FUNCTION_WORD = re.compile(
    r"\s+(?:and|or|in|on|at|to|when|as|but|with|for|by|of|the|a|an|from|that|which|who|after|before|because|"
    r"while|were|was|is|are|has|had|have|will|would|could|said|says|if|despite|amid|against|near|it|he|they|she|we|"
    r"there|local|this|last|until|since|where|under|about|over|no|not|only|but|his|her|their|its|also|all|both|some|"
    r"many|most|more|each|every|two|three|[a-z]+ed|[a-z]+ly)\b"
)


def _is_modifier(rest: str) -> bool:
    """Say whether a noun follows that the time belongs to ("after Monday's attack", "before Friday prayers")."""
    return re.match(r"['’]s?\b", rest) is not None or (
        re.match(r"[\s-]+[a-z]", rest) is not None and _FUNCTION_WORD.match(rest) is None
    )


def _head(sentence: Sentence, span: Span) -> int | None:
    if not sentence.is_parsed:
        return None
    inside = sentence.within(span)
    numbers = {t.i for t in inside}
    tops = {t.i for t in inside if t.head not in numbers or t.head == t.i}
    return min(inside, key=lambda t: _rank(t, t.i in tops)).i if inside else None


_DAY_NAMES = frozenset({*WEEKDAYS, *FULL_MONTH.split("|")})


def _rank(token: Token, is_top: bool) -> tuple[bool, bool, bool, int]:
    """Rank the name of a day or month first, then the highest noun or number, then other words."""
    return token.lower not in _DAY_NAMES, not is_top, not (token.is_noun or token.pos in ("NUM", "ADV")), token.i
