"""The words of a sentence by rule, cardinal numbers among them, and whether such a number can be a count.

Independent of the parser's tokens, which split "22-year-old" and "12-15" now one way, now another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text between spaces, as a set; for lists of words in code."""
    return frozenset(text.split())


_WORD = re.compile(
    r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.,])\d{1,3}(?:[  ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_"
)

SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_DOZEN = 12
_TWO = 2
_OLDEST = 110

_UNITS = word_set(
    "year years month months week weeks day days hour hours minute minutes second seconds am pm a.m p.m km "
    "kms kilometer kilometers kilometre kilometres mile miles meter meters metre metres mm cm ft foot feet "
    "inch inches yard yards acre acres hectare hectares kg kilo kilos kilogram kilograms pound pounds lb lbs "
    "ton tons tonne tonnes gallon gallons liter liters litre litres percent per pct dollar dollars euro euros "
    "rupee rupees usd dinar dinars degrees degree caliber calibre th st nd rd bst gmt est edt utc o'clock mph "
    "knots times cent cents pesos francs marks lire yen rounds nautical storey story"
)
_MONTHS = word_set(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec"
)
_NAMING = word_set(
    "image photo picture slide no number route highway flight room gate page chapter article section resolution "
    "channel line phase "
    "interstate terminal platform road street avenue floor unit camp sector district zone ward building "
    "apartment pier aged age boeing airbus league group world division table formula force level grade act"
)
_YEAR_CUES = word_set("in since of by during from until till before after early late mid and to the")
_YEARS = range(1800, 2100)
_MONEY = frozenset("$€£¥")
_JOINING = frozenset("-–—‑")
_AFTER_AGE = frozenset({"and", "was", "were"})
_NAME_ENDINGS = frozenset({"jr", "sr"})
_LISTING = frozenset({",", "and", "&"})
_PLACING = word_set("across around at from in near of on outside through throughout")
_CLOCK = (["a", ".", "m"], ["p", ".", "m"])
_STREETS = word_set("street avenue road boulevard lane st ave rd blvd drive")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a sentence: ``start`` and ``end`` count from the sentence's beginning."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        """Whether this is written in digits."""
        return self.text[0].isdigit()


def words_of(text: str) -> tuple[Word, ...]:
    """Split a text into words and marks."""
    return tuple(
        Word(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)
    )


def _touch(words: Sequence[Word], i: int) -> bool:
    return 0 < i < len(words) and words[i - 1].end == words[i].start


def _below_hundred(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    lower = words[i].lower
    if lower in SMALL_NUMBERS:
        return SMALL_NUMBERS[lower], i + 1
    if lower not in TENS:
        return None
    ones = i + 1
    if ones < len(words) and words[ones].text in _JOINING:
        ones += 1
    if ones < len(words) and 0 < SMALL_NUMBERS.get(words[ones].lower, 0) < 10:
        return TENS[lower] + SMALL_NUMBERS[words[ones].lower], ones + 1
    return TENS[lower], i + 1


def _digits(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    text = words[i].text.replace(",", "").replace(" ", "").replace(" ", "")
    scale = _SCALES.get(words[i + 1].lower) if i + 1 < len(words) else None
    if scale and scale > 100:
        return round(float(text) * scale), i + 2
    return None if "." in text or len(text) > 9 else (int(text), i + 1)


def _in_words(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    total, part, at = 0, 0, i
    if words[i].lower in ("a", "an") and i + 1 < len(words) and words[i + 1].lower in _SCALES:
        part, at = 1, i + 1
    elif small := _below_hundred(words, i):
        part, at = small
    else:
        return None
    while at < len(words):
        lower = words[at].lower
        if lower in _SCALES:
            if lower == "hundred":
                part = max(part, 1) * 100
            else:
                total, part = total + max(part, 1) * _SCALES[lower], 0
            at += 1
            continue
        joined = at + 1 if lower == "and" and words[at - 1].lower in _SCALES else at
        more = _below_hundred(words, joined) if joined < len(words) and words[at - 1].lower in _SCALES else None
        if more is None:
            break
        part, at = part + more[0], more[1]
    return total + part, at


def cardinal(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """Read a cardinal at word i, in digits or words, dozens too: its value and the index after it, or None."""
    lower = words[i].lower
    if lower == "half" and [w.lower for w in words[i + 1 : i + 3]] == ["a", "dozen"]:
        return _DOZEN // 2, i + 3
    if lower in ("a", "dozen") and "dozen" in (lower, words[i + 1].lower if i + 1 < len(words) else ""):
        return _DOZEN, i + (1 if lower == "dozen" else 2)
    found = _digits(words, i) if words[i].is_digits else _in_words(words, i)
    if found and found[1] < len(words) and words[found[1]].lower == "dozen":
        return found[0] * _DOZEN, found[1] + 1
    return found


def _word(words: Sequence[Word], i: int) -> str:
    return words[i].lower if 0 <= i < len(words) else ""


def _is_name_or_mark(words: Sequence[Word], first: int, end: int) -> bool:
    """Money, "9/11", "AK-47", "Flight 370", "10:30", "3.5", scores "2-1": what stands directly around."""
    before, after = _word(words, first - 1), _word(words, end)
    if before in _MONEY or after in ("%", "°", "$", "€", "£"):
        return True
    touching = _touch(words, first) and before not in ("(", "[", '"', "“", "'", "‘", "—", ",", ";", "+")
    if touching and not (before in _JOINING and not _touch(words, first - 1)):
        return True
    if _touch(words, end) and end < len(words):
        if after in _JOINING:
            return _touch(words, end + 1) and _word(words, end + 1) not in ("plus", "odd")
        if after in ("/", ":") or (words[end].text[0].isalpha() and words[end - 1].is_digits):
            return True
        if after in ("'", "’") or after.endswith("'s"):
            return True
    return before in ("aged", "age", "ages") or (
        before in _NAMING and (words[first].is_digits or words[first - 1].text[0].isupper())
    )


def _is_year(words: Sequence[Word], first: int, end: int, value: int) -> bool:
    if end - first != 1 or not words[first].text.isdigit() or value not in _YEARS or len(words[first].text) != 4:
        return False
    after = _word(words, end)
    return (
        _word(words, first - 1) in _YEAR_CUES | _MONTHS
        or not words[end : end + 1]
        or not words[end].text.islower()
        or not after.endswith(("s", "people", "men", "children"))
        or after in ("was", "is", "has", "as")
    )


def _is_date(words: Sequence[Word], first: int, end: int, value: int) -> bool:
    if value > 31:
        return False
    before, after = words[first - 1] if first else None, words[end] if end < len(words) else None
    return bool(
        (before and before.lower.rstrip(".") in _MONTHS and before.text[0].isupper())
        or (before and before.text == "." and first > 1 and words[first - 2].lower in _MONTHS - {"may", "march"})
        or (after and after.lower in _MONTHS and after.text[0].isupper() and words[first].is_digits)
    )


def _is_age(words: Sequence[Word], first: int, end: int, value: int) -> bool:
    """Read "John Smith, 42, ...": a number of age size between a name or noun with a comma, and a comma or stop."""
    if value > _OLDEST or not words[first].is_digits:
        return False
    if _is_in_ages(words, first):
        return True
    if _word(words, end) == "and" and end + 1 < len(words) and words[end + 1].text.isdigit():
        return _is_age_before(words, first, value)
    if _word(words, first - 1) == "and" and first > 1 and words[first - 2].text.isdigit():
        return _is_age_before(words, first - 2, int(words[first - 2].text))  # "two boys, 12 and 16, were hurt"
    closes = end >= len(words) or words[end].text in {",", ".", ")", ";", "and"} | (_JOINING - {"‑"})
    if _word(words, first - 1) == "both" and value > _TWO:
        return closes  # "two women, both 19, were shot"
    if _word(words, first - 1) == "(":
        return closes and end < len(words) and words[end].text == ")"
    opens = first >= 2 and words[first - 1].text == "," and words[first - 2].text[0].isalpha()
    if opens and _word(words, end) in _AFTER_AGE:
        return _is_full_name(words, first - 2)
    return (opens and closes) or _is_after_junior(words, first)


def _is_after_junior(words: Sequence[Word], i: int) -> bool:
    """Say whether the number at i follows a name that ends in a short form: "Pat Doe Jr., 42"."""
    return [w.text for w in words[max(0, i - 2) : i]] == [".", ","] and _word(words, i - 3) in _NAME_ENDINGS


def _is_in_ages(words: Sequence[Word], i: int) -> bool:
    """Say whether the number at i is one of a list of ages: "ages 12, 16, 17 and 18"."""
    while i > 1 and words[i - 1].lower in _LISTING:
        i -= 1
        while i > 0 and words[i - 1].lower in _LISTING:
            i -= 1
        if i == 0 or not words[i - 1].text.isdigit():
            return False
        i -= 1
    return _word(words, i - 1) in ("ages", "aged")


def _is_age_before(words: Sequence[Word], i: int, value: int) -> bool:
    """Say whether the number at i is the first of two ages: "boys, 12 and 16", "ages 12 and 16"."""
    opens = _word(words, i - 1) in ("ages", "aged") or (
        _word(words, i - 1) == "," and i > 1 and words[i - 2].text.islower()
    )
    return opens and value <= _OLDEST and words[i].is_digits


def _is_full_name(words: Sequence[Word], last: int) -> bool:
    """Say whether two capitalised words before a comma are a person's name, not a place's ("In Upper Nile")."""
    name = words[max(0, last - 1) : last + 1]
    placed = last >= 2 and words[last - 2].lower in _PLACING
    return len(name) == 2 and all(w.text[0].isupper() and w.text[-1].isalpha() for w in name) and not placed


def is_count(words: Sequence[Word], first: int, end: int, value: int) -> bool:
    """Say whether the cardinal in words[first:end] may count something; see the module numbers for what may not."""
    after = _word(words, end)
    if (after in _UNITS and after != "second") or [w.lower for w in words[end : end + 3]] in _CLOCK:
        return False
    if (
        end + 1 < len(words)
        and after.isalpha()
        and words[end].text[0].isupper()
        and _word(words, end + 1) in _STREETS
    ):
        return False
    if after == "-" and _word(words, end + 1) in ("year", "month", "day", "hour", "minute", "mile"):
        return False
    if after in SMALL_NUMBERS and words[end].text[0].isupper():
        return False  # "Image 10 of 11 Two men ...": a caption's count, then its sentence
    return not (
        _is_name_or_mark(words, first, end)
        or _is_year(words, first, end, value)
        or _is_date(words, first, end, value)
        or _is_age(words, first, end, value)
    )
