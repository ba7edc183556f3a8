"""Our own tables: one row an incident, one row a statement, one row a coordinated attack.

Every column says what it means and how it is tagged for HXL; files, docs and tests are made from these lists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar, cast

from dateline.ledger.reader import ReportHead
from dateline.ledger.rows import date_columns, place_columns
from dateline.model import Code, DateValue, Kind, Modality, Perpetrator, Place, Statement, Toll, Value, Victim
from dateline.publish.crosswalk import countries
from dateline.publish.published import Published, Said

Cell = str | int | float | bool | date | None
Cells = tuple[Cell, ...]
_T = TypeVar("_T")
SEPARATOR = "; "
_REMEMBERED = 8192  # values read last: many statements hold the same town, kind of act or count
_COMPACT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Column(Generic[_T]):
    """One column: its name, kind (text, int, float, flag, date), meaning, tag of HXL, and how a cell is made."""

    name: str
    kind: str
    means: str
    cell: Callable[[_T], Cell]
    hxl: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with the incident or group that it is told of, its report, and what its value has for columns."""

    of: Published
    said: Said
    statement: Statement
    report: ReportHead
    parts: Mapping[str, Cell]


def joined(words: Iterable[str | None]) -> str | None:
    """Return different words in one cell, or nothing."""
    return SEPARATOR.join(dict.fromkeys(word for word in words if word)) or None


def who(one: Published, *modalities: Modality) -> str | None:
    """Return the actors so put, by name."""
    return joined(a.name or a.actor for a in one.incident.actors if a.modality in modalities)


def _when(one: Published, name: str) -> Cell:
    when = one.incident.date
    return None if when is None else _parts(when)[name]


def _where(one: Published, name: str) -> Cell:
    place = one.incident.place
    return None if place is None else _parts(place)[name]


def _bound(one: Published, name: str, which: str) -> int | None:
    chosen = one.incident.best.get(name)
    return None if chosen is None else chosen.low if which == "low" else chosen.high


def _country(one: Published, what: str) -> str | None:
    found = countries().get(one.incident.place.country or "") if one.incident.place else None
    return None if found is None else found.name if what == "name" else found.iso3


def _toll_columns(name: str, label: str, tag: str) -> list[Column[Published]]:
    return [
        Column(
            f"{name}_low", "int", f"{label}: at least so many, by the rule asked for; empty where untold",
            lambda one: _bound(one, name, "low"), f"{tag}+min" if tag else "",
        ),
        Column(
            f"{name}_high", "int", f"{label}: at most so many; empty where untold or open",
            lambda one: _bound(one, name, "high"), f"{tag}+max" if tag else "",
        ),
    ]  # fmt: skip


_TOLLS = (
    ("killed", "Killed", "#affected+killed"),
    ("wounded", "Wounded", "#affected+injured"),
    ("missing", "Missing", "#affected+missing"),
    ("arrested", "Arrested", "#affected+arrested"),
    ("hostages", "Held hostage", "#affected+kidnapped"),
    ("attackers", "Attackers", ""),
    ("attackers_killed", "Attackers killed", ""),
    ("attackers_wounded", "Attackers wounded", ""),
)
_STATED = (Modality.REPORTED,)

INCIDENTS: tuple[Column[Published], ...] = (
    Column("incident", "text", "The incident's id, stable as long as its first mention names it", lambda i: i.id,
           "#event+id"),
    Column("status", "text", "unreviewed, corroborated, reviewed, disputed or withdrawn", lambda i: i.status.value,
           "#status"),
    Column("group", "text", "The coordinated attack it is part of", lambda i: i.incident.group, "#event+id+group"),
    Column("types", "text", "Types of the act, codes of the codebook", lambda i: joined(i.incident.types),
           "#event+type"),
    Column("outcome", "text", "completed, attempted, foiled, threatened or planned",
           lambda i: i.incident.outcome.value if i.incident.outcome else None, "#event+outcome"),
    Column("suicide", "flag", "Whether the attackers did not mean to survive; empty where untold",
           lambda i: i.incident.suicide, "#event+suicide"),
    Column("earliest", "date", "First day on which it can have happened", lambda i: _when(i, "earliest"),
           "#date+occurred+start"),
    Column("latest", "date", "Last day on which it can have happened", lambda i: _when(i, "latest"),
           "#date+occurred+end"),
    Column("date_precision", "text", "time, day, range, week, month or year", lambda i: _when(i, "date_precision"),
           "#date+occurred+precision"),
    Column("place", "text", "The most exact place told", lambda i: _where(i, "place"), "#loc+name"),
    Column("city", "text", "The town it lies in", lambda i: _where(i, "city"), "#loc+city+name"),
    Column("admin1", "text", "The province or state", lambda i: _where(i, "admin1"), "#adm1+name"),
    Column("country", "text", "The country, ISO 3166 alpha-2", lambda i: _where(i, "country"),
           "#country+code+v_iso2"),
    Column("iso3", "text", "The country, ISO 3166 alpha-3", lambda i: _country(i, "iso3"), "#country+code+v_iso3"),
    Column("country_name", "text", "The country in English", lambda i: _country(i, "name"), "#country+name"),
    Column("lat", "float", "Latitude of the most exact place the gazetteer knows, WGS 84",
           lambda i: _where(i, "lat"), "#geo+lat"),
    Column("lon", "float", "Longitude", lambda i: _where(i, "lon"), "#geo+lon"),
    Column("place_precision", "text", "landmark, district, city, admin1 or country",
           lambda i: _where(i, "place_precision"), "#geo+precision"),
    *(column for name, label, tag in _TOLLS for column in _toll_columns(name, label, tag)),
    Column("includes_attackers", "flag", "Whether the chosen count of the killed counts attackers too",
           lambda i: k.includes_attackers if (k := i.incident.best.get("killed")) else None),
    Column("rule", "text", "The rule that chose the counts, or pinned where a person set the killed",
           lambda i: next((b.rule for b in i.incident.best.values()), None), "#meta+rule"),
    Column("reported_by_name", "text", "Who did it, as reports tell it in their own voice",
           lambda i: who(i, *_STATED), "#group+perpetrator"),
    Column("claimed_by", "text", "Who claimed it", lambda i: who(i, Modality.CLAIMED), "#group+perpetrator+claimed"),
    Column("suspected", "text", "Who is suspected", lambda i: who(i, Modality.SUSPECTED),
           "#group+perpetrator+suspected"),
    Column("denied_by", "text", "Who denied having done it", lambda i: who(i, Modality.DENIED),
           "#group+perpetrator+denied"),
    Column("weapons", "text", "Types of weapon", lambda i: joined(i.incident.weapons), "#cause+weapon"),
    Column("targets", "text", "Types of target", lambda i: joined(i.incident.targets), "#affected+type"),
    Column("reports", "int", "How many reports tell of it", lambda i: len(i.reports), "#meta+reports+num"),
    Column("families", "int", "How many texts of their own: copies of one wire text count once",
           lambda i: i.incident.families, "#meta+families+num"),
    Column("outlets", "text", "The outlets of these reports", lambda i: joined(i.outlets), "#meta+source"),
    Column("links", "text", "Where the reports are", lambda i: joined(r.url for r in i.reports), "#meta+url"),
    Column("first_published", "date", "Day of the first report", lambda i: i.incident.first,
           "#date+reported+start"),
    Column("last_published", "date", "Day of the last report", lambda i: i.incident.last, "#date+reported+end"),
)  # fmt: skip

GROUPS: tuple[Column[Published], ...] = (
    Column("group", "text", "The coordinated attack's id", lambda g: g.id, "#event+id+group"),
    *(column for column in INCIDENTS if column.name not in {"incident", "group", "outcome", "suicide", "weapons",
                                                            "targets", "iso3", "country_name"}),
)  # fmt: skip


@lru_cache(maxsize=_REMEMBERED)
def _parts(value: Value) -> Mapping[str, Cell]:
    """Return what a value has for the columns of statements; a column that is not there is empty."""
    return {"value": compact(value.to_json()), **_own_parts(value)}


def _own_parts(value: Value) -> Mapping[str, Cell]:
    match value:
        case Toll(low, high, _, part):
            return {"low": low, "high": high, "is_part": part}
        case Code(code):
            return {"code": code}
        case Kind(kind, name):
            return {"code": kind, "name": name}
        case Perpetrator(actor, name):
            return {"actor": actor, "name": name}
        case Victim(name):
            return {"name": name}
        case DateValue():
            return cast("dict[str, Cell]", date_columns(value))
        case Place():
            return cast("dict[str, Cell]", place_columns(value))
    return {}


def _part(name: str, kind: str, means: str, hxl: str = "") -> Column[StatementRow]:
    return Column(name, kind, means, lambda row: row.parts.get(name), hxl)


def _date_column(name: str) -> Column[StatementRow]:
    return _part(name, "text" if name == "date_precision" else "date", f"Of a date: {name.replace('_', ' ')}")


def _place_column(name: str) -> Column[StatementRow]:
    return _part(name, "float" if name in ("lat", "lon") else "text", f"Of a place: {name.replace('_', ' ')}")


def compact(value: object) -> str:
    """Return JSON on one line, keys sorted."""
    return _COMPACT.encode(value)


STATEMENTS: tuple[Column[StatementRow], ...] = (
    Column("statement", "text", "The statement's id: the hash of what it says", lambda s: s.statement.id,
           "#meta+id+statement"),
    Column("about", "text", "The incident or coordinated attack that it is told of", lambda s: s.of.id, "#event+id"),
    Column("of", "text", "incident or group", lambda s: s.of.incident.kind, "#event+kind"),
    Column("status", "text", "The status of that incident", lambda s: s.of.status.value, "#status"),
    Column("property", "text", "What is told: killed, date, weapon, ...", lambda s: s.statement.property,
           "#meta+property"),
    _part("value", "text", "The whole value, JSON of the contract", "#meta+value"),
    Column("modality", "text", "reported, claimed, denied, suspected, unclaimed, threatened, planned, foiled, "
           "predicted", lambda s: s.statement.modality.value, "#meta+modality"),
    _part("low", "int", "Of a count: at least", "#affected+min"),
    _part("high", "int", "Of a count: at most", "#affected+max"),
    _part("is_part", "flag", "Of a count: some of the people of a wider one"),
    _part("code", "text", "Type of act, weapon or target"),
    _part("actor", "text", "The actor's id in the codebook"),
    _part("name", "text", "What the report calls the actor, weapon, target or person"),
    *(_date_column(name) for name in ("earliest", "latest", "date_precision")),
    *(_place_column(name) for name in ("place", "city", "admin1", "country", "lat", "lon", "place_precision")),
    Column("speaker", "text", "Who said it first; empty: the report's own voice",
           lambda s: v[0].name if (v := s.statement.speakers) else None, "#meta+speaker"),
    Column("speaker_kind", "text", "police, military, medical, ...",
           lambda s: v[0].kind if (v := s.statement.speakers) else None, "#meta+speaker+type"),
    Column("speakers", "text", "All who passed it on, the first first",
           lambda s: " < ".join(v.name for v in s.statement.speakers) or None),
    Column("channel", "text", "The outlet of a claim", lambda s: s.statement.channel),
    Column("quote", "text", "The exact words", lambda s: s.statement.evidence.quote, "#meta+quote"),
    Column("start", "int", "Where they begin in the report's text, in code points",
           lambda s: s.statement.evidence.start),
    Column("end", "int", "Where they end", lambda s: s.statement.evidence.end),
    Column("is_cut", "flag", "Whether the quote was cut to the length limit", lambda s: s.said.is_cut),
    Column("report", "text", "The report's id", lambda s: s.statement.evidence.report, "#meta+id+report"),
    Column("published", "date", "The report's day", lambda s: s.said.told.published, "#date+reported"),
    Column("outlet", "text", "Who published it", lambda s: s.said.told.outlet, "#meta+source"),
    Column("title", "text", "Its title", lambda s: s.report.title, "#meta+title"),
    Column("url", "text", "Where it is", lambda s: s.report.url, "#meta+url"),
    Column("family", "text", "Its text family: copies of one text share it", lambda s: s.said.told.voice),
    Column("rule", "text", "The rule that read the value", lambda s: s.statement.rule, "#meta+rule"),
    Column("confidence", "float", "How likely the value is right, 0.01 to 0.99; empty where nobody weighed it",
           lambda s: s.statement.confidence, "#meta+confidence"),
    Column("verdict", "text", "accept or correct, where a person said so", lambda s: s.said.verdict),
    Column("set_aside", "text", "Why it carries no value, where it does not", lambda s: s.said.told.refused),
    Column("disputed", "flag", "Whether another statement contradicts it", lambda s: s.said.is_disputed),
)  # fmt: skip


# The writers are given one incident after the other, so what one of them has made is at hand for the next.


@lru_cache(maxsize=1)
def incident_cells(one: Published) -> Cells:
    """Return the row of an incident."""
    return tuple(column.cell(one) for column in INCIDENTS)


def group_cells(one: Published) -> Cells:
    """Return the row of a coordinated attack."""
    return tuple(column.cell(one) for column in GROUPS)


@lru_cache(maxsize=1)
def statement_cells(one: Published) -> tuple[Cells, ...]:
    """Return the rows of the statements about an incident or a group itself."""
    cells = [column.cell for column in STATEMENTS]
    heads = {report.id: report for report in one.reports}
    rows = [StatementRow(one, s, s.statement, heads[s.statement.evidence.report], _parts(s.statement.value))
            for s in one.own]  # fmt: skip
    return tuple(tuple([cell(row) for cell in cells]) for row in rows)
