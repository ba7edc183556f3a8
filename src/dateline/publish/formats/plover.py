"""PLOVER events as JSON lines, and POLECAT's columns. What fills them is in ``crosswalks/plover.yaml``."""

from __future__ import annotations

import json

from dateline.model import Outcome, PlacePrecision
from dateline.publish.crosswalk import plover
from dateline.publish.published import Published
from dateline.publish.readings import (
    ActorReading,
    actor_country,
    actor_kind,
    actors_of,
    country_of,
    days_of,
    kinds_of,
    narrative,
)
from dateline.publish.standard_table import StandardTable
from dateline.publish.tables import Cell, joined
from dateline.publish.writing import Setting, Writer

_LINE = json.JSONEncoder(ensure_ascii=False)
_MILITARY = frozenset({"airstrike", "clash", "shelling"})
_QUADS = {"ASSAULT": (4, "MATERIAL CONFLICT"), "THREATEN": (3, "VERBAL CONFLICT")}


class PloverWriter:
    """Writes an event an incident, in both forms."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._crosswalk = plover(setting.crosswalks)
        self._file = (setting.folder / "plover.jsonl").open("w", encoding="utf-8", errors="backslashreplace")
        self._table = StandardTable(setting.folder / "polecat.tsv", self._crosswalk, delimiter="\t")

    def incident(self, one: Published) -> None:
        """Write an incident's event."""
        outcome = one.incident.outcome or Outcome.COMPLETED
        event = self._crosswalk.events[outcome.value]
        mode = self._mode(one, event)
        held = [actor for actor in actors_of(one, self._setting.book) if actor.is_held]
        for actor in held[1:]:
            self._setting.losses.note("more_actors", "actors beyond the first (POLECAT only)", one.id, actor.name)
        self._file.write(_LINE.encode(self._event(one, event, mode, held)) + "\n")
        self._table.add(self._row(one, event, mode, held[0] if held else None, held))

    def _mode(self, one: Published, event: str) -> str:
        walk = self._crosswalk
        if event == "THREATEN":
            return walk.modes["threatened"]
        if one.incident.suicide:
            return walk.modes["suicide"]
        of_types = [walk.modes[code] for code in one.incident.types if code in walk.modes]
        of_weapons = [walk.weapon_modes[kind] for kind in one.incident.weapons if kind in walk.weapon_modes]
        found = list(dict.fromkeys([*of_types, *of_weapons]))
        for other in found[1:]:
            self._setting.losses.note("more_modes", "modes beyond the first", one.id, other)
        return found[0] if found else ""

    def _sector(self, actor: ActorReading) -> str:
        kind = actor_kind(actor.actor, self._setting.book)
        return self._crosswalk.sectors_of_kind.get(kind or "", "UAF")

    def _event(self, one: Published, event: str, mode: str, held: list[ActorReading]) -> dict[str, object]:
        walk, days, country = self._crosswalk, days_of(one), country_of(one)
        targets = kinds_of(one, "target")
        recipients = [
            {
                "code": country.iso3 if country else None,
                "sector": walk.sectors_of_target.get(kind, "CVL"),
                "entity_text": name or kind.replace("_", " "),
            }
            for kind, name in targets
        ]
        return {
            "id": one.id,
            "date": days.day.isoformat(),
            "enddate": days.last.isoformat() if days.length > 1 else None,
            "has_event": True,
            "event": event,
            "mode": mode or None,
            "context": list(walk.contexts) if _MILITARY & set(one.incident.types) else [],
            "quad_code": _QUADS[event][0],
            "event_scale": walk.scores[mode],
            "actor": [self._actor(actor) for actor in held] or [{"code": None, "sector": "UAF", "entity_text": None}],
            "recipient": recipients,
            "event_loc": _place(one),
            "event_text": narrative(one, self._setting.book, "latest"),
            "link": one.incident.group,
            "text_info": [
                {"report": s.evidence.report, "property": s.property, "start": s.evidence.start,
                 "end": s.evidence.end, "text": s.evidence.quote}
                for s in (said.statement for said in one.stated)
            ],
            "cite_info": [
                {"corpus": r.outlet, "citation": r.published.isoformat(), "url": r.url, "title": r.title}
                for r in one.reports
            ],
            "size": {label: self._number(one, name) for label, name in
                     (("dead", "killed"), ("injured", "wounded"), ("arrested", "arrested"))},
            "coder": "Dateline",
            "comment": f"status: {one.status.value}",
        }  # fmt: skip

    def _actor(self, actor: ActorReading) -> dict[str, object]:
        home = actor_country(actor.actor, self._setting.book)
        return {
            "code": home.iso3 if home else None,
            "sector": self._sector(actor),
            "entity_text": actor.name,
            "identifier_text": actor.actor,
        }

    def _number(self, one: Published, name: str) -> int | None:
        chosen = one.best(name, self._crosswalk.rule)
        return (chosen.low if chosen.low is not None else chosen.high) if chosen else None

    def _row(
        self, one: Published, event: str, mode: str, actor: ActorReading | None, held: list[ActorReading]
    ) -> dict[str, Cell]:
        walk, days, place, country = self._crosswalk, days_of(one), one.incident.place, country_of(one)
        home = actor_country(actor.actor, self._setting.book) if actor else None
        targets = kinds_of(one, "target")
        sectors = joined(walk.sectors_of_target.get(kind, "CVL") for kind, _ in targets)
        sector = self._sector(actor) if actor else None
        raw = next((who.name for who in one.incident.actors if actor and who.actor == actor.actor), None)
        return {
            "Event ID": one.id,
            "Event Date": days.day,
            "Event Type": event,
            "Event Mode": mode or None,
            "Intensity": walk.scores[mode],
            "Quad Code": _QUADS[event][1],
            "Contexts": joined(walk.contexts) if _MILITARY & set(one.incident.types) else None,
            "Actor Name": actor.name if actor else None,
            "Actor Country": home.iso3 if home else None,
            "Actor COW": home.cow_number if home else None,
            "Primary Actor Sector": sector,
            "Actor Sectors": sector,
            "Actor Name Raw": raw,
            "Recipient Name": (targets[0][1] or targets[0][0]) if targets else None,
            "Recipient Country": country.iso3 if country and targets else None,
            "Recipient COW": country.cow_number if country and targets else None,
            "Primary Recipient Sector": walk.sectors_of_target.get(targets[0][0], "CVL") if targets else None,
            "Recipient Sectors": sectors,
            "Recipient Name Raw": joined(name for _, name in targets),
            "Placename": place.name if place else None,
            "City": place.city if place else None,
            "Province": place.admin1 if place else None,
            "Country": country.iso3 if country else None,
            "Latitude": place.lat if place and place.precision is not PlacePrecision.COUNTRY else None,
            "Longitude": place.lon if place and place.precision is not PlacePrecision.COUNTRY else None,
            "Raw Placename": place.name if place else None,
            "Feature Type": place.precision.value if place else None,
            "Source": joined(one.outlets),
            "Publication Date": one.incident.first,
            "Story Organizations": joined(a.name for a in held),
            "Story Locations": joined(getattr(value, "name", None) for _, value in one.values("place")),
            "Language": "en",
            "Version": "Dateline",
        }

    def group(self, one: Published) -> None:
        """Write nothing: events of one attack bear its id as ``link``."""

    def close(self) -> None:
        """Finish the files."""
        self.drop()

    def drop(self) -> None:
        """Let go of the files."""
        self._file.close()
        self._table.close()


def _place(one: Published) -> dict[str, object] | None:
    place = one.incident.place
    return place.to_json() if place else None


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return PloverWriter(setting)
