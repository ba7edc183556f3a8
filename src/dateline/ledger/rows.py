"""Model values as rows of the ledger, and back: pure functions, and nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import cast

from dateline.ledger.columns import canonical
from dateline.model import (
    TOLL_PROPERTIES,
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
    Flag,
    Group,
    Incident,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    PlacePrecision,
    Report,
    Speaker,
    Statement,
    Tally,
    Toll,
    Value,
    Victim,
    content_id,
    highest_reported,
    text_sha256,
)

Row = dict[str, object]  # column -> value, as SQLAlchemy takes and gives it
INCIDENT, GROUP = "incident", "group"
_REMEMBERED = 8192  # values read last: many statements hold the same town, kind of act, count or speakers


def run_row(made_by: Mapping[str, str]) -> Row:
    """Return the row of the versions that made a coding."""
    return {"id": run_id(made_by), "made_by": canonical(dict(made_by))}


def run_id(made_by: Mapping[str, str]) -> str:
    """Return the id of the versions that made a coding."""
    return content_id("n", dict(made_by))


def coding_rows(coding: Coding, recorded: datetime) -> dict[str, list[Row]]:
    """Return the rows of a coding of one report, by table, in the order in which they can be inserted."""
    (report,) = coding.reports
    run = run_id(coding.made_by)
    tables = {
        "reports": [report_row(report, run, recorded)],
        "mentions": [
            *(_group_row(g, report, n, recorded) for n, g in enumerate(coding.groups)),
            *(_incident_row(i, report, n, recorded) for n, i in enumerate(coding.incidents)),
        ],
        "statements": [
            statement_row(s, run, recorded, ordinal=n, published=report.published)
            for n, s in enumerate({s.id: s for s in coding.statements}.values())
        ],
        "tallies": [_tally_row(t, run, recorded, n) for n, t in enumerate(coding.tallies)],
    }
    tables["reports"][0]["seal"] = seal(tables)
    return tables


def seal(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """Return the hash of all rows of one report's coding: what was coded, not when it was recorded.

    Empty columns do not count, so that a column added later leaves the seals of earlier rows as they are.
    """
    told = [
        [name, sorted(_sealed(row) for row in tables.get(name, ()))]
        for name in ("reports", "mentions", "statements", "tallies")
    ]
    return text_sha256(canonical(told))


_UNSEALED = {"seal", "recorded"}


def _sealed(row: Mapping[str, object]) -> str:
    kept = {k: v for k, v in row.items() if v is not None and k not in _UNSEALED}
    return canonical({k: v.isoformat() if isinstance(v, date) else v for k, v in kept.items()})


def report_row(report: Report, run: str, recorded: datetime) -> Row:
    """Return a report's row, which its ``seal`` makes whole."""
    return {**report.to_json(), "published": report.published, "run": run, "recorded": recorded}


def report_of(row: Mapping[str, object]) -> Report:
    """Return the report that a row holds."""
    words = cast("Mapping[str, str]", row)
    return Report(
        words["id"],
        words["text"],
        cast("date", row["published"]),
        words["outlet"],
        words["title"],
        words["url"],
        words["language"],
        words["sha256"],
    )


# ---- mentions ---------------------------------------------------------------------------------------------


def _incident_row(incident: Incident, report: Report, ordinal: int, recorded: datetime) -> Row:
    return {
        "id": incident.id,
        "report": report.id,
        "ordinal": ordinal,
        "kind": INCIDENT,
        "group_id": incident.group,
        "members": None,
        "types": canonical(list(incident.types)),
        "outcome": incident.outcome.value,
        "suicide": incident.suicide,
        **date_columns(incident.date),
        **place_columns(incident.place),
        "recorded": recorded,
    }


def _group_row(group: Group, report: Report, ordinal: int, recorded: datetime) -> Row:
    return {
        "id": group.id,
        "report": report.id,
        "ordinal": ordinal,
        "kind": GROUP,
        "group_id": None,
        "members": canonical(list(group.incidents)),
        "types": "[]",
        "outcome": None,
        "suicide": None,
        **date_columns(None),
        **place_columns(None),
        "recorded": recorded,
    }


def incident_of_row(row: Mapping[str, object], statements: Iterable[Statement]) -> Incident:
    """Return the incident that a mention tells of, as its report does; ``statements`` are those about it."""
    words = cast("Mapping[str, str]", row)
    return Incident(
        words["id"],
        tuple(json.loads(words["types"])),
        Outcome(words["outcome"]),
        bool(row["suicide"]),
        date_of(row),
        place_of(row),
        words["group_id"],
        highest_reported(statements),
        (words["report"],),
    )


def group_of_row(row: Mapping[str, object], statements: Iterable[Statement]) -> Group:
    """Return the group that a mention tells of; ``statements`` are those about it."""
    words = cast("Mapping[str, str]", row)
    return Group(words["id"], tuple(json.loads(words["members"])), highest_reported(statements))


def date_of(row: Mapping[str, object]) -> DateValue | None:
    """Return the date in a row's columns, if there is one."""
    if row["date_precision"] is None:
        return None
    earliest, latest = cast("date | None", row["earliest"]), cast("date | None", row["latest"])
    return DateValue(earliest, latest, DatePrecision(str(row["date_precision"])))


def place_of(row: Mapping[str, object]) -> Place | None:
    """Return the place in a row's columns, if there is one."""
    if row["place_precision"] is None:
        return None
    words = cast("Mapping[str, str]", row)
    lat, lon = cast("float | None", row["lat"]), cast("float | None", row["lon"])
    precision = PlacePrecision(words["place_precision"])
    return Place(words["place"], words["city"], words["admin1"], words["country"], lat, lon, precision)


def date_columns(value: DateValue | None) -> Row:
    """Return the columns of a date, all empty without one."""
    if value is None:
        return {"earliest": None, "latest": None, "date_precision": None}
    return {"earliest": value.earliest, "latest": value.latest, "date_precision": value.precision.value}


def place_columns(value: Place | None) -> Row:
    """Return the columns of a place, all empty without one."""
    if value is None:
        return dict.fromkeys(("place", "city", "admin1", "country", "lat", "lon", "place_precision"))
    return {
        "place": value.name,
        "city": value.city,
        "admin1": value.admin1,
        "country": value.country,
        "lat": None if value.lat is None else float(value.lat),
        "lon": None if value.lon is None else float(value.lon),
        "place_precision": value.precision.value,
    }


# ---- statements -------------------------------------------------------------------------------------------


def statement_row(s: Statement, run: str, recorded: datetime, *, ordinal: int, published: date) -> Row:
    """Return a statement's row; ``published`` is its report's day, ``ordinal`` its place among the report's."""
    return {
        "id": s.id,
        "about": s.about,
        "report": s.evidence.report,
        "ordinal": ordinal,
        "published": published,
        "property": s.property,
        "value": canonical(s.value.to_json()),
        **_flat(s.value),
        "modality": s.modality.value,
        "speakers": canonical([speaker.to_json() for speaker in s.speakers]),
        "channel": s.channel,
        **_evidence_columns(s.evidence),
        "rule": s.rule,
        "confidence": s.confidence,
        "run": run,
        "recorded": recorded,
    }


def _flat(value: Value) -> Row:
    """Return the columns that repeat parts of a value for filters."""
    flat: Row = dict.fromkeys(("low", "high", "is_part", "code", "actor", "name"))
    if isinstance(value, Toll):
        flat |= {"low": value.low, "high": value.high, "is_part": value.part}
    elif isinstance(value, Code):
        flat["code"] = value.code
    elif isinstance(value, Kind):
        flat |= {"code": value.type, "name": value.name}
    elif isinstance(value, Perpetrator):
        flat |= {"actor": value.actor, "name": value.name}
    elif isinstance(value, Victim):
        flat |= {"code": value.kind, "name": value.name}
    date_value = value if isinstance(value, DateValue) else None
    return flat | date_columns(date_value) | place_columns(value if isinstance(value, Place) else None)


OF_STATEMENT = tuple(
    "id about property value modality speakers channel report start end quote rule confidence".split()
)
"""The columns that ``statement_of`` reads; the others of a statement's row repeat parts of them for filters."""
_Cells = tuple[str, str, str, str, str, str, str | None, str, int, int, str, str, float | None]


def statement_of(row: Mapping[str, object]) -> Statement:
    """Return the statement that a row holds."""
    return statement_from([row[name] for name in OF_STATEMENT])


def statement_from(cells: Sequence[object]) -> Statement:
    """Return the statement that cells hold, in the order of ``OF_STATEMENT``."""
    sid, about, name, value, how, speakers, channel, report, start, end, quote, rule, confidence = cast(_Cells, cells)
    evidence = Evidence(report, start, end, quote)
    told, by = value_from(name, value), _speakers_from(speakers)
    return Statement(sid, about, name, told, _modality_from(how), by, channel, evidence, rule, confidence)


def value_of(name: str, told: Mapping[str, object]) -> Value:
    """Return the value of a property from the contract's form; raises ValueError for an unknown property."""
    fields = dict(told)
    if name in TOLL_PROPERTIES:
        return Toll(**cast("dict[str, int]", fields))  # type: ignore[arg-type]  # bounds and flags as written
    if name == "type":
        return Code(str(fields["code"]))
    if name == "date":
        earliest, latest = (date.fromisoformat(str(v)) if v else None for v in (fields["earliest"], fields["latest"]))
        return DateValue(earliest, latest, DatePrecision(str(fields["precision"])))
    if name == "place":
        place = place_of({**fields, "place": fields["name"], "place_precision": fields["precision"]})
        return cast("Place", place)
    words = cast("dict[str, str]", fields)
    if name in ("assailant", "target", "weapon"):
        return Kind(words["type"], words["name"])
    if name == "victim":
        return Victim(words["name"], words["description"], words["status"], words["kind"])
    if name == "perpetrator":
        return Perpetrator(words["actor"], words["name"])
    if name == "suicide":
        return Flag(bool(fields["flag"]))
    raise ValueError(f"property {name!r} is not one of the contract's")


@lru_cache(maxsize=_REMEMBERED)
def value_from(name: str, text: str) -> Value:
    """Return the value that a column of JSON holds."""
    return value_of(name, json.loads(text))


@cache
def _modality_from(word: str) -> Modality:
    return Modality(word)


@lru_cache(maxsize=_REMEMBERED)
def codes_from(text: str) -> tuple[str, ...]:
    """Return the codes that a column of JSON holds."""
    return tuple(json.loads(text))


@lru_cache(maxsize=_REMEMBERED)
def _speakers_from(text: str) -> tuple[Speaker, ...]:
    return tuple(Speaker(told["name"], told["kind"]) for told in json.loads(text))


def _evidence_columns(evidence: Evidence) -> Row:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def evidence_of(row: Mapping[str, object]) -> Evidence:
    """Return the evidence of a statement's or a tally's row."""
    return Evidence(str(row["report"]), cast("int", row["start"]), cast("int", row["end"]), str(row["quote"]))


# ---- tallies ----------------------------------------------------------------------------------------------


def _tally_row(tally: Tally, run: str, recorded: datetime, ordinal: int) -> Row:
    return {
        "id": tally_id(tally, ordinal),
        "report": tally.evidence.report,
        "ordinal": ordinal,
        "count": tally.count,
        "actor": tally.actor,
        "modality": tally.modality.value if tally.modality else None,
        "since": tally.since,
        "until": tally.until,
        "matches": canonical(list(tally.matches)),
        "agrees": tally.agrees,
        **_evidence_columns(tally.evidence),
        "rule": tally.rule,
        "run": run,
        "recorded": recorded,
    }


def tally_id(tally: Tally, ordinal: int) -> str:
    """Return the id of a tally, a hash of what it says and where; ``ordinal`` is its place in its report."""
    return content_id("t", tally.to_json(), tally.rule, ordinal)


def tally_of(row: Mapping[str, object]) -> Tally:
    """Return the tally that a row holds."""
    words = cast("Mapping[str, str]", row)
    return Tally(
        cast("int", row["count"]),
        words["actor"],
        Modality(words["modality"]) if row["modality"] else None,
        cast("date | None", row["since"]),
        cast("date | None", row["until"]),
        tuple(json.loads(words["matches"])),
        bool(row["agrees"]),
        evidence_of(row),
        words["rule"],
    )


def coding_of(tables: Mapping[str, Sequence[Mapping[str, object]]], made_by: Mapping[str, str]) -> Coding:
    """Return the coding of one report from its rows, as it was given: the reverse of ``coding_rows``."""
    statements = [statement_of(row) for row in sorted(tables["statements"], key=_ordinal)]
    about: dict[str, list[Statement]] = {}
    for statement in statements:
        about.setdefault(statement.about, []).append(statement)
    mentions = sorted(tables["mentions"], key=_ordinal)
    return Coding(
        tuple(report_of(row) for row in tables["reports"]),
        tuple(incident_of_row(m, about.get(str(m["id"]), [])) for m in mentions if m["kind"] == INCIDENT),
        tuple(group_of_row(m, about.get(str(m["id"]), [])) for m in mentions if m["kind"] == GROUP),
        tuple(statements),
        tuple(tally_of(row) for row in sorted(tables["tallies"], key=_ordinal)),
        made_by=dict(made_by),
    )


def _ordinal(row: Mapping[str, object]) -> int:
    return cast("int", row["ordinal"])
