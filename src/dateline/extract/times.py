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
)
from dateline.extract.time_words import FULL_MONTH, WEEKDAYS
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

# Families that name a day or a longer calendar time, which a clock time or another end of a range may join.
_CALENDAR = frozenset(
    ["date", "monthday", "weekday", "month", "monthweek", "year", "near", "period", "season", "holiday", "quarter", "story", "decade"]
)
_WITH_CLOCK = frozenset({"date", "monthday", "weekday", "near", "story", "holiday"})
_RANGE_GAP = re.compile(r"\s*(?:to|through|until|till|[-–—])\s*(?:the\s+)?(?:early\s+|late\s+)?")
_RANGE_AND = re.compile(r"\s*,?\s*and\s+(?:early\s+|late\s+|on\s+)?")
_RANGE_START = re.compile(r"\b(?P<word>from|between)\s+(?:on\s+|in\s+|the\s+)*$")
# Names of groups, places and institutions made of a date: "the April 19 Movement", "6 October Bridge".
_NAME_AFTER = re.compile(
    r"(?:\s+[A-Z][\w’'-]+){0,2}\s+(?:Movement|Group|Organi[sz]ation|Brigades?|Coalition|Front|Alliance|Army|Martyrs|"
    r"Street|Avenue|Square|Bridge|Hospital|Airport|Stadium|University|School|Battalion|City|District|Road|Mosque)\b",
    re.IGNORECASE,
)
_PAPER_AFTER = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|People|Mercury|Star|Tribune|Post|Independent|World|School)\b"
)
_NAMED_WEEKDAY = re.compile(r"(?:\b(?:black|bloody|super|cyber|mail on|ruby|freaky)\s)$", re.IGNORECASE)
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:Theresa|Mrs?\.?|Ms\.?|Dr\.?|Miss|Minister|President|Lady|Sir|Brian|Black)\s)$"
)
_MONTH_CUE = re.compile(
    r"\b(?:in|of|since|by|until|till|from|to|during|between|and|through|before|after|for|early|late|mid|or|"
    r"around|about|every|each|next|last|this|past|on|throughout|till|as|than|on)[\s-]+(?:the\s+)?$|[-–—(,]\s*$|^\s*$",
    re.IGNORECASE,
)
_YEAR_CUE = re.compile(
    r"\b(?:in|since|by|until|till|from|to|during|between|and|through|before|after|for|of|around|about|circa|year|"
    r"early|late|mid|or|than|back in|the|throughout|[a-z]+['’]s|an?|[a-z]+ber|january|february|march|april|may|june|july|"
    r"august)[\s-]+$|[-–—(,]\s*$|^\s*$",
    re.IGNORECASE,
)
_STRONG_YEAR_CUE = re.compile(
    r"\b(?:in|since|until|till|during|the|early|late|mid|year|[a-z]+['’]s)[\s-]+$", re.IGNORECASE
)
_COUNTED_AFTER = re.compile(
    r"\s+(?:people|persons?|men|women|children|civilians?|soldiers?|troops|police(?:men)?|officers?|fighters?|militants?|"
    r"members?|others?|more|or\s+more|dead|killed|injured|wounded|were|dollars?|euros?|pounds?|rupees|percent|per\s+cent|"
    r"feet|foot|met(?:er|re)s?|miles?|kilomet(?:er|re)s?|km|kg|kilos?|tons?|tonnes?|homes|houses|families|refugees|"
    r"migrants|prisoners|victims|rounds|bodies|hostages|students|workers|hours|hrs|gmt|local\s+time|votes|jobs|points)\b",
    re.IGNORECASE,
)
_NO_DIRECTION = frozenset({"clock", "duration", "set", "ref", "age", "ago", "past", "coming", "span"})
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|going\s+to|due|scheduled|expected\s+to|set\s+(?:to|for)|planned?\s+(?:to|for)|plans\s+to|"
    r"expires?|upcoming|effective|slated|hopes?\s+to|intends?\s+to|is\s+to|are\s+to|ahead\s+of|payable|'ll|’ll)\b",
    re.IGNORECASE,
)


def find_times(sentence: Sentence) -> list[RawTime]:
    """Find the time expressions of a sentence, in text order, none overlapping another.

    Lengths ("for three days"), repetitions, ages and vague words are found too, under ``time.duration.``,
    ``time.set.``, ``time.age.`` and ``time.ref.``: resolving gives None for them, and so no part of them is
    taken for a date. ``token`` is the head token of the expression where the sentence is parsed.
    """
    found = [f for f in matches_in(sentence.text) if not _parse_refuses(sentence, f)]
    times = []
    for start, end, rule in _joined(sentence.text, found):
        span = Span(sentence.span.start + start, sentence.span.start + end)
        times.append(RawTime(sentence.index, span, _head(sentence, span), rule, sentence.text[start:end]))
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
        if not any(k.start < found.end and found.start < k.end for k in kept) and _accepted(text, low, found):
            kept.append(found)
    return sorted(kept, key=lambda f: f.start)


def future_cue(sentence: Sentence, raw: RawTime) -> bool:
    """Say whether the clause of a time speaks of what is still to come ("will", "due", "scheduled").

    Where the sentence is parsed, only the verbs above the time count; else any cue before it.
    """
    if raw.token is None or not sentence.is_parsed:
        before = sentence.text[: raw.span.start - sentence.span.start]
        return _FUTURE.search(before.rsplit(";", 1)[-1]) is not None
    verb = next((t for t in sentence.ancestors(raw.token) if t.is_verb), None)
    if verb is None:
        return False
    if verb.tag in ("VBD", "VBN") and not any(t.tag == "MD" for t in sentence.children(verb.i)):
        has_to = any(t.lower in ("to", "will") for t in sentence.children(verb.i, "aux"))
        return has_to or (verb.lower in ("due", "scheduled", "slated", "set") and raw.span.start > verb.end)
    aux = [t.lower for t in sentence.children(verb.i, "aux")]
    if any(a in ("will", "shall", "'ll", "’ll", "wo") for a in aux):
        return True
    return "to" in aux and verb.tag == "VB"


def _accepted(text: str, low: str, found: Found) -> bool:
    """Refuse matches that are names, counts or words of another kind, by the words around them."""
    family, words = found.rule.family, text[found.start : found.end]
    before, after = text[: found.start], text[found.end :]
    match = found.match.groupdict()
    if family in ("date", "monthday", "days", "span") and _NAME_AFTER.match(after):
        return False
    if family in ("monthday", "month", "days", "span"):
        return _month_accepted(before, words, after, found)
    if family == "weekday":
        return not (_NAMED_WEEKDAY.search(before) or (_PAPER_AFTER.match(after) and words[:1].isupper()))
    if family == "year" and match.get("y"):
        return _year_accepted(before, words, after)
    if family == "season":
        return _season_accepted(before, after, match)
    if family == "period" and match.get("rel") == "the" and not match.get("stretch"):
        is_cued = re.search(r"\b(?:in|of|for|during|over|at)\s+$", before, re.IGNORECASE) is not None
        return is_cued and not re.match(
            r"\s+(?:of|that|when|since|to|before|after|end)\b|['’]|-", low[found.end :]
        )
    if family == "story" and match.get("rel") == "a":
        return False
    if family == "duration":
        return not re.match(r"[\s-]+(?:olds?|of\s+age)\b", after) and match.get("u") != "second"
    return True


def _month_accepted(before: str, words: str, after: str, found: Found) -> bool:
    name = found.match.group("m")
    written = words[found.match.start("m") - found.start :][: len(name)]
    is_bare = found.rule.id == "time.month.en.4"
    if written.islower() and not found.match.groupdict().get("y"):
        return False
    if (
        found.rule.id == "time.monthday.en.1"
        and name.startswith("may")
        and re.match(r"\s+(?:be|have|not|also)\b", after, re.I)
    ):
        return False
    if (
        found.rule.id == "time.monthday.en.2"
        and _COUNTED_AFTER.match(after)
        and re.search(r"(?i)\bin\s+$", before)
    ):
        return False
    if not is_bare:
        return True
    if _PERSON_BEFORE.search(before) or re.match(
        r"\s+[A-Z][a-z]+(?<!day)\b|['’]s\s+(?:government|speech)|-[A-Z]", after
    ):
        return False
    if name in ("may", "march", "august", "april", "june") and not found.match.group("stretch"):
        return bool(before.strip()) and _MONTH_CUE.search(before) is not None
    return True


def _year_accepted(before: str, words: str, after: str) -> bool:
    number = int(re.sub(r"\D", "", words)[-4:])
    if re.search(
        r"(?:[$£€#+]|\b(?:No|US|C|AK|route|highway|flight|room|unit|resolution|article|section)\.?)\s?-?$",
        before,
        re.I,
    ):
        return False
    if re.match(
        r"\s*(?:%|percent|B\.?C)|-(?:foot|mile|meter|metre|strong|member|pound|ton|acre|year)", after, re.I
    ):
        return False
    if _COUNTED_AFTER.match(after):
        return bool(_STRONG_YEAR_CUE.search(before)) and not re.match(
            r"\s+(?:hours|hrs|gmt|local)", after, re.I
        )
    if not re.fullmatch(r"\d{4}", words):
        return True
    if 1900 <= number <= 2049:
        return True
    return number >= 1400 and _YEAR_CUE.search(before) is not None


def _season_accepted(before: str, after: str, match: dict[str, str | None]) -> bool:
    if match.get("rel") or match.get("y") or match.get("yw") or match.get("stretch"):
        return True
    if re.match(
        r"\s+(?:of|to|from|in\s+love|offensive|apart|down|into|back|up|under|on|over|line|season)\b|[-\w]",
        after,
    ):
        return False
    return re.search(r"\b(?:in|during|over|since|until|by|this)\s+(?:the\s+)?$", before, re.I) is not None


def _parse_refuses(sentence: Sentence, found: Found) -> bool:
    if not sentence.is_parsed:
        return False
    groups = found.match.groupdict()
    start = sentence.span.start + found.start
    if found.rule.id in ("time.month.en.4", "time.weekday.en.1", "time.season.en.1"):
        tokens = sentence.within(Span(start, sentence.span.start + found.end))
        named = [
            t for t in tokens if t.lower[:3] in (groups.get("m") or groups.get("w") or groups.get("s") or "")
        ]
        return any(t.is_verb for t in named if t.lower in ("may", "march", "fall", "spring", "sat"))
    if found.rule.id == "time.year.en.1" and not _STRONG_YEAR_CUE.search(sentence.text[: found.start]):
        token = sentence.at(start)
        if token is not None and token.dep == "nummod":
            noun = sentence.head(token.i)
            return noun.tag == "NNS" and sentence.child(noun.i, "det", "poss") is None
    return False


def _joined(text: str, found: list[Found]) -> list[tuple[int, int, str]]:
    """Join clock times with their day, the two ends of a range, and the words that give a direction."""
    units: list[tuple[int, int, str]] = [(f.start, f.end, f.rule.id) for f in found]
    units = _clocks_joined(text, units)
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
            if "clock" in pair and pair[0] != pair[1] and _WITH_CLOCK & set(pair):
                rule = unit[2] if pair[0] == "clock" else last[2]
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
    if _family(rule) in _NO_DIRECTION or rule == "time.range.en.1":
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
    return match.start(), end, rule


_FUNCTION_WORD = re.compile(
    r"\s+(?:and|or|in|on|at|to|when|as|but|with|for|by|of|the|a|an|from|that|which|who|after|before|because|"
    r"while|were|was|is|are|has|had|have|will|would|could|said|says|if|despite|amid|against|near|it|he|they|she|we|"
    r"there|local|this|last|until|since|where|under|about|over|no|not|only|but|his|her|their|its|also)\b"
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
    tops = [t for t in inside if t.head not in numbers or t.head == t.i]
    return _best_head(tops or inside).i if inside else None


def _best_head(tops: list[Token]) -> Token:
    """Prefer the noun or number over a preposition or adverb that the expression starts with."""
    names = {*WEEKDAYS, *FULL_MONTH.split("|")}
    return min(tops, key=lambda t: (t.lower not in names, not (t.is_noun or t.pos in ("NUM", "ADV")), t.i))
