"""The value that selected words of a report tell, read by the rules that read reports, without a parser.

Where the words tell no value of the property, the person is asked to type it; the words are its evidence all the
same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.codebook import Codebook
from dateline.extract.times import find_times
from dateline.model import (
    TOLL_PROPERTIES,
    Code,
    DateValue,
    Flag,
    Kind,
    Perpetrator,
    Place,
    Report,
    Span,
    Speaker,
    Toll,
    Value,
    Victim,
)
from dateline.resolve.calendar import resolve_time
from dateline.resolve.gazetteer import open_gazetteer
from dateline.resolve.place_candidates import named
from dateline.resolve.places import place_of
from dateline.review.typed import read_value
from dateline.text.numbers import find_numbers
from dateline.text.sentence import Sentence
from dateline.text.speaker_names import kind_of

_UNKNOWN = "unknown"
_AREAS = ("admin1", "district")


def stripped(text: str, span: Span) -> Span:
    """Return a selection without the white space at its ends; raises ValueError where nothing else is in it."""
    words = span.of(text)
    if not words.strip() or span.end > len(text):
        raise ValueError("no words are selected; select those that tell it and press the key again")
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def value_in(name: str, report: Report, span: Span, book: Codebook, before: Value | None = None) -> Value | None:
    """Return the value of a property that words of a report tell, or None where they tell none.

    ``before`` is the value that it is to replace: its status, its kind and its country are kept where the words do
    not say otherwise.
    """
    words = span.of(report.text)
    if name in TOLL_PROPERTIES:
        return _toll(words, before)
    match name:
        case "date":
            return _date(words, report)
        case "place":
            return _place(words, before, book)
        case "type":
            code = _labelled(words, ((one.id, (one.id, one.label)) for one in book.types))
            return Code(code) if code else None
        case "weapon" | "target":
            return _kind(name, words, before, book)
        case "assailant":  # the side is told by more than the name: it is kept
            return replace(before, name=" ".join(words.split())) if isinstance(before, Kind) else None
        case "perpetrator":
            told = read_value(name, " ".join(words.split()), book)
            return Perpetrator(_text(told["actor"]), _text(told["name"]))
        case "victim":
            return _victim(words, before)
        case "suicide":
            return Flag(flag=True)
    return None


def speaker_in(words: str, book: Codebook) -> Speaker:
    """Return whom words name as the speaker, with the kind that the coding scheme gives such words."""
    name = " ".join(words.split())
    return Speaker(name, kind_of(name, book.speakers) or _UNKNOWN)


def _text(told: object) -> str | None:
    return None if told is None else str(told)


def _sentence(words: str) -> Sentence:
    return Sentence(0, 0, Span(0, len(words)), words)


def _toll(words: str, before: Value | None) -> Toll | None:
    found = find_numbers(_sentence(words))
    if not found:
        return None
    part, includes = (before.part, before.includes_attackers) if isinstance(before, Toll) else (False, False)
    return Toll(found[0].low, found[0].high, includes, part)


def _date(words: str, report: Report) -> DateValue | None:
    for raw in find_times(_sentence(words)):
        value = resolve_time(raw, published=report.published)
        if value is not None:
            return value
    return None


def _place(words: str, before: Value | None, book: Codebook) -> Place | None:
    """Return the largest bearer of the name, in the country told before if there is one there.

    A town comes before the province and district that are called after it.
    """
    name = " ".join(words.split()).strip(",.;")
    country = before.country if isinstance(before, Place) else None
    found = sorted(
        named(name, book.places, open_gazetteer()),
        key=lambda c: (country is not None and c.country != country, c.kind in _AREAS, -c.population),
    )
    return place_of(found[0], name) if found else None


def _labelled(words: str, known: Iterable[tuple[str, Iterable[str]]]) -> str | None:
    """Return the code whose longest label or word stands in the words."""
    low = f" {' '.join(words.casefold().replace('-', ' ').split())} "
    best: tuple[int, str] | None = None
    for code, labels in known:
        for label in labels:
            plain = label.casefold().replace("-", " ").replace("_", " ")
            if f" {plain} " in low or f" {plain}s " in low:
                best = max(best or (0, ""), (len(plain), code))
    return best[1] if best else None


def _kind(name: str, words: str, before: Value | None, book: Codebook) -> Kind | None:
    entries = book.weapons if name == "weapon" else book.targets
    code = _labelled(words, ((one.id, (one.id, one.label, *one.words)) for one in entries))
    if code is None and isinstance(before, Kind):
        return replace(before, name=" ".join(words.split()))
    return Kind(code, " ".join(words.split())) if code else None


def _victim(words: str, before: Value | None) -> Victim:
    told = " ".join(words.split())
    is_name = all(part[:1].isupper() for part in told.split())
    status, kind = (before.status, before.kind) if isinstance(before, Victim) else ("killed", _UNKNOWN)
    return Victim(told if is_name else None, None if is_name else told, status, kind)
