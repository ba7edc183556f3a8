"""UCDP-GED-style: 49 columns. What each holds is in ``crosswalks/ucdp.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import floor

from dateline.ledger.best import BestOf
from dateline.model import DatePrecision, DateValue, Place
from dateline.publish.crosswalk import ucdp
from dateline.publish.published import Published
from dateline.publish.readings import (
    ActorReading,
    actor_country,
    actor_kind,
    actors_of,
    citation,
    country_of,
    days_of,
    is_attempted,
    kinds_of,
    number_of,
)
from dateline.publish.standard_table import StandardTable
from dateline.publish.tables import Cell, joined
from dateline.publish.writing import Setting, Writer

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_CLEAR, _SUMMARY = 1, 2
_CIVILIANS = "Civilians"
_Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who fights whom: names, states' numbers, and which side the attackers are."""

    violence: int | None
    first: str | None
    second: str | None
    state_a: int | None = None
    state_b: int | None = None
    attackers: str = "a"


class UcdpWriter:
    """Writes a row an incident with a death, and a summary for totals that no incident has a share of."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._crosswalk = ucdp(setting.crosswalks)
        self._table = StandardTable(setting.folder / "ucdp-ged.csv", self._crosswalk, bom=setting.bom)
        self._counted: set[str] = set()  # coordinated attacks of which an incident has a count; they are few
        self._spans: dict[str, tuple[Place | None, date, date]] = {}  # where and when their incidents were

    def incident(self, one: Published) -> None:
        """Write an incident's row."""
        if one.incident.group:
            self._widen(one.incident.group, one)
        chosen = one.best("killed", "ucdp")
        if not is_attempted(one) or chosen is None or not (chosen.high or chosen.point):
            title = "incidents without a death in best, low or high, which UCDP GED leaves out"
            self._setting.losses.note("no_death", title, one.id, one.id)
            return
        if one.incident.group:
            self._counted.add(one.incident.group)
        self._table.add(self._row(one, chosen, _CLEAR))

    def group(self, one: Published) -> None:
        """Write a summary event, where no incident of the coordinated attack has a count of its own."""
        chosen = one.best("killed", "ucdp")
        if chosen is None or not (chosen.high or chosen.point) or one.id in self._counted:
            return
        if one.id in self._spans:
            place, first, last = self._spans[one.id]
            when = DateValue(first, last, DatePrecision.RANGE)
            one = replace(one, incident=replace(one.incident, date=when, place=place))
        self._table.add(self._row(one, chosen, _SUMMARY))

    def _widen(self, group: str, one: Published) -> None:
        """Take an incident's days and place into those of its coordinated attack; the first place stands for all."""
        days = days_of(one)
        place, first, last = self._spans.get(group, (one.incident.place, days.first, days.last))
        self._spans[group] = (place, min(first, days.first), max(last, days.last))

    def _row(self, one: Published, chosen: BestOf, clarity: int) -> _Row:
        days, sides = days_of(one), self._sides(one)
        if sides.violence is None:
            self._setting.losses.note("no_sides", "incidents of which neither side is known", one.id, one.id)
        first, last = days.first, days.last
        return {
            "id": number_of(one.id),
            "year": last.year,
            "code_status": one.status.value,
            "type_of_violence": sides.violence,
            "dyad_name": f"{sides.first} - {sides.second}" if sides.first and sides.second else None,
            "side_a": sides.first,
            "side_b": sides.second,
            **_sources(one),
            **self._where(one),
            "event_clarity": clarity,
            "date_prec": _date_precision(days.length),
            "date_start": _moment(first),
            "date_end": _moment(last),
            **_deaths(one, chosen, sides),
            "gwnoa": sides.state_a,
            "gwnob": sides.state_b,
        }

    def _sides(self, one: Published) -> _Sides:
        walk, country = self._crosswalk, country_of(one)
        held = [actor for actor in actors_of(one, self._setting.book) if actor.is_held]
        targets = [kind for kind, _ in kinds_of(one, "target")]
        doer = held[0] if held else None
        states = [actor for actor in held if self._is_state(actor)]
        home = (f"Government of {country.name}", country.gw) if country else ("Government", None)
        is_on_state = any(kind in walk.forces for kind in targets)
        if states:  # a state acts: it is side A, whoever struck
            state = states[0]
            of_state = actor_country(state.actor, self._setting.book)
            others = [actor for actor in held if actor not in states]
            other = others[0].name if others else None
            at = of_state.gw if of_state else None
            if other or "armed_group" in targets:
                return _Sides(STATE_BASED, state.name, other, at, attackers="a" if doer is state else "b")
            return _Sides(ONE_SIDED, state.name, _CIVILIANS, at)
        if is_on_state:
            return _Sides(STATE_BASED, home[0], doer.name if doer else None, home[1], attackers="b")
        if len(held) > 1 and "clash" in one.incident.types:
            return _Sides(NON_STATE, held[0].name, held[1].name)
        if any(kind in walk.civilians for kind in targets):
            return _Sides(ONE_SIDED, doer.name if doer else None, _CIVILIANS)
        return _Sides(None, doer.name if doer else None, None)

    def _is_state(self, actor: ActorReading) -> bool:
        return actor_kind(actor.actor, self._setting.book) in self._crosswalk.states

    def _where(self, one: Published) -> _Row:
        place, country = one.incident.place, country_of(one)
        lat, lon = (place.lat, place.lon) if place else (None, None)
        has_dot = lat is not None and lon is not None
        return {
            "where_prec": self._crosswalk.where[place.precision.value] if place else None,
            "where_coordinates": _named(place),
            "where_description": place.name if place else None,
            "adm_1": place.admin1 if place else None,
            "latitude": lat,
            "longitude": lon,
            "geom_wkt": f"POINT ({lon} {lat})" if has_dot else None,
            "priogrid_gid": priogrid(lat, lon) if lat is not None and lon is not None else None,
            "country": country.name if country else None,
            "country_id": country.gw if country else None,
            "region": country.ucdp_region if country else None,
        }

    def close(self) -> None:
        """Finish the file."""
        self._table.close()

    def drop(self) -> None:
        """Let go of the file."""
        self._table.close()


def priogrid(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point: cells of half a degree, numbered from the south-west, 720 a row."""
    row = min(floor((lat + 90) * 2), 359)
    column = min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _sources(one: Published) -> _Row:
    speakers = (s.name for said in one.stated for s in said.statement.speakers)
    return {
        "number_of_sources": len(one.reports),
        "source_article": ";".join(f'"{citation(report)}"' for report in one.reports),
        "source_office": ";".join(one.outlets) or None,
        "source_date": ";".join(report.published.isoformat() for report in one.reports),
        "source_headline": ";".join(report.title for report in one.reports if report.title) or None,
        "source_original": joined(speakers),
    }


def _named(place: Place | None) -> str | None:
    return (place.city or place.admin1 or place.name) if place else None


def _moment(day: date) -> str:
    return f"{day.isoformat()} 00:00:00.000"


def _date_precision(days: int) -> int:
    limits = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((code for most, code in limits if days <= most), 5)


def _deaths(one: Published, chosen: BestOf, sides: _Sides) -> _Row:
    """Return the deaths by side; best is their sum, as the codebook has it."""
    total = chosen.point or 0
    own = one.best("attackers_killed", "majority")
    attackers = min((own.low or 0) if own else 0, total)
    rest = total - attackers
    is_one_sided = sides.violence == ONE_SIDED
    return {
        "deaths_a": attackers if sides.attackers == "a" else 0,
        "deaths_b": attackers if sides.attackers == "b" else 0,
        "deaths_civilians": rest if is_one_sided else 0,
        "deaths_unknown": 0 if is_one_sided else rest,
        "best": total,
        "high": max(chosen.high or 0, total),
        "low": min(chosen.low or 0, total),
    }


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return UcdpWriter(setting)
