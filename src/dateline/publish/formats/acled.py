"""ACLED-style: 31 columns. What each holds is in ``crosswalks/acled.yaml``, beside the names of events."""

from __future__ import annotations

from dateline.model import Modality
from dateline.publish.crosswalk import Country, acled
from dateline.publish.published import Published
from dateline.publish.readings import (
    ActorReading,
    actor_country,
    actor_kind,
    actors_of,
    country_of,
    days_of,
    is_attempted,
    kinds_of,
    names_of,
    narrative,
    number_of,
    other_counts,
)
from dateline.publish.standard_table import StandardTable
from dateline.publish.tables import Cell, joined
from dateline.publish.writing import Setting, Writer

_WEEK, _MONTH = 7, 31
_ARMED = frozenset({"military", "police", "armed_group"})
_CIVILIANS = "Civilians"
_HARMLESS = "Strategic developments"  # where ACLED puts what hurts nobody
_HARM = ("killed", "wounded")


class AcledWriter:
    """Writes a row an incident."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._crosswalk = acled(setting.crosswalks)
        self._table = StandardTable(setting.folder / "acled.csv", self._crosswalk, bom=setting.bom)

    def incident(self, one: Published) -> None:
        """Write an incident's row, unless ACLED would not code it: where or when is too wide, or nothing was done."""
        place, country = one.incident.place, country_of(one)
        if not is_attempted(one):
            self._lose("not_attempted", "incidents only threatened or planned, which are left out", one)
        elif country is None or place is None or place.precision.value not in self._crosswalk.place:
            self._lose("no_place", "incidents whose place is known as a country only, or not at all: left out", one)
        elif days_of(one).length > _MONTH or days_of(one).is_year_only:
            self._lose("no_day", "incidents whose date is wider than a month, or not told: left out", one)
        else:
            self._table.add(self._row(one, country))

    def _lose(self, kind: str, title: str, one: Published, words: str = "") -> None:
        self._setting.losses.note(kind, title, one.id, words or narrative(one, self._setting.book, "acled"))

    def _row(self, one: Published, country: Country) -> dict[str, Cell]:
        walk, days, place = self._crosswalk, days_of(one), one.incident.place
        assert place is not None
        length = days.length
        sub_event = self._sub_event(one)
        event = walk.event_of[sub_event]
        fatalities = one.best("killed", "acled")
        return {
            "event_id_cnty": f"{country.iso3}{number_of(one.id)}",
            "event_date": days.day,
            "year": days.day.year,
            "time_precision": walk.time["day" if length == 1 else "week" if length <= _WEEK else "month"],
            "disorder_type": walk.disorder_of[event],
            "event_type": event,
            "sub_event_type": sub_event,
            **self._sides(one, country),
            "iso": country.number,
            "region": country.acled_region,
            "country": country.name_in_acled,
            "admin1": place.admin1,
            "location": place.city or place.admin1 or place.name,
            "latitude": round(place.lat, 4) if place.lat is not None else None,
            "longitude": round(place.lon, 4) if place.lon is not None else None,
            "geo_precision": walk.place[place.precision.value],
            "source": joined(one.outlets),
            "notes": self._notes(one),
            "fatalities": (fatalities.point if fatalities else 0) or 0,
            "timestamp": int(one.recorded.timestamp()),
        }

    def _sub_event(self, one: Published) -> str:
        walk = self._crosswalk
        found = {walk.events.get(code, "Other") for code in one.incident.types}
        if not found:
            self._lose("no_type", "incidents of which no type of act is told: Attack if somebody was harmed", one)
        for code in one.incident.types:
            if code not in walk.events:
                self._lose("no_event", "types of act without a counterpart, written as Other", one, code)
        if one.incident.suicide and "bombing" in one.incident.types:
            found.add(walk.weapon_events["suicide"])
        if "chemical" in one.incident.weapons:
            found.add(walk.weapon_events["chemical"])
        if any("grenade" in name.casefold() for name in names_of(one, "weapon")) and "bombing" in one.incident.types:
            found = {walk.weapon_events["grenade"], *found} - {walk.events["bombing"]}
        if _has_harmed(one) and all(walk.event_of[name] == _HARMLESS for name in found):
            found.add(walk.harm)
        found = found or {"Other"}
        if "Attack" in found and _ARMED & set(one.incident.targets) and "armed_assault" in one.incident.types:
            found.add("Armed clash")
        for other in sorted(found, key=walk.order.index)[1:]:
            self._lose("more_events", "sub-events beside the first in ACLED's order", one, other)
        return min(found, key=walk.order.index)

    def _sides(self, one: Published, country: Country) -> dict[str, Cell]:
        walk = self._crosswalk
        held = [actor for actor in actors_of(one, self._setting.book) if actor.is_held]
        first, others = (held[0], held[1:]) if held else (None, [])
        inter1 = self._inter(first, country)
        targets = [kind for kind, _ in kinds_of(one, "target")]
        target = next((kind for kind in targets if kind in walk.target_actors), targets[0] if targets else None)
        actor2 = walk.target_actors.get(target, f"{_CIVILIANS} ({{}})") if target else ""
        inter2 = walk.inter_of_target.get(target, _CIVILIANS) if target else ""
        for kind in [kind for kind in targets if kind != target]:
            self._lose("more_targets", "targets beside the one that is actor2", one, kind)
        return {
            "actor1": first.name if first else f"Unidentified Armed Group ({country.name_in_acled})",
            "assoc_actor_1": joined(actor.name for actor in others),
            "inter1": inter1,
            "actor2": actor2.format(country.name_in_acled) or None,
            "inter2": inter2 or None,
            "interaction": self._interaction(inter1, inter2),
            "civilian_targeting": "Civilians targeted" if inter2 == _CIVILIANS else None,
        }

    def _inter(self, actor: ActorReading | None, country: Country) -> str:
        walk = self._crosswalk
        kind = actor_kind(actor.actor, self._setting.book) if actor else None
        inter = walk.inter_of_kind.get(kind or "", "Political militia")
        home = actor_country(actor.actor, self._setting.book) if actor else None
        is_abroad = inter == "State forces" and home is not None and home.iso != country.iso
        return "External/Other forces" if is_abroad else inter

    def _interaction(self, first: str, second: str) -> str:
        if not second:
            return f"{first} only"
        return "-".join(sorted((first, second), key=self._crosswalk.interactions.index))

    def _notes(self, one: Published) -> str:
        chosen = one.best("killed", "acled")
        sentence = narrative(one, self._setting.book, "acled")
        notes = [f"Dateline {one.id}, {one.status.value}"]
        notes += other_counts(one, ("killed", "wounded"), {"killed": chosen.point if chosen else None})
        denying = [a.name for a in actors_of(one, self._setting.book) if Modality.DENIED in a.modalities]
        notes += [f"denied by {name}" for name in denying]
        return f"{sentence} [{'; '.join(notes)}]"

    def group(self, one: Published) -> None:
        """Write nothing: ACLED ties no events together."""

    def close(self) -> None:
        """Finish the file."""
        self._table.close()

    def drop(self) -> None:
        """Let go of the file."""
        self._table.close()


def _has_harmed(one: Published) -> bool:
    return any(chosen is not None and chosen.low for chosen in (one.best(name, "acled") for name in _HARM))


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return AcledWriter(setting)
