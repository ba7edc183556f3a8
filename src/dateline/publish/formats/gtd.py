"""GTD-style: 135 columns. What each holds is in ``crosswalks/gtd.yaml``, beside the numbers and labels."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from dateline.model import Modality, Outcome
from dateline.publish.crosswalk import TypeAndSubtype, gtd
from dateline.publish.published import Published
from dateline.publish.readings import (
    ActorReading,
    actors_of,
    citation,
    country_of,
    days_of,
    is_attempted,
    kinds_of,
    names_of,
    narrative,
    number_of,
    other_counts,
    range_words,
    word_in,
)
from dateline.publish.seen import Seen
from dateline.publish.standard_table import StandardTable
from dateline.publish.tables import Cell
from dateline.publish.writing import Setting, Writer

UNKNOWN = "Unknown"
_UNTOLD = -99
_A_DAY, _STEPS = 10_000, 100  # serials of a day, and how many are tried
_A_FULL_DAY = 10_000_000  # serials where those are taken: as long as a spreadsheet holds a number exactly
_SLOTS = {"attacktype": 3, "targtype": 3, "weaptype": 4, "gname": 3, "scite": 3}
_SUICIDE_VEST = 13
_BARE_EXPLOSIVE = 16
_ON_WEBSITE, _UNKNOWN_MODE = (7, "Posted to website, blog, etc."), (10, UNKNOWN)
_HELD = frozenset({"hijacking", "hostage_taking", "kidnapping"})
_Row = dict[str, Cell]


class GtdWriter:
    """Writes a row an incident; the ids of related incidents are put in when all are known."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._crosswalk = gtd(setting.crosswalks)
        self._path = setting.folder / "gtd.csv"
        self._draft = setting.folder / ".gtd.csv"
        self._table = StandardTable(self._draft, self._crosswalk, bom=setting.bom)
        self._ids = EventIds(setting.folder / ".gtd-ids")
        self._related: dict[str, list[str]] = defaultdict(list)  # coordinated attack -> eventids

    def incident(self, one: Published) -> None:
        """Write an incident's row; what was only threatened or planned is in no such database."""
        if not is_attempted(one):
            self._lose("not_attempted", "incidents only threatened or planned, which GTD leaves out", one, "")
            return
        self._table.add(self._row(one))

    def group(self, one: Published) -> None:
        """Write nothing: a coordinated attack is its incidents, tied by ``related``."""

    def _lose(self, kind: str, title: str, one: Published, words: str) -> None:
        self._setting.losses.note(kind, title, one.id, words or one.id)

    def _row(self, one: Published) -> _Row:
        day = self._day(one)
        if one.incident.group:
            self._related[one.incident.group].append(str(day["eventid"]))
        return {
            **day,
            **self._where(one),
            **self._what(one),
            **self._targets(one),
            **self._weapons(one),
            **self._who(one),
            **self._counts(one),
            **self._sources(one),
            "summary": narrative(one, self._setting.book, "gtd"),
            "related": one.incident.group,  # taken for the ids at the end
        }

    def _day(self, one: Published) -> _Row:
        days = days_of(one)
        year, month, day = days.day.year, days.day.month, days.day.day
        if days.is_year_only:
            year, month, day = days.last.year, 0, 0
        is_range = days.length > 1 or days.is_year_only
        return {
            "eventid": self._ids.next(year * 10_000 + month * 100 + day, number_of(one.id)),
            "iyear": year,
            "imonth": month,
            "iday": day,
            "approxdate": range_words(days.first, days.last) if is_range else None,
        }

    def _where(self, one: Published) -> _Row:
        place, country = one.incident.place, country_of(one)
        if country is not None and country.gtd is None:
            self._lose("no_country", "countries that GTD has no code for", one, country.name)
        region = country.gtd_region if country else None
        precision = self._crosswalk.specificity[place.precision.value] if place else 5
        has_dot = place is not None and place.lat is not None and place.lon is not None and precision < 5
        if precision == 1 and not has_dot:
            precision = 2
        return {
            "country": country.gtd if country else None,
            "country_txt": country.gtd_name if country else None,
            "region": region,
            "region_txt": self._crosswalk.regions[region] if region else None,
            "provstate": (place.admin1 if place else None) or UNKNOWN,
            "city": (place.city if place else None) or UNKNOWN,
            "latitude": round(place.lat, 4) if has_dot and place and place.lat is not None else None,
            "longitude": round(place.lon, 4) if has_dot and place and place.lon is not None else None,
            "specificity": precision,
            "location": place.name if place and place.name != place.city and place.city else None,
        }

    def _what(self, one: Published) -> _Row:
        order = self._crosswalk.order
        for act in one.incident.types:
            if act not in self._crosswalk.attacks:
                self._lose("no_attacktype", "types of act without a counterpart, written as Unknown", one, act)
        codes = sorted({self._crosswalk.attacks.get(code, 9) for code in one.incident.types} or {9}, key=order.index)
        row: _Row = {
            "multiple": int(one.incident.group is not None),
            "success": int(one.incident.outcome is Outcome.COMPLETED),
            "suicide": int(bool(one.incident.suicide)),
        }
        for n, code in self._slots("attacktype", codes, one, "attack types beyond the third"):
            row[f"attacktype{n}"] = code
            row[f"attacktype{n}_txt"] = self._crosswalk.attack_labels[code] if code else None
        return row

    def _slots(self, name: str, found: list[int], one: Published, title: str) -> Iterator[tuple[int, int | None]]:
        most = _SLOTS[name]
        for extra in found[most:]:
            self._lose(f"more_{name}", title, one, str(extra))
        yield from ((n, found[n - 1] if n <= len(found) else None) for n in range(1, most + 1))

    def _targets(self, one: Published) -> _Row:
        walk, row = self._crosswalk, _Row()
        found = [
            (_coded(kind, name, walk.targets, walk.target_words), name) for kind, name in kinds_of(one, "target")
        ]
        told = {(code.type, code.subtype): (code, name) for code, name in reversed(found)}
        listed = list(reversed(told.values())) or [(TypeAndSubtype(type=20), None)]
        for extra, name in listed[_SLOTS["targtype"] :]:
            self._lose("more_targtype", "targets beyond the third", one, name or str(extra.type))
        for n in range(1, _SLOTS["targtype"] + 1):
            code, name = listed[n - 1] if n <= len(listed) else (None, None)
            row |= _pair(code, "targtype{}", "targsubtype{}", n, walk.target_labels, walk.target_sublabels)
            row[f"target{n}"] = name
        return row

    def _weapons(self, one: Published) -> _Row:
        walk, row = self._crosswalk, _Row()
        coded = [_coded(kind, name, walk.weapons, walk.weapon_words) for kind, name in kinds_of(one, "weapon")]
        if one.incident.suicide:
            coded = [_worn(code) for code in coded]
        listed = list({(code.type, code.subtype): code for code in coded}.values()) or [TypeAndSubtype(type=13)]
        for extra in listed[_SLOTS["weaptype"] :]:
            self._lose("more_weaptype", "weapons beyond the fourth", one, walk.weapon_labels[extra.type])
        for n in range(1, _SLOTS["weaptype"] + 1):
            code = listed[n - 1] if n <= len(listed) else None
            row |= _pair(code, "weaptype{}", "weapsubtype{}", n, walk.weapon_labels, walk.weapon_sublabels)
        row["weapdetail"] = "; ".join(names_of(one, "weapon")) or None
        return row

    def _who(self, one: Published) -> _Row:
        every = actors_of(one, self._setting.book)
        held = [actor for actor in every if actor.is_held]
        for actor in held[3:]:
            self._lose("more_gname", "actors beyond the third", one, actor.name)
        for actor in every:
            if not actor.is_held:
                self._lose("denied_only", "actors told of only as denying it", one, actor.name)
        first, second, third = ([*held, None, None, None])[:3]
        claiming = [actor for actor in held if Modality.CLAIMED in actor.modalities]
        is_unclaimed = any(put.modality == Modality.UNCLAIMED for put in one.incident.actors)
        channel = any(s.statement.channel for s, _ in one.values("perpetrator"))
        row: _Row = {
            "gname": first.name if first else UNKNOWN,
            "gname2": second.name if second else None,
            "gname3": third.name if third else None,
            "claimed": 1 if claiming else 0 if is_unclaimed else -9,
            "compclaim": int(len(claiming) > 1) if claiming else None,
        }
        for n, who in enumerate((first, second, third), 1):
            row[f"guncertain{n}"] = int(who.is_uncertain) if who else None
        is_first_claiming = first is not None and first in claiming
        mode = _ON_WEBSITE if channel else _UNKNOWN_MODE
        row["claimmode"], row["claimmode_txt"] = mode if claiming and is_first_claiming else (None, None)
        for n, other in ((2, second), (3, third)):
            row |= _claim(n, other, mode)
        return row

    def _counts(self, one: Published) -> _Row:
        def number(name: str, untold: int | None = None) -> int | None:
            chosen = one.best(name, "gtd")
            if chosen is None:
                return untold
            return chosen.point if chosen.point is not None else chosen.low if chosen.low is not None else untold

        is_held = bool(_HELD & set(one.incident.types)) or one.best("hostages", "gtd") is not None
        return {
            "nperps": number("attackers", _UNTOLD),
            "nperpcap": number("arrested", _UNTOLD),
            "nkill": number("killed"),
            "nkillter": number("attackers_killed"),
            "nwound": number("wounded"),
            "nwoundte": number("attackers_wounded"),
            "ishostkid": int(is_held),
            "nhostkid": number("hostages", _UNTOLD) if is_held else None,
        }

    def _sources(self, one: Published) -> _Row:
        chosen = {name: (best.point if (best := one.best(name, "gtd")) else None) for name in ("killed", "wounded")}
        notes = [f"Dateline {one.id}, {one.status.value}", *other_counts(one, ("killed", "wounded"), chosen)]
        denials = [a.name for a in actors_of(one, self._setting.book) if Modality.DENIED in a.modalities]
        notes += [f"denied by {name}" for name in denials]
        for extra in one.reports[3:]:
            self._lose("more_scite", "citations beyond the third", one, citation(extra))
        cited = [citation(report) for report in one.reports[:3]] + [None] * 3
        return {
            "addnotes": "; ".join(notes),
            **{f"scite{n}": cited[n - 1] for n in (1, 2, 3)},
            "dbsource": "Dateline",
        }

    def close(self) -> None:
        """Put the ids of related incidents in, and finish the file."""
        self.drop(keep=True)
        with (
            self._draft.open(encoding="utf-8-sig", newline="") as draft,
            self._path.open("w", encoding="utf-8-sig" if self._setting.bom else "utf-8", newline="") as final,
        ):
            rows, writer = csv.reader(draft), csv.writer(final)
            head = next(rows)
            writer.writerow(head)
            own, last = head.index("eventid"), head.index("related")
            for row in rows:
                others = self._related.get(row[last], ())
                row[last] = ", ".join(eventid for eventid in sorted(others) if eventid != row[own])
                writer.writerow(row)
        self._draft.unlink()

    def drop(self, *, keep: bool = False) -> None:
        """Let go of the files."""
        self._table.close()
        self._ids.close()
        if not keep:
            self._draft.unlink(missing_ok=True)


def _claim(n: int, actor: ActorReading | None, mode: tuple[int, str]) -> _Row:
    is_claiming = actor is not None and Modality.CLAIMED in actor.modalities
    code, label = mode if is_claiming else (None, None)
    return {
        f"claim{n}": int(is_claiming) if actor else None,
        f"claimmode{n}": code,
        f"claimmode{n}_txt": label,
    }


def _coded(
    kind: str, name: str | None, types: dict[str, TypeAndSubtype], words: dict[str, TypeAndSubtype]
) -> TypeAndSubtype:
    """Return the code of a target or weapon: by a word of its name, else by our type."""
    plain = types[kind] if kind in types else types["other"]
    word = word_in(name, words)
    return words[word] if word else plain


def _worn(code: TypeAndSubtype) -> TypeAndSubtype:
    is_bare = code.type == 6 and code.subtype == _BARE_EXPLOSIVE
    return TypeAndSubtype(type=6, subtype=_SUICIDE_VEST) if is_bare else code


def _pair(
    code: TypeAndSubtype | None, first: str, second: str, n: int, labels: dict[int, str], sublabels: dict[int, str]
) -> _Row:
    kind, sub = (code.type, code.subtype) if code else (None, None)
    name, subname = first.format(n), second.format(n)
    return {
        name: kind,
        f"{name}_txt": labels[kind] if kind else None,
        subname: sub,
        f"{subname}_txt": sublabels[sub] if sub else None,
    }


class EventIds:
    """Ids of twelve digits: the day and a serial made of the incident's own id, a free one after it if it is taken.

    Days that have hardly one of the 10,000 left, as a year without months may, go on with longer serials.
    """

    def __init__(self, path: Path) -> None:
        self._taken = Seen(path)

    def next(self, day: int, number: int) -> str:
        """Return an id of a day (as yyyymmdd) that is not yet taken."""
        tried = chain(((_A_DAY, step) for step in range(_STEPS)), ((_A_FULL_DAY, step) for step in count()))
        serials = (str(day * size + (number + step) % size) for size, step in tried)
        return next(eventid for eventid in serials if self._taken.add(eventid))

    def close(self) -> None:
        """Let go of the ids."""
        self._taken.close()


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return GtdWriter(setting)
