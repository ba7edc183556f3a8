"""The main incident takes its day and town from the report's lead where its own words leave them open or vague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.raw import RawPlace
from dateline.link.cells import Cell
from dateline.link.drafts import Draft
from dateline.link.story import Story
from dateline.link.undated import fresh_date, going_on_date, is_local_crime
from dateline.model import Place, PlacePrecision, Report
from dateline.resolve.lead_towns import APPROXIMATE
from dateline.resolve.places import contains, distance_km
from dateline.resolve.told import ToldDate, ToldPlace, ToldReport, ToldTown

PUBLISHED = "place.outlet.en.1"
_WIDE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.ADMIN1, PlacePrecision.DISTRICT})
_WHOLE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.ADMIN1})
_ABOUT = frozenset({"area", "suburb"})  # "in the Dayton suburbs"
_FAR_ON = 8  # sentences after which the place of an act is less sure than what the whole report tells
_LATE = 3  # sentences after the lead's day: a longer time told so late is that of something else
_EARLIER = ("last week", "last month", "last year", "earlier this month", "earlier this year")
_NOW = ("yesterday", "today", "tonight", "this morning", "this afternoon", "this evening")
_SAME_NEWS = 3  # days: the news of one report
_REACH_KM = 60.0  # a town beside which an act was, and the town of the act
_CLEAR = 1.5  # times the weight of the vague town that the clear one must have
_INSIDE = frozenset({"across", "in", "inside", "within"})  # words that put an act in a country: "inside Syria"
_STRONG = 3.0  # weight of a town that the report's words make its scene


def set_by_lead(kept: Sequence[Draft], story: Story, told: ToldReport, report: Report) -> None:
    """Add the lead's day and town to the first incident of a report, where it has none or only a vague one."""
    if not kept or kept[0] is not next((d for d in story.drafts if not d.absorbed), None):
        return
    main = kept[0]
    group = story.groups[main.group] if main.group is not None else None
    cells = [*main.cells, *(group.cells if group else [])]
    day = next((d for d in told.lead_dates if _is_open(cells, d)), None)
    if day is not None:
        raw = replace(day.raw, rule=day.raw.rule.replace("time.", "time.lead.", 1))
        main.cells[0].dates.append(ToldDate(raw, day.value))
    elif not told.lead_dates and (fresh := fresh_date(main, group.cells if group else (), report)) is not None:
        main.cells[0].dates.append(fresh)
    elif not told.lead_dates and (lasting := going_on_date(main, report)) is not None:
        main.cells[0].dates.append(lasting)
    for other in kept[1:]:
        _date_beside(main, other)
    if not any(c.city for c in cells) and not (main.site_place and main.site_place.city):
        named = {h.value.country for c in cells for h in c.hints if h.raw.cue in _INSIDE}
        fitting = [t.told for t in told.towns if not named or t.told.value.country in named]
        town = next((t for t in fitting if _may_lie_in(main.area, t.value)), None)
        if town is not None:
            _put(main.cells[0], town)
        elif not told.towns and (at_home := _published_town(main, told)) is not None:
            main.cells[0].places.append(at_home)
        return
    if group is None and main.site_place is None and (town := _clearer(main, told.towns)) is not None:
        _put(main.cells[0], town)


def _published_town(main: Draft, told: ToldReport) -> ToldPlace | None:
    """Return the town of a report's outlet for a crime of which local news names no town, by the words of the act."""
    act = next((a for c in main.cells for a in c.acts), None)
    town, country = told.outlet, told.country.value.country if told.country else None
    if act is None or town is None or country not in (None, town.country) or not is_local_crime(main):
        return None
    if main.area is not None and not (main.area.precision in _WHOLE and _may_lie_in(main.area, town)):
        return None
    return ToldPlace(RawPlace(act.sentence, act.span, act.token, PUBLISHED, town.name, ""), town)


def _date_beside(main: Draft, other: Draft) -> None:
    """Date an act that the report turns to ("Meanwhile, ...", "in response") by the day of its main act."""
    if other.date is not None or not other.cells[0].turns_elsewhere:
        return
    told = next((d for c in main.cells for d in c.dates if (d.value.days or 0) in range(1, _SAME_NEWS + 1)), None)
    if told is not None:
        raw = replace(told.raw, rule="time.beside.en.1")
        other.cells[0].dates.append(ToldDate(raw, told.value))


def _put(cell: Cell, town: ToldPlace) -> None:
    """Put a town before the other places of a cell, so that it is the town of the act."""
    cell.places.insert(0, ToldPlace(replace(town.raw, rule="place.lead.en.1"), town.value))


def _is_open(cells: Sequence[Cell], lead: ToldDate) -> bool:
    """Say whether an act has no day of its own, or a longer time that holds the lead's day or is told after it."""
    dates = [(d, c.sentence.index) for c in cells for d in c.dates]
    days = lead.value.days or 0
    if any((d.value.days or 10**6) <= days for d, _ in dates):
        return False
    if lead.raw.text.lower().startswith(_NOW) and any(d.raw.text.lower().startswith(_EARLIER) for d, _ in dates):
        return False  # "last week" is not how a report tells of yesterday
    return all(d.value.overlaps(lead.value) or at > lead.raw.sentence + _LATE for d, at in dates)


def _clearer(main: Draft, towns: Sequence[ToldTown]) -> ToldPlace | None:
    """Return the town that the report makes its scene where the act's own words only put it beside another."""
    own = next((p for c in main.cells for p in c.places if p.value.city), None)
    if own is None:
        return None
    is_vague = own.raw.cue in APPROXIMATE or " " in own.raw.cue or own.raw.kind in _ABOUT
    if not is_vague and own.raw.sentence <= _FAR_ON:
        return None
    weights = {(t.told.value.city, t.told.value.admin1): t.weight for t in towns}
    vague = weights.get((own.value.city, own.value.admin1), 0.0)
    for town in towns:
        away = distance_km(town.told.value, own.value)
        if town.told.value.city != own.value.city and away is not None and away <= _REACH_KM:
            return town.told if town.weight >= max(_STRONG, _CLEAR * vague) else None
    return None


def _may_lie_in(area: Place | None, town: Place) -> bool:
    """Say whether a town may be that of an act of which only a wider area, or none, is told."""
    if area is None:
        return True
    if area.precision not in _WIDE or (area.country and area.country != town.country):
        return False
    same_province = area.admin1 is not None and area.admin1 == town.admin1
    if area.precision is PlacePrecision.COUNTRY:
        return area.admin1 is None or same_province
    return same_province or contains(area, town)
