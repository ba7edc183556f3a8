"""When the lead of a report sets its story.

Short local news often tells the day beside the act: "Police were called at 10 p.m. Saturday". Such a day serves the
main incident alone, and only where its own words leave the day open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from dateline.extract.findings import Findings
from dateline.extract.raw import RawTime
from dateline.extract.time_tense import is_future
from dateline.extract.times import find_times
from dateline.model import DatePrecision, DateValue, Report
from dateline.resolve.calendar import resolve_time
from dateline.resolve.scene import LATER, Cues, act_before, is_stamp, tells_state, told_before
from dateline.resolve.timeline import is_ahead
from dateline.resolve.told import ToldDate
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

_LEAD = 12  # sentences in which the story's day is told, if anywhere; a story may begin late on a web page
_RECENT = timedelta(days=14)  # a lead that names an older day tells of something else
_DATED = timedelta(days=400)  # one that tells its month and day
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.?"
_DATE_LINE = re.compile(
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}),?\s+\d{{4}}",
    re.IGNORECASE,
)
_DASHES = ("-", "–", "—")
# What mostly comes on the day of an act: weaker evidence than the act itself, better than none.
_SAME_DAY = frozenset("call die discover find hospitalize hear pronounce report respond rush".split())
_COURT = re.compile(
    r"\b(?:custody|in court|court appearance|courtroom|trial as an adult|bond|bail|no word|underway|"
    r"told (?:[A-Z]\w*\s*){1,4})\b[^,;:.]{0,24}$"
)
_CLAUSE = re.compile(r"[,;:]\s|\b(?:said|says|say)\s+(?:that\s+)?|\bthat\s+|\b(?:when|after|while|as|but)\s+")
_SAID_WHEN = re.compile(
    r"\b(?:said|says|say|announced)(?:\s+(?:so|this|it|late|early|on|in|at|an?|the|news|press|statement|release|conference|"
    r"briefing|interview|email))*\s*$",
    re.IGNORECASE,
)
_ENDINGS = ("", "s", "d", "ed")
_AFTERWARDS = LATER | {
    "investigate"
}  # "police on Friday were investigating": told of a lead, not of where an act was
_INFLECTED = {v + end for v in LATER - _SAME_DAY for end in _ENDINGS} | word_set(
    "charges court said custody bond bail hearing trial vigil funeral underway"
)
_MOST_DAYS = 2
_OF_THE_STORY = ("time.clock.", "time.offset.", "time.story.")  # times that need the story's day themselves
_MINUTE = re.compile(r"\d{1,2}:\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:happen(?:s|ed)|occurred|took place)\b", re.IGNORECASE)
_STEM = re.compile(r"\bstem(?:s|med|ming)?\s+from\b", re.IGNORECASE)  # "the charges stem from a shooting on Friday"
_IN_THE_DAY = re.compile(r"\bin the day$")
_BY_THE_STORY, _BY_WHAT_COMES_WITH_IT, _NOT_AT_ALL = range(3)


def lead_dates(
    report: Report, sentences: Sequence[Sentence], cues: Cues, found: Sequence[Findings]
) -> tuple[ToldDate, ...]:
    """Return the days that the lead may set its story on, the likeliest first.

    That is the first day told of anything but speech and what follows an act; then the first of what mostly comes
    on the same day ("died on Saturday"). Where the lead tells none, the rest of the report is asked, and at last
    a clock time of the lead, which is of the report's own day. ``found`` are the findings of the parsed sentences.
    """
    known = {f.sentence.index: f for f in found}
    for part in (sentences[:_LEAD], sentences[_LEAD:]):
        ranked = [told for s in part for told in _days(report, s, cues, known.get(s.index))]
        if ranked:
            best = min(rank for rank, _ in ranked)
            first = _narrowed([told for rank, told in ranked if rank == best])
            return (first, *(told for _, told in ranked if told is not first))
    clocks = (raw for s in sentences[:_LEAD] for raw in _times(s, known.get(s.index)) if _is_clock(s, raw, cues))
    values = ((raw, resolve_time(raw, published=report.published)) for raw in clocks)
    return tuple(ToldDate(raw, value) for raw, value in values if value is not None)[:1]


def _times(sentence: Sentence, findings: Findings | None) -> Sequence[RawTime]:
    return findings.times if findings is not None else find_times(sentence)


def _is_clock(sentence: Sentence, raw: RawTime, cues: Cues) -> bool:
    is_clock = raw.rule.startswith("time.clock.") and not is_stamp(sentence, raw)
    return is_clock and _rank(sentence, raw, cues) != _NOT_AT_ALL


def _narrowed(told: Sequence[ToldDate]) -> ToldDate:
    """Return the first date, or one within it that is told more exactly: "the weekend", then "Saturday"."""
    first = told[0]
    return next((t for t in told if t.value.days == 1 and t.value.overlaps(first.value)), first)


def _days(report: Report, sentence: Sentence, cues: Cues, findings: Findings | None) -> list[tuple[int, ToldDate]]:
    """Return the days that a sentence tells, each with its rank, 0 the best.

    Only an act's own date with its month may be long ago: a lead that names another old day tells of something else.
    """
    if sentence.text.endswith(_DASHES):
        return []  # a dateline: the day of the report, not of the story
    if _DATE_LINE.fullmatch(sentence.text.strip()):
        return []  # "Tuesday, 17 September 2019" above a report is when it was published
    told_of_act = (findings is not None and bool(findings.acts)) or _HAPPENED.search(sentence.text) is not None
    found = []
    for raw in _times(sentence, findings):
        if raw.rule.startswith(_OF_THE_STORY) or is_stamp(sentence, raw) or _IN_THE_DAY.search(raw.text):
            continue
        rank = _rank(sentence, raw, cues)
        if rank == _NOT_AT_ALL and findings is not None and act_before(findings, raw) is not None:
            rank = _BY_WHAT_COMES_WITH_IT
        future = is_future(sentence, raw) if findings is None else is_ahead(findings, raw)
        value = resolve_time(raw, published=report.published, future=future)
        if rank == _NOT_AT_ALL or value is None or value.earliest is None or value.latest is None:
            continue
        first, last = value.earliest, value.latest
        if raw.text.lower().startswith("since ") and first > report.published - _RECENT:
            value, last = DateValue(first, first, DatePrecision.DAY), first  # "on scene since Monday night"
        is_dated = told_of_act and raw.rule.startswith(("time.date.", "time.monthday."))
        reach = _DATED if is_dated else _RECENT
        is_recent = report.published - first <= reach and last <= report.published
        if is_recent and (value.days or 0) <= _MOST_DAYS:
            found.append((rank, ToldDate(raw, value)))
    return found


def _rank(sentence: Sentence, raw: RawTime, cues: Cues) -> int:
    """Return how well a time may date the story: by what is told, by what mostly comes with an act, not at all."""
    if _COURT.search(sentence.text[: raw.span.start - sentence.span.start]):
        return _NOT_AT_ALL
    if not sentence.is_parsed or raw.token is None:
        return _rank_by_words(sentence, raw)
    if (told := told_before(sentence, raw)) is not None:
        return _rank_of_verb(sentence, told, cues)
    for above in (sentence.tokens[raw.token], *sentence.ancestors(raw.token)):
        if above.is_verb:
            verbs = (above, *_between(sentence, above, raw.token), *_said_with_clock(sentence, above, raw))
            return min(_rank_of_verb(sentence, v, cues) for v in verbs)
    return _BY_THE_STORY


def _rank_of_verb(sentence: Sentence, verb: Token, cues: Cues) -> int:
    if verb.lemma in _SAME_DAY:
        return _BY_WHAT_COMES_WITH_IT
    is_later = verb.lemma in _AFTERWARDS or tells_state(sentence, verb)
    return _NOT_AT_ALL if (sentence.index, verb.start) in cues or is_later else _BY_THE_STORY


def _said_with_clock(sentence: Sentence, verb: Token, raw: RawTime) -> list[Token]:
    """Return what is said to have happened where the time can hardly be that of saying it.

    "At 6:30 p.m. Friday, police say they were called", "The sheriff says Friday a boy shot a girl": who "says" so
    does it now, and nobody gives the minute of it.
    """
    is_now = verb.lemma == "say" and verb.tag in {"VBP", "VBZ"}
    has_minute = verb.lemma in {"say", "tell", "report"} and _MINUTE.search(raw.text) is not None
    return sentence.children(verb.i, "ccomp") if is_now or has_minute else []


def _between(sentence: Sentence, above: Token, time: int) -> list[Token]:
    """Return the last verb between a verb and the time that the parse gives it: "said that it happened on Sunday".

    The nearer verb is the likelier one where the two differ.
    """
    verbs = [t for t in sentence.tokens[above.i + 1 : time] if t.is_verb and not t.dep.startswith("aux")]
    return verbs[-1:]


def _rank_by_words(sentence: Sentence, raw: RawTime) -> int:
    """As ``_rank`` for a sentence without a parse: by the words of the clause about the time."""
    at = raw.span.start - sentence.span.start
    before, after = sentence.text[:at], sentence.text[raw.span.end - sentence.span.start :]
    if _SAID_WHEN.search(before):
        return _NOT_AT_ALL
    if _STEM.search(before):
        return _BY_THE_STORY
    clause = _CLAUSE.split(before)[-1] + " " + _CLAUSE.split(after)[0]
    words = {w.strip(".,;:\"'").lower() for w in clause.split()}
    return _NOT_AT_ALL if words & _INFLECTED else _BY_THE_STORY
