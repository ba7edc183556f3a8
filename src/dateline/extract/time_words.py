"""Words and pattern parts of English time expressions: names, numbers, units, parts of the day.

The parts are regular-expression text, put together by ``time_patterns``. None holds a named group unless its
docstring or the comment above it says so, because a group's name may stand only once in a pattern.
"""

from __future__ import annotations

import re

from dateline.text.number_words import SMALL_NUMBERS, TENS

MONTHS = tuple("january february march april may june july august september october november december".split())
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {
    "spring": 3,
    "summer": 6,
    "autumn": 9,
    "fall": 9,
    "winter": 12,
}  # first month, northern, meteorological
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": -1,
}
ORDINALS["final"] = -1
ONES = list(SMALL_NUMBERS)
NUMBERS = SMALL_NUMBERS | TENS
VAGUE = {  # low and high of a vague count of units; what news desks' style guides let "few" and "several" mean
    "few": (2, 5),
    "couple": (2, 2),
    "several": (3, 9),
    "many": (3, 20),
    "some": (2, 9),
    "": (2, 9),
}
# Days that do not move, and those that move with Western Easter (days from it; Thanksgiving is the fourth Thursday of
# November in the United States). Feasts of the moon calendars are left out: their day differs by country.
HOLIDAYS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new years eve": (12, 31),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "new year's": (1, 1),
    "valentine's day": (2, 14),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "fourth of july": (7, 4),
    "july fourth": (7, 4),
    "halloween": (10, 31),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "st. patrick's day": (3, 17),
    "cinco de mayo": (5, 5),
}
EASTER_DAYS = {"palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0, "easter": 0}
EASTER_DAYS |= {"easter day": 0, "easter monday": 1, "ash wednesday": -46, "whit monday": 50, "pentecost": 49}
# Month, weekday (Monday is 0) and which of the month (-1 the last), as in the United States (5 U.S.C. 6103; custom).
FLOATING = {
    "columbus day": (10, 0, 2),
    "father's day": (6, 6, 3),
    "labor day": (9, 0, 1),
    "martin luther king day": (1, 0, 3),
    "martin luther king jr. day": (1, 0, 3),
    "memorial day": (5, 0, -1),
    "mlk day": (1, 0, 3),
    "mother's day": (5, 6, 2),
    "presidents day": (2, 0, 3),
    "presidents' day": (2, 0, 3),
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
}
NAMED_DAYS = {"9/11": (2001, 9, 11), "7/7": (2005, 7, 7), "26/11": (2008, 11, 26)}


def _either(words: object) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in words)  # type: ignore[attr-defined]


FULL_MONTH = "|".join(MONTHS)
_SHORT_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
ANY_MONTH = rf"(?:(?:{FULL_MONTH})\b|{_SHORT_MONTH})"
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + r")\b"
_SHORT_WEEKDAY = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun)\b\.?"
DAY_NUMBER = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR_NUMBER = r"(?:1[0-9]|20)\d\d"
HOLIDAY = "(?:" + _either(sorted([*HOLIDAYS, *EASTER_DAYS, *FLOATING], key=len, reverse=True)) + r")(?!\w)"
SEASON = "(?:" + "|".join(SEASONS) + r")\b"

_TENS_WORD = "|".join(TENS)
COUNT = (  # "3", "three", "twenty-four", "a couple of", "a few", "several", "half a dozen", "two and a half"
    rf"(?:\d{{1,3}}(?:\.\d|[\s-]1/2)?|(?:{_TENS_WORD})(?:[\s-](?:{'|'.join(ONES[1:10])}))?|{'|'.join(ONES[1:])}"
    r"|a\s+hundred|an?\s+couple\s+of|a\s+couple|a\s+few|couple\s+of|few|several|half\s+a\s+dozen|a\s+dozen|an?|many|some"
    r"|half\s+an?)(?:\s+and\s+a\s+half)?"
)
UNIT = (
    r"(?:second|minute|hour|day|night|week|fortnight|weekend|month|quarter|year|decade|centur(?=y|ies))(?:s|y|ies)?\b"
)
ABOUT = (
    r"(?:(?:just|nearly|almost|about|around|roughly|approximately|some|over|more\s+than|less\s+than|fewer\s+than|"
    r"at\s+least|at\s+most|up\s+to|only|barely|as\s+many\s+as|no\s+more\s+than|under)\s+)*"
)

PART_OF_DAY = (
    r"(?:early[\s-]+|late[\s-]+|mid-?|pre-?)?"
    r"(?:morning|afternoon|evening|night|lunchtime|dawn|dusk|noon|midday|midnight|daybreak|sunrise|sunset|nightfall)\b"
)
# What may stand before a day: "early on", "late", "the early hours of", "before dawn on", "the night of", "earlier".
BEFORE_DAY = (
    r"(?:(?:very\s+)?(?:early|late|earlier|later)\s+(?:(?:in\s+the\s+)?(?:morning|afternoon|evening|night)\s+)?"
    r"(?:on\s+|in\s+the\s+day\s+on\s+)?"
    r"|(?:the\s+)?(?:very\s+)?(?:early|late|small|pre-?dawn)\s+hours\s+(?:of\s+|on\s+)(?:the\s+)?"
    r"|(?:the\s+)?(?:early\s+|late\s+|mid-?)?(?:morning|afternoon|evening|night)\s+(?:of\s+|on\s+)(?:the\s+)?"
    r"|(?:(?:shortly\s+|just\s+)?(?:before|after|around|at)\s+)?"
    r"(?:dawn|dusk|noon|midday|midnight|daybreak|sunrise|sunset|nightfall)\s+(?:on\s+)?"
    r"|mid-?(?:morning|afternoon|day)\s+(?:on\s+)?|overnight\s+(?:on\s+|into\s+)?)"
)
# What may stand after one: "morning", "in the early evening", "at noon", "before dawn".
AFTER_DAY = (
    rf"(?:[\s-]+(?:{PART_OF_DAY})|,?\s+(?:in\s+the\s+|at\s+|around\s+)(?:{PART_OF_DAY})"
    rf"|\s+(?:shortly\s+)?(?:before|after)\s+(?:{PART_OF_DAY}))"
)
# A stretch of a longer period: "early", "late", "mid-", "the end of", "the first half of".
STRETCH = (
    r"(?:(?:very\s+)?(?:early|late|mid|middle|earlier|later)(?:[\s-]+(?:in\s+)?|(?=\d))"
    r"|(?:the\s+)?(?:(?:early|late|latter|first|second|last)\s+(?:part|half)|end|start|beginning|middle|close|turn|opening\s+days|"
    r"last\s+days|final\s+days)\s+of\s+)"
)
CLOCK = (
    r"(?:(?:(?:at|around|about|approximately|roughly|shortly|just|by|before|after|from|until)\s+)*"
    r"(?:(?<![\d.,:$£€-])(?:"
    r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b)"
    r"|(?:[01]?\d|2[0-4])[:.][0-5]\d(?=\s*(?:local|gmt|utc|hours|hrs|est|edt|bst|cet))(?:\s*(?:hours|hrs)\b)?"
    r"|(?:[01]\d|2[0-4]):[0-5]\d(?![\d:-])"
    r"|(?:[01]\d|2[0-4])[0-5]\d(?=\s*(?:gmt|utc|hours|hrs|local\s+time))(?:\s*(?:hours|hrs)\b)?"
    rf"|(?:1[0-2]|0?[1-9]|{'|'.join(ONES[1:13])})\s+o['’]clock"
    r"|(?<=at\s)(?:1[0-2]|[1-9])(?=\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b))"
    r"|(?:(?<=at\s)|(?<=before\s)|(?<=after\s))(?:midnight|noon|midday)\b"
    r"|(?:noon|midnight)\b(?=\s+(?:local|gmt|on)))"
    r"(?:\s+in\s+the\s+(?:morning|afternoon|evening)|\s+at\s+night)?"
    r"(?:\s*(?:local\s+time|gmt|utc|est|edt|bst|cet)\b)?(?:\s*\(\d{1,2}[:.]?\d\d\s*(?:gmt|utc|[a-z]{3,4})\))?)"
)


def count_of(words: str) -> tuple[int, int]:
    """Return the lowest and highest number that a COUNT stands for; equal unless it is vague ("a few")."""
    text = " ".join(words.lower().replace("-", " ").split())
    text = text.replace(" and a half", "").replace(" 1/2", "")
    if re.fullmatch(r"\d+(?:\.\d)?", text):
        return int(float(text)), int(float(text))
    for word, bounds in VAGUE.items():
        if word and word in text.split():
            return bounds
    if text in ("a", "an"):
        return 1, 1
    if "dozen" in text:
        return (6, 6) if "half" in text else (12, 12)
    if "hundred" in text:
        return 100, 100
    if text.startswith("half a"):
        return 0, 1
    total = sum(NUMBERS.get(word, 0) for word in text.split())
    return (total, total) if total else VAGUE[""]


def unit_of(word: str) -> str:
    """Return the singular of a UNIT: "weeks" gives "week", "centuries" gives "century"."""
    text = word.lower()
    if text.startswith("centur"):
        return "century"
    return text.removesuffix("s")


_HALF = re.compile(r"\band\s+a\s+half\b|\b1/2\b|\d\.5\b")
_SMALLER = {"year": (12, "month"), "week": (7, "day"), "day": (24, "hour"), "hour": (60, "minute")}
_SMALLER |= {"minute": (60, "second"), "decade": (10, "year"), "century": (10, "decade")}


def in_smaller_units(words: str, unit: str) -> tuple[int, str] | None:
    """Return a count with a half in the next smaller unit, "two and a half years" as 30 months; None for others."""
    if not _HALF.search(words.lower()) or unit not in _SMALLER:
        return None
    size, smaller = _SMALLER[unit]
    return count_of(words)[0] * size + size // 2, smaller


_LENGTH = re.compile(rf"(?:(?P<n>{COUNT})[\s-]+)?(?:fiscal\s+)?(?P<u>{UNIT})", re.IGNORECASE)


def length_in(words: str) -> tuple[int, str] | None:
    """Return how many of which unit words such as "the first nine months" and "the fiscal year" tell of."""
    found = [(m["n"], unit_of(m["u"])) for m in _LENGTH.finditer(words)]
    return (count_of(found[-1][0])[0] if found[-1][0] else 1, found[-1][1]) if found else None


def month_of(word: str) -> int:
    """Return the number (1-12) of a month's name, full or short, with or without a full stop."""
    start = word.lower().rstrip(".")[:3]
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(start))


def weekday_of(word: str) -> int:
    """Return the number (Monday is 0) of a weekday's name, full or short."""
    start = word.lower()[:3]
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(start))


ANY_WEEKDAY = rf"(?:{WEEKDAY}|{_SHORT_WEEKDAY})"
