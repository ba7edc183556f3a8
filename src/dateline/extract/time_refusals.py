"""What only looks like a time: names made of dates, counts that look like years, months that are people.

The words around a match decide, and the parse where there is one.
"""

from __future__ import annotations

import re

from dateline.extract.time_patterns import Found
from dateline.extract.time_words import FULL_MONTH
from dateline.model import Span
from dateline.text.sentence import Sentence

# Names of groups, places and institutions made of a date: "the April 19 Movement", "6 October Bridge".
_NAME_AFTER = re.compile(
    r"(?:\s+(?-i:[A-Z])[\w’'-]+){0,2}\s+(?:Movement|Group|Organi[sz]ation|Brigades?|Coalition|Front|Alliance|Army|Martyrs|"
    r"Street|Avenue|Square|Bridge|Hospital|Airport|Stadium|University|School|Battalion|City|District|Road|Mosque)\b",
    re.IGNORECASE,
)
_PAPER_AFTER = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|People|Mercury|Star|Tribune|Post|Independent|World|School)\b"
)
_NAMED_WEEKDAY = re.compile(r"(?:\b(?:good|black|bloody|super|cyber|mail on|ruby|freaky)\s)$", re.IGNORECASE)
_PERSON_BEFORE = re.compile(r"(?:\b(?:Theresa|Mrs?\.?|Ms\.?|Dr\.?|Miss|Minister|President|Lady|Sir|Brian|Black)\s)$")
_NAME_ON = re.compile(rf"\s+[A-Z][a-z]+(?<!day)\b|-(?!(?i:{FULL_MONTH})\b)[A-Z]")
_MONTH_CUE = re.compile(
    r"\b(?:in|of|since|by|until|till|from|to|during|between|and|through|before|after|for|early|late|mid|or|"
    r"around|about|every|each|next|last|this|past|on|throughout|till|as|than|on)[\s-]+(?:the\s+)?$|[-–—(,]\s*$|^\s*$",
    re.IGNORECASE,
)
_SEASON_CUE = re.compile(r"\b(?:in|into|through|during|over|since|until|by|this)\s+(?:the\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|its|their|his|her)\s+$", re.IGNORECASE)
_YEAR_CUE = re.compile(
    r"\b(?:in|since|by|until|till|from|to|during|between|and|through|before|after|for|of|around|about|circa|year|"
    r"early|late|mid|or|than|back in|the|throughout|[a-z]+['’]s|an?|[a-z]+ber|january|february|"
    r"march|april|may|june|july|august)[\s-]+$|[-–—(,]\s*$|^\s*$",
    re.IGNORECASE,
)
# "two thousand people" counts, and no year is told.
_PLURAL_AFTER = re.compile(r"\s+(?:[a-z]{3,}(?<![su])s|people|police|men|women|children)\b")
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
# "its quarterly dividend" tells of a kind, "adjusted quarterly" of times.
_OF_A_KIND = re.compile(r"\s+(?:of\b|[a-z]+)(?<!\band)(?<!\bby)(?<!\bfor)(?<!\bin)(?<!\bsince)")
_PARTS_OF_A_WHOLE = ("a", "one", "three", "3")
_PLAIN_WORD = re.compile(r"\b[a-z]{4,}\b")
_PLAIN_WORDS = 2  # a headline in title case has fewer words in small letters


def is_time(text: str, low: str, found: Found) -> bool:
    """Refuse matches that are names, counts or words of another kind, by the words around them."""
    family, words = found.rule.family, text[found.start : found.end]
    before, after = text[: found.start], text[found.end :]
    match = found.match.groupdict()
    if family in ("date", "monthday", "days", "span") and _NAME_AFTER.match(after):
        return False
    if family in ("monthday", "month", "days", "span"):
        return _month_accepted(before, words, after, found)
    if found.rule.id in ("time.story.en.2", "time.offset.en.2") and re.search(
        r"(?i)\b(?:last|this|next)\s+$", before
    ):
        return False
    if family == "clock" and before.rstrip().endswith("(") and after.lstrip().startswith(")"):
        return False  # "(1620 UTC)" repeats the local time before it
    if family == "near" and re.match(r"\s+(?:programme|program|show)\b", after):
        return False
    if family == "weekday" and words.rstrip().endswith(".") and words.islower():
        return False
    if family == "weekday":
        return not (_NAMED_WEEKDAY.search(before) or (_PAPER_AFTER.match(after) and words[:1].isupper()))
    if family == "year" and match.get("y"):
        return _year_accepted(before, words, after)
    if family == "year":
        is_plain = (match.get("spelled") or "").startswith("two") and "year" not in words.lower()
        return not is_plain or not _PLURAL_AFTER.match(after)
    if family == "holiday":
        is_other = re.search(r"(?i)\b(?:orthodox|coptic|greek|russian)\s+$", before) is not None
        return not is_other and not re.match(r"(?i)\s+(?:agreement|accord|deal|rising|island|egg|bunny)", after)
    if family == "season":
        return _season_accepted(before, after, match)
    if family == "period" and match.get("rel") == "the" and not match.get("stretch"):
        if match.get("u") == "day":
            return False
        is_cued = re.search(r"\b(?:in|of|for|during|over|at)\s+$", before, re.IGNORECASE) is not None
        is_cued = is_cued or re.match(r"\s+end(?:ed|ing)\b", after) is not None
        is_bound = re.match(r"\s+(?:of|that|when|since|before|after|end)\b|['’]|-", low[found.end :])
        return is_cued and not (is_bound or re.match(r"\s+to\s+(?!\W)", low[found.end :]))
    if family in ("offset", "ago") and not match.get("n") and not (match["u"] or "").endswith("s"):
        return False
    if family == "story" and match.get("rel") == "a":
        return False
    if family == "ref" and "past" in words.split()[-1:]:
        return re.search(r"(?i)\bin\s+$", before) is not None
    if family == "period" and _is_title(text, found):
        return False
    if family == "set":
        return match.get("often") != "quarterly" or not _OF_A_KIND.match(after)
    if family == "duration":
        return _length_accepted(after, match)
    return True


def _is_title(text: str, found: Found) -> bool:
    """Say whether a unit in capitals amid plain words is of a name: "on the programme This Week"."""
    at = found.match.start("u")
    is_plain = len(_PLAIN_WORD.findall(text)) > _PLAIN_WORDS
    return text[at : at + 1].isupper() and is_plain and not text[: found.start].rstrip().endswith((".", ":"))


def _length_accepted(after: str, match: dict[str, str | None]) -> bool:
    """Refuse ages and parts of a whole ("three-quarters of them") as lengths."""
    unit, count = match.get("u") or "", match.get("n") or ""
    if re.match(r"[\s-]+(?:olds?|of\s+age)\b", after) or unit == "second":
        return False
    return not (
        unit.startswith("quarter") and count in _PARTS_OF_A_WHOLE and re.match(r"\s+(?:of|the|to|as)\b", after)
    )


def _month_accepted(before: str, words: str, after: str, found: Found) -> bool:
    name = found.match.group("m")
    written = words[found.match.start("m") - found.start :][: len(name)]
    is_bare = found.rule.id == "time.month.en.4"
    groups = found.match.groupdict()
    if written.islower() and not groups.get("y"):
        return False
    if (
        found.rule.id == "time.monthday.en.1"
        and name.startswith("may")
        and re.match(r"\s+(?:be|have|not|also)\b", after, re.I)
    ):
        return False
    is_cued = groups.get("rel") or re.search(r"(?i)\bin\s+$", before)
    if found.rule.id == "time.monthday.en.2" and _COUNTED_AFTER.match(after) and is_cued:
        return False
    if not is_bare:
        return True
    is_sure = re.search(r"(?i)\b(?:in|since|until|during|last|next|early|late)[\s-]+$", before)
    if _PERSON_BEFORE.search(before) or (_NAME_ON.match(after) and not is_sure):
        return False
    if name in ("may", "march", "august", "april", "june") and not found.match.group("stretch"):
        is_of_a_thing = _ARTICLE.search(before) and re.match(r"\s+[a-z]", after)  # "the March attack"
        return bool(before.strip()) and bool(is_of_a_thing or _MONTH_CUE.search(before))
    return True


def _year_accepted(before: str, words: str, after: str) -> bool:
    number = int(re.sub(r"\D", "", words)[-4:])
    if re.search(
        r"(?:[$£€#+]|\b(?:No|US|C|AK|route|highway|flight|room|unit|resolution|article|section)\.?)\s?-?$",
        before,
        re.I,
    ):
        return False
    if re.match(r"\s*(?:%|percent|B\.?C)|-(?:foot|mile|meter|metre|strong|member|pound|ton|acre|year)", after, re.I):
        return False
    if _COUNTED_AFTER.match(after):
        return bool(_STRONG_YEAR_CUE.search(before)) and not re.match(r"\s+(?:hours|hrs|gmt|local)", after, re.I)
    if not re.fullmatch(r"\d{4}", words):
        return True
    if 1900 <= number <= 2049:
        return True
    return number >= 1400 and _YEAR_CUE.search(before) is not None


def _season_accepted(before: str, after: str, match: dict[str, str | None]) -> bool:
    if any(match.get(name) for name in ("rel", "y", "yw", "spelled", "stretch")):
        return True
    if re.match(
        r"\s+(?:of|to|from|in\s+love|offensive|apart|down|into|back|up|under|on|over|line|season)\b|[-\w]",
        after,
    ):
        return False
    return _SEASON_CUE.search(before) is not None


def parse_refuses(sentence: Sentence, found: Found) -> bool:
    """Say whether the parse of a sentence shows that a match names no time: a verb, or a count of people."""
    if not sentence.is_parsed:
        return False
    groups = found.match.groupdict()
    start = sentence.span.start + found.start
    if found.rule.id in ("time.month.en.4", "time.weekday.en.1", "time.season.en.1"):
        tokens = sentence.within(Span(start, sentence.span.start + found.end))
        named = [t for t in tokens if t.lower[:3] in (groups.get("m") or groups.get("w") or groups.get("s") or "")]
        return any(t.is_verb for t in named if t.lower in ("may", "march", "fall", "spring", "sat"))
    if found.rule.id == "time.year.en.1" and not _STRONG_YEAR_CUE.search(sentence.text[: found.start]):
        token = sentence.at(start)
        if token is not None and token.dep == "nummod":
            noun = sentence.head(token.i)
            is_counted = noun.tag == "NNS" and sentence.child(noun.i, "det", "poss") is None
            return is_counted and sentence.tokens[token.i + 1].pos != "PROPN"  # "beat its 2016 Senate races"
    return False
