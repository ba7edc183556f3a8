"""The main incident takes its day and town from the report's lead where its own words leave them open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.link.drafts import Draft
from dateline.link.story import Story
from dateline.model import Place, PlacePrecision
from dateline.resolve.places import contains
from dateline.resolve.told import ToldDate, ToldPlace, ToldReport

_WIDE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.ADMIN1, PlacePrecision.DISTRICT})


def set_by_lead(kept: Sequence[Draft], story: Story, told: ToldReport) -> None:
    """Add the lead's day and town to the first incident of a report, where it has none."""
    if not kept or kept[0] is not next((d for d in story.drafts if not d.absorbed), None):
        return
    main = kept[0]
    group = story.groups[main.group] if main.group is not None else None
    cells = [*main.cells, *(group.cells if group else [])]
    if told.lead_date is not None and not any(c.dates for c in cells):
        raw = replace(told.lead_date.raw, rule=told.lead_date.raw.rule.replace("time.", "time.lead.", 1))
        main.cells[0].dates.append(ToldDate(raw, told.lead_date.value))
    if not any(c.city for c in cells) and not (main.site_place and main.site_place.city):
        town = next((t for t in told.towns if _may_lie_in(main.area, t.value)), None)
        if town is not None:
            raw_place = replace(town.raw, rule="place.lead.en.1")
            main.cells[0].places.append(ToldPlace(raw_place, town.value))


def _may_lie_in(area: Place | None, town: Place) -> bool:
    """Say whether a town may be that of an act of which only a wider area, or none, is told."""
    if area is None:
        return True
    if area.precision not in _WIDE or (area.country and area.country != town.country):
        return False
    same_province = area.admin1 is not None and area.admin1 == town.admin1
    return area.precision is PlacePrecision.COUNTRY or same_province or contains(area, town)
