"""The table of time patterns: which words name a time, each under its rule id, and what a text's parts are.

A rule's family, the second part of its id, says what its named groups mean; ``resolve.calendar`` holds one
function a family. Patterns run over lower-cased text. The forms covered are those of the TIMEX3 guidelines
(Saurí et al. 2006, TimeML annotation guidelines 1.2.1) that occur in news in English.
"""

from __future__ import annotations

# ruff: noqa: E501 - one pattern a line, so that a rule can be searched for and read whole
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dateline.extract import time_words as w


class Direction(StrEnum):
    """Which side of the time named is meant, where the words before it say so ("since", "by", "around")."""

    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A pattern under a stable id; ``needs`` is the kind of word without which it cannot match."""

    id: str
    needs: str
    pattern: re.Pattern[str]

    @property
    def family(self) -> str:
        """The second part of the id, e.g. "weekday" of ``time.weekday.en.1``."""
        return self.id.split(".")[1]


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule in a text; offsets into that text."""

    start: int
    end: int
    rule: TimeRule
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class TimeParts:
    """The parts of one time expression: direction, the words without it, clock time, and the groups of its rule."""

    direction: Direction | None
    core: str
    clock: str
    groups: dict[str, str | None]


TRIGGERS = re.compile(
    r"(?P<digit>\d)|\b(?:"
    rf"(?P<month>(?:{w.FULL_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
    r"|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:mon|tues?|wed|thur?s?|fri|sat|sun)\.)"
    r"|(?P<near>today|yesterday|tomorrow|tonight|overnight|morning|afternoon|evening|midnight|noon|midday|dawn|night|o['’]clock)"
    r"|(?P<unit>(?:second|minute|hour|day|night|week|fortnight|weekend|month|quarter|year|decade|centur(?:y|ie)|period)s?\b)"
    r"|(?P<season>(?:spring|summer|autumn|fall|winter)\b)"
    r"|(?P<holiday>christmas|boxing|new\s+year|valentine|bastille|fourth\s+of|halloween|armistice|easter|palm\s|maundy|good\s|ash\s|whit\s|pentecost|thanksgiving"
    r"|(?:columbus|labor|memorial|mlk|king|jr\.|mother['’]s|father['’]s|presidents['’]?|veterans|patrick['’]s)\s+day|cinco\s+de)"
    r"|(?P<spelled>nineteen\s|two\s+thousand|twenty[\s-]|nineties|eighties|seventies|sixties)"
    r"|(?P<often>daily|weekly|monthly|yearly|annually|hourly|quarterly|nightly)"
    r"|(?P<vague>now\b|these\s+days\b|current|recent|previously|future|(?:near|short)\s+term\b|(?:the|in\s+the)\s+past\b|nowadays|soon\b|presently)"
    r")"
)

_D, _D2 = rf"(?P<d>{w.DAY_NUMBER})", rf"(?P<d2>{w.DAY_NUMBER})"
_M, _Y = rf"(?P<m>{w.ANY_MONTH})", rf"(?P<y>{w.YEAR_NUMBER})(?![\d%]|[,.:]\d)"
_WD = rf"(?:(?P<w>{w.ANY_WEEKDAY}),?\s+(?:the\s+)?)?"
_NOT_IN_NUMBER = r"(?<![.,:$£€/\w])(?<!\d-)"
_NUMBER_ENDS = (
    r"(?![\d%/]|[:,.]\d|\s?(?:a\.m|p\.m|am\b|pm\b)|st\b|nd\b|rd\b|th\b|-(?:year|month|week|day|hour|strong|member))"
)
_YEAR_WORD = r"(?:,?\s+(?:of\s+|in\s+)?(?P<yw>last|this|next|that|the\s+(?:previous|same|following))\s+year)"
_SPELLED = (
    rf"(?P<spelled>nineteen[\s-](?:hundred|(?:oh|o)[\s-]\w+|(?:ten|eleven|twelve|thirteen|\w+teen|\w+ty)"
    rf"(?:[\s-](?:{'|'.join(w.ONES[1:10])}))?)|two\s+thousand(?:\s+(?:and\s+)?(?:{'|'.join(w.ONES[1:])}))?)\b"
)
_PRE, _SUF = rf"(?P<pre>{w.BEFORE_DAY})?", rf"(?P<suf>{w.AFTER_DAY})?"
_STRETCH = rf"(?P<stretch>{w.STRETCH})?"
_JOIN = r"\s*(?:-|–|—|to|until|till|through)\s*"
_N = rf"(?:(?P<n>{w.COUNT})[\s-]+(?:additional\s+|more\s+|full\s+|long\s+)?)"
_U = rf"(?P<u>{w.UNIT})(?P<half>\s+and\s+a\s+half\b)?"
_REL = r"(?P<rel>last|this\s+past|past|this\s+coming|this|next|coming|(?:the\s+)?(?:previous|same|preceding|prior)|the\s+following|that(?:\s+same)?)"
_PERIOD = r"(?P<u>week|weekend|month|year|quarter|decade|century|fortnight)\b"
_ORDINAL_QUARTER = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|final)[\s-]+(?P<u>quarter|half)\b"

_TABLE: tuple[tuple[str, str, str], ...] = (
    # Dates with their year.
    ("time.date.en.1", "month", rf"{_PRE}{_WD}{_NOT_IN_NUMBER}{_D}(?:\s+of)?[\s-]+{_M}(?:,\s*|[\s-]+(?:of\s+)?){_Y}{_SUF}"),
    ("time.date.en.2", "month", rf"{_PRE}{_WD}\b{_M}\s+(?:the\s+)?{_D}(?:,\s*|\s+){_Y}{_SUF}"),
    ("time.date.en.3", "digit", rf"{_NOT_IN_NUMBER}(?P<y>{w.YEAR_NUMBER})(?P<sep>[-/])(?P<m>0?[1-9]|1[0-2])(?P=sep){_D}(?![\d/-])"),
    ("time.date.en.4", "digit", rf"{_NOT_IN_NUMBER}(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{w.YEAR_NUMBER}|\d\d)(?![\d/-]|\.\d)"),
    ("time.date.en.5", "month", rf"{_PRE}{_NOT_IN_NUMBER}{_D}\s+{_M}\s+(?P<y>['’]?\d\d)(?![\d:%]|[,.]\d|\s+[a-z]+s\b){_SUF}"),
    # Days of a month without a year; lists and spans of them.
    ("time.monthday.en.1", "month", rf"{_PRE}{_WD}{_NOT_IN_NUMBER}{_D}(?:\s+of)?[\s-]+{_M}(?!-[a-z]|\w){_YEAR_WORD}?{_SUF}"),
    ("time.monthday.en.2", "month", rf"{_PRE}{_WD}\b(?:(?P<rel>last|this|next)\s+)?{_M}\s+(?:the\s+)?{_D}{_NUMBER_ENDS}{_YEAR_WORD}?{_SUF}"),
    ("time.days.en.1", "month", rf"{_NOT_IN_NUMBER}(?P<d>{w.DAY_NUMBER}(?:,\s*{w.DAY_NUMBER})*,?\s+and\s+{w.DAY_NUMBER})(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?"),
    ("time.days.en.2", "month", rf"\b{_M}\s+(?P<d>{w.DAY_NUMBER}(?:,\s*{w.DAY_NUMBER})*,?\s+and\s+{w.DAY_NUMBER}){_NUMBER_ENDS}(?:,?\s+{_Y})?"),
    ("time.span.en.1", "month", rf"(?:(?:between|from)\s+(?:the\s+)?)?(?P<pre>(?:the\s+)?(?:nights?|morning|evening)\s+(?:of|between)\s+)?{_NOT_IN_NUMBER}{_D}(?:{_JOIN}|\s+and\s+){_D2}(?:\s+of)?\s+{_M}(?:,?\s+{_Y})?"),
    ("time.span.en.2", "month", rf"(?:(?:between|from)\s+)?(?P<pre>(?:the\s+)?(?:nights?|morning|evening)\s+(?:of|between)\s+)?\b{_M}\s+{_D}(?:{_JOIN}|\s+and\s+){_D2}{_NUMBER_ENDS}(?:,?\s+{_Y})?"),
    # Weekdays.
    ("time.weekday.en.1", "weekday", rf"{_PRE}\b(?P<w>{w.WEEKDAY}|(?:mon|tues?|wed|thur?s?|fri)\.){_SUF}"),
    ("time.weekday.en.2", "weekday", rf"{_PRE}\b{_REL}\s+(?P<w>{w.WEEKDAY}){_SUF}"),
    ("time.weekday.en.3", "weekday", rf"{_PRE}\b(?P<w>{w.WEEKDAY}){_SUF}?,?\s+(?:of\s+)?(?P<rel>last|this|next|the\s+(?:previous|following|same)|that)\s+(?P<in_week>week)\b"),
    # Months.
    ("time.month.en.1", "month", rf"\b{_STRETCH}{_M}(?:,\s*|\s+|-)(?:of\s+)?(?:{_Y}|{_SPELLED})"),
    ("time.month.en.2", "month", rf"\b{_STRETCH}{_REL}\s+{_M}"),
    ("time.month.en.3", "month", rf"\b{_STRETCH}{_M}{_YEAR_WORD}"),
    ("time.month.en.4", "month", rf"\b{_STRETCH}(?P<m>(?:{w.FULL_MONTH})\b|(?:jan|feb|aug|sept?|oct|nov|dec)\.)(?!-?\d)"),
    ("time.monthweek.en.1", "month", rf"\b(?:the\s+)?(?P<o>first|second|third|fourth|last|final|1st|2nd|3rd|4th)\s+(?P<u>week|weekend)\s+(?:of|in)\s+{_M}(?:,?\s+{_Y})?"),
    # Years, decades, centuries.
    ("time.year.en.1", "digit", rf"(?:\b(?P<stretch>{w.STRETCH})|\b(?:the\s+year\s+|fiscal\s+(?:year\s+)?)|{_NOT_IN_NUMBER}){_Y}(?!\w|['’]s?\w|/\d)"),
    ("time.years.en.1", "digit", rf"(?:\b(?:from|between)\s+)?{_NOT_IN_NUMBER}(?P<y>{w.YEAR_NUMBER})\s?[-–/]\s?(?P<y2>{w.YEAR_NUMBER}|\d\d)(?![\w/-]|[,.]\d)"),
    ("time.year.en.2", "spelled", rf"\b{_STRETCH}(?:the\s+year\s+)?{_SPELLED}"),
    ("time.decade.en.1", "digit", rf"(?:\b(?:the\s+)?(?P<stretch>(?:early|mid|late)(?:[\s-]+to[\s-]+(?:mid|late))?[\s-]+)|\bthe\s+)?{_NOT_IN_NUMBER}(?P<y>(?:1[5-9]|20)\d0|['’]\d0)['’]?s\b"),
    ("time.decade.en.2", "spelled", r"\bthe\s+(?P<stretch>(?:early|mid|late)[\s-]+)?(?:nineteen[\s-])?(?P<spelled>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"),
    ("time.century.en.1", "unit", r"(?:\b(?:the\s+)?(?P<stretch>(?:early|mid|late)[\s-]+)|\bthe\s+)?\b(?P<c>\d\d?)(?:st|nd|rd|th)[\s-]+century\b"),
    # Days near the report.
    ("time.near.en.1", "near", rf"(?:\b(?P<pre>(?:earlier|later|late|early|mid-?(?:morning|afternoon))\s+(?:on\s+)?|{w.PART_OF_DAY}\s+))?\b(?P<word>today|yesterday|tomorrow|tonight){_SUF}"),
    ("time.near.en.2", "near", r"\b(?:the\s+)?(?P<word>day\s+(?:before|after)\s+(?:yesterday|tomorrow))\b"),
    ("time.near.en.3", "near", r"\b(?P<pre>(?:earlier|later|late|early)\s+)?(?P<word>this\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|lunchtime)|last\s+(?:night|evening)|tomorrow\s+\w+)\b"),
    ("time.near.en.4", "near", r"\b(?P<word>overnight)\b(?!\s+(?:stay|train|bus|guest|flight|bag|success))"),
    # Calendar periods near the report.
    ("time.period.en.1", "unit", rf"\b{_STRETCH}(?P<rel>last|this\s+past|this|next|this\s+coming)\s+(?:fiscal\s+)?{_PERIOD}"),
    ("time.period.en.2", "unit", rf"\b{_STRETCH}(?P<rel>the\s+current|the\s+latest|the\s+(?:coming|upcoming))\s+(?:fiscal\s+)?{_PERIOD}"),
    ("time.period.en.3", "unit", r"(?P<stretch>\b(?:(?:earlier|later)\s+(?:in\s+)?|(?:the\s+)?(?:end|start|beginning|middle|rest|first\s+half|second\s+half)\s+of\s+))?(?P<rel>the)\s+(?:fiscal\s+|full\s+)?(?P<u>week|weekend|month|year|quarter|day)\b"),
    ("time.period.en.4", "unit", r"\b(?P<u>year|month|week)(?:['’]s)?[\s-]end\b"),
    ("time.quarter.en.1", "unit", rf"\b(?:the\s+)?(?:(?P<rel>last|this|next)\s+year['’]s\s+|(?P<ago>year-(?:ago|earlier))\s+|(?P<y>{w.YEAR_NUMBER})\s+)?(?:fiscal\s+)?{_ORDINAL_QUARTER}(?:[\s-]+quarter)?(?:,?\s+(?:of\s+)?(?:fiscal\s+)?(?P<y2>{w.YEAR_NUMBER})\b|\s+(?:of\s+)?(?P<rel2>last|this|next)\s+year\b)?"),
    # What figures are compared over: "the 1988 period", "the same quarter last year".
    ("time.compared.en.1", "unit", rf"\bthe\s+(?P<y>{w.YEAR_NUMBER})\s+(?P<u>quarter|period)\b"),
    ("time.compared.en.2", "unit", rf"\b(?:the|its)\s+(?:(?:same|corresponding|comparable|equivalent|like)\s+(?P<u>quarter|period)\s+(?:of\s+|in\s+|the\s+)?(?:last\s+year|previous\s+year|a\s+year\s+(?:ago|earlier|before)|(?P<y>{w.YEAR_NUMBER})\b)|(?:comparable\s+)?year-(?:ago|earlier)\s+(?:quarter|period))"),
    ("time.compared.en.3", "unit", r"\b(?:the\s+)?(?:last\s+year['’]s|year-(?:ago|earlier))\s+(?P<u>quarter|period)\b"),
    ("time.compared.en.4", "unit", r"\b(?P<now>the\s+latest|this|that|the)\s+(?P<u>period)\b"),
    ("time.season.en.1", "season", rf"\b(?:(?:the\s+)?(?P<stretch>(?:early|late|mid)[\s-]+))?(?:(?P<rel>last|this\s+past|this|next|the\s+previous|the\s+following|that)\s+|the\s+)?(?P<s>{w.SEASON})(?:(?:,?\s+of|,)?\s+(?:(?P<y>{w.YEAR_NUMBER})\b|{_SPELLED}|(?P<yw>last|this|next)\s+year\b))?"),
    ("time.holiday.en.1", "holiday", rf"{_PRE}\b(?P<h>{w.HOLIDAY})(?:,?\s+{_Y}|\s+(?P<yw>last|this|next)\s+year)?{_SUF}"),
    ("time.named.en.1", "digit", rf"{_NOT_IN_NUMBER}(?:(?P<h>9/11|7/7|26/11)(?![/\d]))"),
    # Counted from the report, or from the story.
    ("time.ago.en.1", "unit", rf"\b(?P<about>{w.ABOUT}){_N}?{_U}(?P<so>\s+or\s+(?:so|more|two))?\s+(?:ago\b|back\b)"),
    ("time.offset.en.1", "unit", rf"\b(?P<about>{w.ABOUT}){_N}?{_U}(?:\s+or\s+so)?\s+(?P<side>earlier|later|beforehand|afterwards?|previously|before\s+(?:that|then)|after\s+that|prior(?!\s+to))\b"),
    ("time.offset.en.2", "unit", rf"\b(?P<about>{w.ABOUT}){_N}?{_U}\s+(?P<side>before|after|prior\s+to|following)\b"),
    ("time.story.en.1", "unit", rf"(?:\b(?P<stretch>earlier|later|early|late)\s+(?:on\s+|in\s+)?)?\b(?P<rel>the\s+(?:(?:very\s+)?(?:previous|following|next|same|preceding|prior)|(?:year|month|week|day)-(?:earlier|ago))|that(?:\s+same|\s+very)?|a(?=\s+year))\s+(?P<u>day|night|morning|afternoon|evening|week|weekend|month|quarter|year|(?<=-ago\s)period|(?<=-earlier\s)period)\b(?:['’]s)?{_SUF}"),
    ("time.story.en.2", "unit", r"\b(?:the\s+)?(?P<u>day|night|morning|week|month|year)\s+(?P<side>before|after)\b"),
    ("time.story.en.3", "unit", r"\b(?P<rel>year-(?:earlier|ago))\b(?:\s+(?P<u>quarter|period))?"),
    # Stretches up to the report or from it.
    ("time.past.en.1", "unit", rf"\b(?:(?:the|these|its|their)\s+)?(?:past|last|previous|preceding)\s+{_N}?{_U}"),
    ("time.past.en.2", "unit", r"\b(?:the\s+)?(?:more\s+)?recent\s+(?P<u>days|weeks|months|years|decades|quarters|hours)(?:\s+and\s+(?P<u2>weeks|months|years))?\b"),
    ("time.past.en.3", "unit", rf"\bthe\s+(?:(?P<latest>latest)|first)\s+{_N}{_U}(?:\s+of\s+(?:{_Y}|(?P<yw>this|last)\s+year|the\s+year))?"),
    ("time.coming.en.1", "unit", rf"\b(?:(?:(?:the|these)\s+)?(?:next|coming|future(?=\s+[a-z]+s\b))|(?:the|these)\s+following|following(?=\s+{w.COUNT}\s))\s+{_N}?{_U}"),
    # Clock times, lengths, repetitions, vague references: known so that they are not taken for dates.
    ("time.clock.en.1", "clock", rf"\b(?P<clock>{w.CLOCK})"),
    ("time.age.en.1", "unit", r"\b(?:\w+|\d+)[\s-](?:years?|months?|weeks?|days?)[\s-](?:olds?)\b|\baged?\s+(?:between\s+)?\d+(?:\s+(?:to|and)\s+\d+)?"),
    ("time.duration.en.1", "unit", rf"\b(?P<about>{w.ABOUT})(?:the\s+)?{_N}(?:(?:to|or|and)\s+(?P<n2>{w.COUNT})[\s-]+)?{_U}(?:-long\b)?"),
    ("time.duration.en.2", "unit", r"(?<!\w-)\b(?P<u>(?:second|minute|hour|day|week|month|year|decade|centurie)s)(?:\s+(?:and|or)\s+(?P<u2>days|weeks|months|years|decades))?\b"),
    ("time.duration.en.3", "unit", r"(?<![\w-])(?P<u>(?:hour|day|night|week|month|year|decade)s?)-?long\b"),
    ("time.set.en.1", "unit", rf"\b(?:every|each|per)\s+(?:(?:other|single)\s+)?{_N}?(?P<u>day|night|morning|week|weekend|month|quarter|year|hour|minute)\b"),
    ("time.set.en.2", "weekday", rf"\b(?:(?:every|each)\s+(?P<w>{w.WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?|(?:on\s+)?(?P<w2>(?:{'|'.join(w.WEEKDAYS)})s)\b(?!['’]))"),
    ("time.set.en.3", "often", r"\b(?P<often>daily|weekly|monthly|yearly|annually|hourly|quarterly|nightly)\b"),
    ("time.set.en.4", "month", rf"\b(?:every|each)\s+(?P<m>{w.FULL_MONTH})\b"),
    ("time.ref.en.1", "vague", r"\b(?P<now>now|currently|current|nowadays|presently|these\s+days)\b|\b(?P<past>(?:more\s+|most\s+)?recently|recent|the\s+past)\b(?!\s+(?:and|or|few|\d|two|three))|\b(?P<next>the\s+(?:(?:near\s+)?future|(?:near|short)\s+term))\b"),
)  # fmt: skip


@cache
def rules() -> tuple[TimeRule, ...]:
    """Return all rules, compiled on first use."""
    return tuple(TimeRule(rid, needs, re.compile(pattern)) for rid, needs, pattern in _TABLE)


@cache
def _rules_by_id() -> dict[str, TimeRule]:
    return {rule.id: rule for rule in rules()}


def lowered(text: str) -> str:
    """Return the text in lower case with every character still at its own offset."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def candidates(low: str, kinds: set[str]) -> Iterator[Found]:
    """Yield every match of the rules whose kind of word the lower-cased text holds."""
    for rule in rules():
        if rule.needs in kinds:
            for match in rule.pattern.finditer(low):
                if match.end() > match.start():
                    yield Found(match.start(), match.end(), rule, match)


_DIRECTIONS = {
    "since": Direction.SINCE,
    "until": Direction.UNTIL,
    "till": Direction.UNTIL,
    "up to": Direction.UNTIL,
    "by": Direction.UNTIL,
    "through": Direction.UNTIL,
    "no later than": Direction.UNTIL,
    "not later than": Direction.UNTIL,
    "on or before": Direction.UNTIL,
    "before": Direction.BEFORE,
    "prior to": Direction.BEFORE,
    "after": Direction.AFTER,
    "on or after": Direction.SINCE,
    "starting": Direction.SINCE,
    "beginning": Direction.SINCE,
    "on or about": Direction.AROUND,
    "on or around": Direction.AROUND,
    "around": Direction.AROUND,
    "about": Direction.AROUND,
    "circa": Direction.AROUND,
}
_WORDS = "|".join(d.replace(" ", r"\s+") for d in sorted(_DIRECTIONS, key=len, reverse=True))
# "since the truce began on 27 May": a clause of up to seven words without a comma may stand between.
_DIRECTION_TEXT = rf"(?P<dir>{_WORDS})\s+(?:on\s+|in\s+|at\s+|from\s+|the\s+)*|(?P<far>since)\s+(?:[^\W\d]+\s+){{1,7}}?(?:on|in|at)\s+(?:the\s+)?"
DIRECTION_BEFORE = re.compile(rf"(?<![\w-])(?:{_DIRECTION_TEXT})$")
_DIRECTION_START = re.compile(rf"(?:{_DIRECTION_TEXT})")
_CLOCK_START = re.compile(rf"(?P<clock>{w.CLOCK})(?:,?\s+(?:on\s+|of\s+|in\s+the\s+)?|\s*\(?)")
_CLOCK_END = re.compile(rf"\s*,?\s+(?P<clock>{w.CLOCK})$")
# What may stand between a clock time and its day, or a day and its clock time.
CLOCK_GAP = re.compile(r"\s*,?\s*(?:(?:on|of|at|the|about|around|local\s+time|\([^)]{1,12}\)),?\s*)*")


def direction_named(words: str) -> Direction:
    """Return the direction that a word such as "since" or "on or about" stands for."""
    return _DIRECTIONS[" ".join(words.split())]


def parts_of(text: str, rule_id: str) -> TimeParts | None:
    """Take a time expression apart by the rule that found it; None where the rule cannot read it."""
    rule = _rules_by_id().get(rule_id)
    if rule is None:
        return None
    low = lowered(text)
    starts: list[tuple[Direction | None, str]] = [(None, low)]
    for length in range(len(low), 0, -1) if _DIRECTION_START.match(low) else ():
        head = _DIRECTION_START.fullmatch(low, 0, length)
        if head:
            starts.append((direction_named(head["dir"] or head["far"]), low[length:]))
    for direction, core in starts:
        for clock, rest in _clock_forms(core):
            match = rule.pattern.fullmatch(rest)
            if match:
                return TimeParts(direction, text[len(text) - len(core) :], clock, match.groupdict())
    return None


def _clock_forms(core: str) -> Iterator[tuple[str, str]]:
    yield "", core
    head = _CLOCK_START.match(core)
    if head:
        yield head["clock"], core[head.end() :]
    tail = _CLOCK_END.search(core)
    if tail:
        yield tail["clock"], core[: tail.start()]
