"""Numbers in a sentence with the words that bound them: "at least 90", "two dozen", "between 12 and 15".

Read from the words, not the parse, so that unparsed sentences give the same. Found are counts of anything;
ages, dates, years, clock times, money, measures, percentages, ranks, scores, names with numbers and "9/11"
are never found. The bounds follow the codebook's section ``tolls``: low and high are inclusive, None is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.codebook import load_codebook
from dateline.codebook.tolls import Bound, Limit, Tolls
from dateline.model import Span
from dateline.text.number_words import Word, cardinal, is_count, words_of
from dateline.text.sentence import Sentence

_LONGEST = 6  # words of a bound or a vague count
_AFTER = {
    ("or", "more"): "at_least",
    ("or", "above"): "at_least",
    ("or", "over"): "at_least",
    ("and", "more"): "at_least",
    ("-", "plus"): "at_least",
    ("+",): "at_least",
    ("or", "fewer"): "at_most",
    ("or", "less"): "at_most",
    ("or", "so"): "about",
    ("-", "odd"): "about",
    ("odd",): "about",
}
_TO = frozenset({"to", "or", "-", "–", "—", "‑"})


@dataclass(frozen=True, slots=True)
class NumberPhrase:
    """One number with its bounding words.

    ``low`` and ``high`` are inclusive, None is open; ``exact`` says that one number was told without a bound;
    ``core`` is the token that ends the number proper and ``tokens`` all its tokens (empty, and core None, in
    unparsed sentences); ``rule`` names the bound or the vague word, e.g. ``number.at_least.en.1``.
    """

    span: Span
    low: int | None
    high: int | None
    exact: bool
    rule: str
    tokens: tuple[int, ...]
    core: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """Words first..end hold a number, whose proper part ends at word ``core``."""

    first: int
    end: int
    core: int
    low: int | None
    high: int | None
    rule: str


def _limit(limit: Limit, low: int | None, high: int | None) -> int | None:
    number = low if low is not None else high
    if number is None or limit == "open":
        return None
    return max(0, number + {"n": 0, "n+1": 1, "n-1": -1}[limit])


def _bounded(found: _Found, bound: Bound, first: int, end: int) -> _Found:
    if bound.low == "n" and bound.high == "n":  # "about", "all": as told, whatever inner words said
        return replace(found, first=first, end=end, rule=found.rule if found.low != found.high else bound.id)
    if found.high is None and bound.high != "open":  # "nearly hundreds" tells no upper limit
        return replace(found, first=first, end=end)
    low, high = _limit(bound.low, found.low, found.high), _limit(bound.high, found.high, found.low)
    return replace(found, first=first, end=end, low=low, high=high, rule=bound.id)


def _read_vague(words: Sequence[Word], i: int, scheme: Tolls) -> _Found | None:
    if words[i].lower not in scheme.vague_openers:
        return None
    for size in range(min(_LONGEST, len(words) - i), 0, -1):
        vague = scheme.vague_of_words.get(tuple(w.lower for w in words[i : i + size]))
        if vague:
            ends_in_of = words[i + size - 1].lower == "of"
            end = i + size - (1 if ends_in_of else 0)
            return _Found(i, end, end - 1, vague.low, vague.high, vague.id)
    return None


def _read_number(words: Sequence[Word], i: int, scheme: Tolls) -> _Found | None:
    if vague := _read_vague(words, i, scheme):
        return vague
    first = cardinal(words, i)
    if first is None:
        return None
    value, end = first
    if end < len(words) and words[end].lower in _TO and end + 1 < len(words):
        second = cardinal(words, end + 1)
        touching = words[end].lower not in ("to", "or") and words[end].start == words[end - 1].end
        if second and second[0] > value and is_count(words, end + 1 - touching, second[1], second[0]) | touching:
            before_ok = is_count(words, i, second[1], value) or not touching
            if before_ok and not _is_spoilt(words, i, second):
                return _Found(i, second[1], second[1] - 1, value, second[0], "range")
    return _Found(i, end, end - 1, value, value, "exact") if is_count(words, i, end, value) else None


def _is_spoilt(words: Sequence[Word], i: int, second: tuple[int, int]) -> bool:
    """Whether a range is of years, ages or measures."""
    return not is_count(words, i, second[1], second[0])


def _read_between(words: Sequence[Word], i: int) -> _Found | None:
    if words[i].lower not in ("between", "from") or i + 1 >= len(words):
        return None
    first = cardinal(words, i + 1)
    if first is None or first[1] + 1 >= len(words):
        return None
    joint = "and" if words[i].lower == "between" else "to"
    second = cardinal(words, first[1] + 1) if words[first[1]].lower == joint else None
    if second is None or second[0] <= first[0] or not is_count(words, first[1] + 1, second[1], second[0]):
        return None
    return _Found(i, second[1], second[1] - 1, first[0], second[0], "range")


def _with_words_before(words: Sequence[Word], found: _Found, scheme: Tolls, left: int) -> _Found:
    while True:
        for size in range(min(_LONGEST, found.first - left), 0, -1):
            start = found.first - size
            bound = scheme.bound_of_words.get(tuple(w.lower for w in words[start : found.first]))
            if bound:
                found = _bounded(found, bound, start, found.end)
                break
        else:
            return found


def _with_words_after(words: Sequence[Word], found: _Found, scheme: Tolls) -> _Found:
    bounds = {bound.id: bound for bound in scheme.bounds}
    for size in (2, 1):
        rule = _AFTER.get(tuple(w.lower for w in words[found.end : found.end + size]))
        if rule in bounds and len(words) >= found.end + size and found.rule == "exact":
            return _bounded(found, bounds[rule], found.first, found.end + size)
    return found


def _read(words: Sequence[Word], scheme: Tolls) -> list[_Found]:
    found: list[_Found] = []
    at = left = 0
    while at < len(words):
        number = _read_between(words, at) or _read_number(words, at, scheme)
        if number is None:
            skipped = cardinal(words, at)
            at = left = skipped[1] if skipped else at + 1
            left = left if skipped else (found[-1].end if found else 0)
            continue
        number = _with_words_before(words, _with_words_after(words, number, scheme), scheme, left)
        found.append(number)
        at = left = max(number.end, at + 1)
    return found


def find_numbers(sentence: Sentence, scheme: Tolls | None = None) -> list[NumberPhrase]:
    """Find the numbers of a sentence that may count something, in text order, with the codebook's bounds."""
    scheme = scheme or load_codebook().tolls
    words = words_of(sentence.text)
    phrases: list[NumberPhrase] = []
    for found in _read(words, scheme):
        base = sentence.span.start
        span = Span(base + words[found.first].start, base + words[found.end - 1].end)
        tokens = tuple(t.i for t in sentence.tokens if t.start < span.end and t.end > span.start)
        core = sentence.at(base + words[found.core].start)
        exact = found.low == found.high and found.rule in ("exact", "exactly")
        phrases.append(
            NumberPhrase(
                span,
                found.low,
                found.high,
                exact,
                f"number.{found.rule}.en.1",
                tokens,
                core.i if core else None,
            )
        )
    return phrases
