"""Values as people type them: ``12``, ``12-15``, ``12+``, ``2017-06-07``, a code or its label, JSON for all else."""

from __future__ import annotations

import json
import re
from datetime import date

from dateline.codebook import Codebook
from dateline.codebook.words import country_code
from dateline.model import TOLL_PROPERTIES

_RANGE = re.compile(r"(\d+)?(\.\.|-|–|\+)?(\d+)?")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
Typed = dict[str, object]


def read_count(words: str) -> dict[str, int | None] | None:
    """Return the bounds of a count written as 12, 12-15, 12.., 12+ or ..15; None for other words."""
    found = _RANGE.fullmatch(words.strip().replace(",", ""))
    if not found or not (found[1] or found[3]) or (found[2] == "+" and found[3]) or (found[2] is None and found[3]):
        return None
    low = int(found[1]) if found[1] else None
    high = int(found[3]) if found[3] else (low if found[2] is None else None)
    return {"low": low, "high": high}


def read_value(name: str, words: str, book: Codebook) -> Typed:
    """Return a typed value of a property in the contract's form, or the fields of it that were typed.

    Raises ValueError for what is no value of the property; the message says how to write one.
    """
    words = words.strip()
    if words.startswith("{"):
        try:
            return dict(json.loads(words))
        except ValueError as error:
            raise ValueError(f"{words!r} is not JSON ({error}); `show --format json` prints values") from error
    typed = _plain(name, words, book)
    if typed is None:
        raise ValueError(f"{words!r} is no value of {name}; {HOW_TO_WRITE.get(name, _AS_JSON)}")
    return typed


_AS_JSON = "write it as JSON, as `show --format json` prints it"
HOW_TO_WRITE = {
    **dict.fromkeys(TOLL_PROPERTIES, "write 12, 12-15, 12+ or ..15"),
    "date": "write 2017-06-07, 2017-06, or 2017-06-05..2017-06-07",
    "type": "write a code of the codebook or its label",
    "target": "write a code of the codebook or its label",
    "weapon": "write a code of the codebook or its label",
    "suicide": "write yes or no",
    "perpetrator": "write a name or an id of the codebook",
    "place": "write a town, then province and country: Kabul, Kabul, AF",
    "assailant": "write the name that the report gives; JSON with type and name for another side",
    "victim": "write a name or a description, and the status in brackets: two pupils (killed)",
}


def _plain(name: str, words: str, book: Codebook) -> Typed | None:
    if not words:
        return None
    if name in TOLL_PROPERTIES:
        bounds = read_count(words)
        return dict(bounds) if bounds else None
    match name:
        case "type" | "target" | "weapon":
            code = _code(words, _labels(name, book))
            return {("code" if name == "type" else "type"): code} if code else None
        case "date":
            return _days(words)
        case "suicide":
            return {"flag": words.casefold() in ("yes", "true")} if words.casefold() in _FLAGS else None
        case "perpetrator":
            return _actor(words, book)
        case "assailant":
            return {"name": words}
        case "place":
            return _place(words)
        case "victim":
            return _victim(words)
    return None


_FLAGS = ("yes", "no", "true", "false")


def _labels(name: str, book: Codebook) -> list[tuple[str, str]]:
    """Return code and label of what a property may be."""
    if name == "type":
        return [(one.id, one.label) for one in book.types]
    kinds = book.weapons if name == "weapon" else book.targets
    return [(one.id, one.label) for one in kinds]


def _code(words: str, known: list[tuple[str, str]]) -> str | None:
    wanted = words.casefold()
    return next((code for code, label in known if wanted in (code.casefold(), label.casefold())), None)


def _days(words: str) -> Typed | None:
    parts = [part.strip() for part in words.split("..")]
    spans = [_span(part) for part in parts]
    if len(parts) > 2 or any(span is None for span in spans):
        return None
    first, last = spans[0], spans[-1]
    assert first is not None  # told above
    assert last is not None
    precision = first[2] if len(parts) == 1 else "range"
    return {"earliest": first[0].isoformat(), "latest": last[1].isoformat(), "precision": precision}


def _span(words: str) -> tuple[date, date, str] | None:
    found = _DAY.fullmatch(words)
    if not found:
        return None
    year, month, number = int(found[1]), found[2], found[3]
    try:
        if number:
            day = date(year, int(month), int(number))
            return day, day, "day"
        if month:
            first = date(year, int(month), 1)
            after = date(year + first.month // 12, first.month % 12 + 1, 1)
            return first, date.fromordinal(after.toordinal() - 1), "month"
        return date(year, 1, 1), date(year, 12, 31), "year"
    except ValueError:  # there is no such day
        return None


def _actor(words: str, book: Codebook) -> Typed:
    wanted = words.casefold()
    for entry in book.actors.entries:
        names = (entry.id, entry.name, *entry.aliases, *entry.ambiguous)
        if wanted in (name.casefold() for name in names):
            return {"actor": entry.id, "name": entry.name}
    return {"actor": None, "name": words}


def _place(words: str) -> Typed | None:
    parts = [part.strip() for part in words.split(",") if part.strip()]
    country = country_code(parts[-1]) if parts else None
    if country is None:
        return None
    inner = parts[:-1]
    spot: Typed = {"lat": None, "lon": None, "country": country}
    if not inner:
        return {**spot, "name": parts[-1], "city": None, "admin1": None, "precision": "country"}
    admin1 = inner[1] if len(inner) > 1 else None
    return {**spot, "name": inner[0], "city": inner[0], "admin1": admin1, "precision": "city"}


_STATUS = re.compile(r"(.+?)\s*\(([a-z_ ]+)\)")


def _victim(words: str) -> Typed:
    found = _STATUS.fullmatch(words)
    told, status = (found[1], found[2].replace(" ", "_")) if found else (words, "killed")
    is_name = all(part[:1].isupper() for part in told.split())
    return {
        "name": told if is_name else None,
        "description": None if is_name else told,
        "status": status,
        "kind": "unknown",
    }
