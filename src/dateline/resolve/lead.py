"""Where and when the lead of a report sets its story.

Short local news often tells the day and the town beside the act: "Police were called at 10 p.m. Saturday", "Memphis
police", a dateline. These serve the main incident alone, and only where its own words leave day or town open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from dateline.extract.raw import RawTime
from dateline.extract.times import find_times, is_future
from dateline.model import PlacePrecision, Report
from dateline.resolve.calendar import resolve_time
from dateline.resolve.scene import LATER, Cues
from dateline.resolve.told import ToldDate, ToldPlace
from dateline.text.sentence import Sentence

_LEAD = 12  # sentences in which the story's day is looked for
_RECENT = timedelta(days=14)  # a lead that names an older day tells of something else
_EARLY = 3  # sentences whose towns count double
_DASHES = ("-", "–", "—")
_NOT_TOWNS = frozenset({"from", "adjective", "to"})


def lead_date(report: Report, sentences: Sequence[Sentence], cues: Cues) -> ToldDate | None:
    """Return the first day that the lead names for anything but speech and what follows an act, or None."""
    for sentence in sentences[:_LEAD]:
        if sentence.text.endswith(_DASHES):
            continue  # a dateline: the day of the report, not of the story
        for raw in find_times(sentence):
            if _is_later_news(sentence, raw, cues):
                continue
            value = resolve_time(raw, published=report.published, future=is_future(sentence, raw))
            if value is None or value.earliest is None or value.latest is None or (value.days or 0) > 2:
                continue
            if report.published - value.earliest <= _RECENT and value.latest <= report.published:
                return ToldDate(raw, value)
    return None


def _is_later_news(sentence: Sentence, raw: RawTime, cues: Cues) -> bool:
    if not sentence.is_parsed or raw.token is None:
        words = {w.strip(".,;:\"'").lower() for w in sentence.text.split()}
        return bool(words & {verb + end for verb in LATER for end in ("", "s", "d", "ed")}) or "said" in words
    for above in (sentence.tokens[raw.token], *sentence.ancestors(raw.token)):
        if above.is_verb:
            return (sentence.index, above.start) in cues or above.lemma in LATER
    return False


def lead_towns(places: Sequence[ToldPlace], sentences: Sequence[Sentence]) -> tuple[ToldPlace, ...]:
    """Return the towns of a report, the likeliest scene first: often named, and early."""
    early = {s.index for s in sentences[:_EARLY]}
    weight: defaultdict[tuple[str | None, str | None, str | None], float] = defaultdict(float)
    first: dict[tuple[str | None, str | None, str | None], ToldPlace] = {}
    for told in sorted(places, key=lambda p: p.raw.span):
        place = told.value
        if place.precision is not PlacePrecision.CITY or told.raw.cue in _NOT_TOWNS:
            continue
        key = (place.city, place.admin1, place.country)
        placed = 1.0 if told.raw.cue else 0.4  # a bare name may be a person's
        weight[key] += placed * (2 if told.raw.sentence in early or told.raw.cue == "dateline" else 1)
        first.setdefault(key, told)
    return tuple(
        sorted(first.values(), key=lambda p: (-weight[p.value.city, p.value.admin1, p.value.country], p.raw.span))
    )
