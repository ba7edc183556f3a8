"""The contract's JSON, version 1, read back into values of the model: the reverse of ``Coding.to_json``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from dateline.ledger.rows import value_of
from dateline.model import (
    BestValue,
    Coding,
    DateValue,
    Evidence,
    Group,
    Incident,
    Modality,
    Outcome,
    Place,
    Report,
    Speaker,
    Statement,
    Tally,
)

_Told = Mapping[str, object]


def coding_from(document: _Told) -> Coding:
    """Return the coding that a document of the contract holds; raises KeyError, TypeError or ValueError for another.

    Keys that the contract does not know are left out, and so is what was set aside.
    """

    def listed(name: str) -> list[_Told]:
        return cast("list[_Told]", document.get(name, []))

    return Coding(
        tuple(_report(told) for told in listed("reports")),
        tuple(_incident(told) for told in listed("incidents")),
        tuple(Group(_word(told, "id"), _words(told, "incidents"), _best(told)) for told in listed("groups")),
        tuple(_statement(told) for told in listed("statements")),
        tuple(_tally(told) for told in listed("tallies")),
        made_by=dict(cast("dict[str, str]", document.get("made_by", {}))),
    )


def _word(told: _Told, name: str) -> str:
    value = told[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r} and no text")  # noqa: TRY004 - a fault of the text, not the program
    return value


def _word_or_none(told: _Told, name: str) -> str | None:
    return None if told[name] is None else _word(told, name)


def _words(told: _Told, name: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", told[name]))


def _day(told: _Told, name: str) -> date | None:
    return None if told[name] is None else date.fromisoformat(_word(told, name))


def _report(told: _Told) -> Report:
    return Report(
        _word(told, "id"),
        _word(told, "text"),
        date.fromisoformat(_word(told, "published")),
        _word_or_none(told, "outlet"),
        _word_or_none(told, "title"),
        _word_or_none(told, "url"),
        _word(told, "language"),
        _word(told, "sha256"),
    )


def _incident(told: _Told) -> Incident:
    when, where = cast("_Told | None", told["date"]), cast("_Told | None", told["place"])
    return Incident(
        _word(told, "id"),
        _words(told, "types"),
        Outcome(_word(told, "outcome")),
        bool(told["suicide"]),
        cast("DateValue", value_of("date", when)) if when else None,
        cast("Place", value_of("place", where)) if where else None,
        _word_or_none(told, "group"),
        _best(told),
        _words(told, "reports"),
    )


def _best(told: _Told) -> dict[str, BestValue]:
    values = cast("dict[str, dict[str, object]]", told["best"])
    return {
        name: BestValue(cast("int | None", best["low"]), cast("int | None", best["high"]), str(best["rule"]))
        for name, best in values.items()
    }


def _statement(told: _Told) -> Statement:
    speakers = cast("list[_Told]", told["speakers"])
    name = _word(told, "property")
    return Statement(
        _word(told, "id"),
        _word(told, "about"),
        name,
        value_of(name, cast("_Told", told["value"])),
        Modality(_word(told, "modality")),
        tuple(Speaker(_word(speaker, "name"), _word(speaker, "kind")) for speaker in speakers),
        _word_or_none(told, "channel"),
        _evidence(told),
        _word(told, "rule"),
        cast("float | None", told.get("confidence")),
    )


def _evidence(told: _Told) -> Evidence:
    words = cast("_Told", told["evidence"])
    start, end = cast("int", words["start"]), cast("int", words["end"])
    return Evidence(_word(words, "report"), start, end, _word(words, "quote"))


def _tally(told: _Told) -> Tally:
    modality = _word_or_none(told, "modality")
    return Tally(
        cast("int", told["count"]),
        _word_or_none(told, "actor"),
        Modality(modality) if modality else None,
        _day(told, "since"),
        _day(told, "until"),
        _words(told, "matches"),
        bool(told["agrees"]),
        _evidence(told),
        _word(told, "rule"),
    )
