"""How likely each statement of a coded report is right: the last stage, a sum of learned weights.

A statement is described by what is known of it without reading it again: property, rule, who speaks, where in the
report it stands, whether the report says it twice or says otherwise too, in how many paragraphs and what else is told
of the act, and how long the report is. Each trait
is on a level, each level has a weight (log odds) in ``confidence.yaml``, learned on reports coded by hand and on
official records; docs/confidence.md tells how well the probabilities keep what they say. A level that the file does
not have weighs nothing, so that a new rule starts with the weight of its family and property.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import yaml

from dateline.model import (
    Coding,
    DateValue,
    Perpetrator,
    Place,
    Report,
    Statement,
    Toll,
    Victim,
)

Levels = Mapping[str, str]  # trait -> level
HEAD = 300  # characters: a headline and the first sentence
LENGTHS = (300, 700, 1_500, 3_000, 6_000)  # characters of a report
NEAR = 8  # days between an act and its report within which it is news
LEAST, MOST = 0.01, 0.99  # no probability is told as none or as certain


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds to base e: of a statement of which nothing is known, and by trait and level what they change."""

    version: str
    prior: float
    traits: Mapping[str, Mapping[str, float]]

    def probability(self, levels: Levels) -> float:
        """Return how likely a statement on these levels is right, 0.01 to 0.99, with two digits."""
        total = self.prior + math.fsum(self.traits.get(name, {}).get(level, 0.0) for name, level in levels.items())
        return min(max(round(1 / (1 + math.exp(-total)), 2), LEAST), MOST)


@cache
def load_confidence() -> Weights:
    """Return the weights that come with the package."""
    text = resources.files("dateline.link").joinpath("confidence.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    return Weights(str(told["version"]), float(told["prior"]), told["weights"])


def with_confidence(coding: Coding, weights: Weights | None = None) -> Coding:
    """Return a coding of one report whose statements say how likely they are right; nothing else of it changes."""
    weights = weights or load_confidence()
    weighed = (
        replace(statement, confidence=weights.probability(levels))
        for statement, levels in zip(coding.statements, levels_of(coding), strict=True)
    )
    return replace(coding, statements=tuple(weighed))


def levels_of(coding: Coding) -> Iterator[dict[str, str]]:
    """Yield the levels of each statement of a coding of one report, in their order."""
    if not coding.statements:
        return
    (report,) = coding.reports
    paragraphs = [n for n, character in enumerate(report.text) if character == "\n"]
    values: dict[tuple[str, str], list[str]] = {}
    told: dict[str, set[str]] = {}
    within: dict[str, set[int]] = {}
    for s in coding.statements:
        values.setdefault((s.about, s.property), []).append(repr(s.value))
        told.setdefault(s.about, set()).add(s.property)
        within.setdefault(s.about, set()).add(bisect_left(paragraphs, s.evidence.start))
    countries = Counter(s.value.country for s in coding.statements if isinstance(s.value, Place))
    for s in coding.statements:
        same = values[s.about, s.property]
        yield {
            "property": s.property,
            "family": ".".join(s.rule.split(".")[:2]),
            "rule": s.rule,
            "modality": s.modality.value,
            "voice": "a speaker's" if s.speakers else "the report's own",
            "place in the report": _position(s, report),
            "length of the report": _length(report),
            "paragraphs of the act": _paragraphs(len(within[s.about])),
            "day of the act": "told" if "date" in told[s.about] else "not told",
            "country": _country(s.value, countries),
            "told again": "yes" if same.count(repr(s.value)) > 1 else "no",
            "other values": _several(len(set(same)) - 1),
            "told of the act": _richness(len(told[s.about])),
            "exactness": _exactness(s, report),
        }


def _position(s: Statement, report: Report) -> str:
    start = s.evidence.start
    if start < HEAD:
        return "head"
    return "first half" if 2 * start < len(report.text) else "second half"


def _length(report: Report) -> str:
    at = bisect_right(LENGTHS, len(report.text))
    return f"below {LENGTHS[at]}" if at < len(LENGTHS) else f"{LENGTHS[-1]} or more"


def _paragraphs(number: int) -> str:
    return ("one", "two", "three")[number - 1] if number <= 3 else "more"


def _country(value: object, countries: Mapping[str | None, int]) -> str:
    """Return whether a place lies where most places of the report do."""
    if not isinstance(value, Place):
        return "no place"
    return "of most" if 2 * countries[value.country] >= sum(countries.values()) else "of few"


def _several(others: int) -> str:
    return "none" if others == 0 else "one" if others == 1 else "several"


def _richness(properties: int) -> str:
    return "little" if properties <= 3 else "some" if properties <= 5 else "much"


def _exactness(s: Statement, report: Report) -> str:
    """Return how exact a value is, in words of its property."""
    value = s.value
    if isinstance(value, Toll):
        return f"count: {_size(value)}"
    if isinstance(value, DateValue):
        day = value.latest or value.earliest
        near = day is not None and abs((report.published - day).days) <= NEAR
        return f"date: {value.precision.value}, {'new' if near else 'old'}"
    if isinstance(value, Place):
        return f"place: {value.precision.value}"
    if isinstance(value, Perpetrator):
        return "who: known actor" if value.actor else "who: named" if value.name else "who: nobody"
    if isinstance(value, Victim):
        return f"victim: {'not named' if not value.name else 'one word' if ' ' not in value.name else 'full name'}"
    return "no degrees"


def _size(toll: Toll) -> str:
    if toll.part:
        return "part"
    if toll.low is None or toll.low != toll.high:
        return "open"
    return "none" if toll.low == 0 else "one" if toll.low == 1 else "below ten" if toll.low < 10 else "ten or more"
