"""The days of acts that a report tells as news without naming any: shootings, stabbings, and what still goes on.

Short local news often leaves the day out: "Two people are dead after a shooting near the mill". What a report opens
with happened, as a rule, on its own day or on the one before; where it opens with what follows an act (the dead are
named, somebody is held), the act was before its day. Of 63 such reports of shootings in local news 40 were
of those days, and 12 were more than a week late, most of them news of courts, which date nothing here. What is told
to go on ("clashes are continuing") goes on on the report's own day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from dateline.extract.raw import RawTime
from dateline.link.cells import Cell
from dateline.link.drafts import Draft
from dateline.model import DatePrecision, DateValue, Outcome, Report
from dateline.resolve.told import ToldDate

RULE = "time.fresh.en.1"
GOING_ON = "time.going_on.en.1"
_LASTING = frozenset({"continue", "rage"})
_TYPES = frozenset({"armed_assault", "clash"})  # a shootout; of wars and bombings the day is told, or long past
_HEAD = 400  # characters in which a report says what its news is
_BEFORE = 1  # days from an act to its first news
_FOLLOWING = 3  # days from an act to news of what follows it
_COURTS = re.compile(
    r"\b(?:accus|acquit|appeal|arraign|attorney|charge|convict|court|documents?\b|guilty|hearing|indict|judge|jurors?\b|"
    r"jury|lawsuit|manslaughter|plea|pled|prosecut|sentenc|su(?:es|ed)\b|testif|trial|verdict)",
    re.IGNORECASE,
)
_LONG_AFTER = re.compile(
    r"\b(?:anniversary|archive|last (?:month|year|summer|fall|winter|spring)|memorial|months?|mourn|reported in|"
    r"remember|weeks?|years ago)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:arrest(?:ed|s)?|autopsy|coroner|id(?:'d|s)?|identif(?:y|ies|ied)|in jail|medical examiner|named?|"
    r"remains?|victims? of)\b",
    re.IGNORECASE,
)


def fresh_date(draft: Draft, beside: Sequence[Cell], report: Report) -> ToldDate | None:
    """Return the days on which the act that opens a report may have been, where the report tells no day of it.

    ``beside`` are cells that tell of the act too: those of its group.
    """
    first = next((c for c in draft.cells if c.acts), None)
    if first is None or first.sentence.span.start >= _HEAD or not is_local_crime(draft):
        return None
    if draft.outcome is not Outcome.COMPLETED or any(c.dates for c in (*draft.cells, *beside)):
        return None
    head = report.text[: first.sentence.span.end]
    if _COURTS.search(head) or _LONG_AFTER.search(head):
        return None
    day = timedelta(days=1)
    is_after = _AFTER.search(head) is not None
    last = report.published - day if is_after else report.published
    value = DateValue(report.published - (_FOLLOWING if is_after else _BEFORE) * day, last, DatePrecision.RANGE)
    act = first.acts[0]
    return ToldDate(RawTime(act.sentence, act.span, act.token, RULE, ""), value)


def going_on_date(draft: Draft, report: Report) -> ToldDate | None:
    """Return the report's day where it tells of an act without a day that the act goes on, None otherwise."""
    if draft.outcome is not Outcome.COMPLETED or any(c.dates for c in draft.cells):
        return None
    for cell in draft.cells:
        act = next((a for a in cell.acts if a.token is not None and _goes_on(cell, a.token)), None)
        if act is not None:
            value = DateValue(report.published, report.published, DatePrecision.DAY)
            return ToldDate(RawTime(act.sentence, act.span, act.token, GOING_ON, ""), value)
    return None


def _goes_on(cell: Cell, token: int) -> bool:
    """Say whether a noun of action is told to last: "clashes are continuing", "fighting rages"."""
    noun = cell.sentence.tokens[token]
    verb = cell.sentence.head(token)
    if noun.dep != "nsubj" or verb.lemma not in _LASTING:
        return False
    return verb.tag in {"VBZ", "VBP"} or (verb.tag == "VBG" and bool(cell.sentence.children(verb.i, "aux")))


def is_local_crime(draft: Draft) -> bool:
    """Say whether an act is a shooting or stabbing by its words, or by a gun where they name no type."""
    with_gun = any(k.property == "weapon" and k.type == "firearm" for c in draft.cells for k in c.kinds)
    return draft.types <= _TYPES and (with_gun or "armed_assault" in draft.types)
