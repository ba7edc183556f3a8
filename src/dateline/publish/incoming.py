"""Rows of UCDP GED and ACLED read as reports with statements, whose outlet is that database."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from dateline import __version__
from dateline.codebook import Codebook
from dateline.codebook.actors import slug
from dateline.codebook.entry import Entry
from dateline.model import (
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Flag,
    Kind,
    Perpetrator,
    Place,
    PlacePrecision,
    SetAside,
    Toll,
)
from dateline.publish.crosswalk import countries, parsed
from dateline.publish.row_sheet import RowSheet, civilians

Row = Mapping[str, str]
_UNKNOWN_ACTOR = "unidentified"
_GOVERNMENT = "government of "


class _Ucdp(Entry):
    outlet: str
    place: dict[int, PlacePrecision]
    date: dict[int, DatePrecision]


class _Acled(Entry):
    outlet: str
    place: dict[int, PlacePrecision]
    types: dict[str, str]
    weapons: dict[str, str]
    suicide: frozenset[str]
    both_sides: frozenset[str]
    targets: dict[str, str]


class Incoming(Entry):
    """The file ``crosswalks/incoming.yaml``."""

    ucdp: _Ucdp
    acled: _Acled


@cache
def incoming() -> Incoming:
    """Return what rows of others tell in our codes."""
    return Incoming.model_validate(parsed("incoming"))


@dataclass(frozen=True, slots=True)
class Source:
    """A database: the columns by which its files are known, and how a row becomes a coding."""

    name: str
    columns: frozenset[str]
    read: Callable[[Row, Codebook, date | None], Coding]


def rows_of(
    path: Path,
    book: Codebook,
    *,
    kind: str | None = None,
    published: date | None = None,
    by_day: bool = False,
) -> Iterator[Coding | SetAside]:
    """Yield what each row of a CSV file tells, or why it is set aside.

    ``kind`` is told by the head where it is None. ``published`` is the day on which the rows came out; without it
    the row's own stamp counts, else its last day. ``by_day`` reads each row as published on its last day.
    Raises ValueError for a file of neither kind.
    """
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding=_encoding(path), newline="") as file:
        reader = csv.DictReader(file)
        source = _source(kind, frozenset(reader.fieldnames or ()), path)
        for number, row in enumerate(reader, 2):
            cells = {name: cell or "" for name, cell in row.items() if name is not None}
            try:
                yield source.read(cells, book, _last_day(cells) if by_day else published)
            except (ValueError, KeyError) as error:
                reason = f"column {error} is missing" if isinstance(error, KeyError) else str(error)
                yield SetAside(f"{path}#{number}", reason)


def _last_day(row: Row) -> date:
    return date.fromisoformat((row.get("date_end") or row["event_date"]).strip()[:10])


def _encoding(path: Path) -> str:
    """Return UTF-8 where the file is, else Latin-1, in which older exports of databases are."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _source(kind: str | None, head: frozenset[str], path: Path) -> Source:
    if kind is not None and kind not in SOURCES:
        raise ValueError(f"{kind!r} is no database; there are {', '.join(SOURCES)}")
    wanted = [SOURCES[kind]] if kind else list(SOURCES.values())
    for source in wanted:
        if source.columns <= head:
            return source
    needed = "; ".join(f"{one.name} has {', '.join(sorted(one.columns))}" for one in wanted)
    raise ValueError(f"{path}: its head is of no database that is known: {needed}")


def actor_named(name: str, book: Codebook) -> Perpetrator:
    """Return an actor by a name of the codebook, else by the name alone.

    A database's name is an actor's for sure, so that a common word or an abbreviation counts where one actor has it.
    """
    wanted = name.casefold()
    if wanted.startswith(_GOVERNMENT):
        of = slug(name[len(_GOVERNMENT) :].split("(")[0])
        state = next((slug(c.name) for c in countries().values() if slug(c.name) == of), None)
        return Perpetrator(state, name)
    sure, ambiguous = _actors_by_name(book)
    key = _key(name, book)
    found = sure.get(key) or ambiguous.get(key, set())
    if len(found) != 1:
        return Perpetrator(None, name)
    (actor,) = found
    return Perpetrator(actor, book.actors.by_id[actor].name)


_Names = Mapping[tuple[str, ...], set[str]]


def _key(name: str, book: Codebook) -> tuple[str, ...]:
    return tuple(word for word, _ in book.actors.reader.keys(name))


@lru_cache(maxsize=4)
def _actors_by_name(book: Codebook) -> tuple[_Names, _Names]:
    """Return the ids of actors by their sure names and by their ambiguous ones, however they are spelled."""
    sure: dict[tuple[str, ...], set[str]] = defaultdict(set)
    ambiguous: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entry in book.actors.entries:
        for known in (entry.name, *entry.aliases):
            sure[_key(known, book)].add(entry.id)
        for known in entry.ambiguous:
            ambiguous[_key(known, book)].add(entry.id)
    return dict(sure), dict(ambiguous)


def _number(row: Row, name: str) -> int | None:
    cell = row.get(name, "").strip()
    return int(float(cell)) if cell else None


def _degrees(row: Row, name: str) -> float | None:
    cell = row.get(name, "").strip()
    return float(cell) if cell else None


def _country(name: str, number: int | None, by: Callable[[object], int | None]) -> str | None:
    by_number = (c.iso for c in countries().values() if number is not None and by(c) == number)
    by_name = (c.iso for c in countries().values() if slug(c.name) == slug(name.split("(")[0]))
    return next(by_number, None) or next(by_name, None)


def _made_by(book: Codebook, database: str) -> dict[str, str]:
    return {"dateline": __version__, "codebook": book.label, "parser": f"rows of {database}@1"}


# ---- UCDP GED -------------------------------------------------------------------------------------------------


def _ucdp(row: Row, book: Codebook, published: date | None) -> Coding:
    scheme = incoming().ucdp
    first, last = (date.fromisoformat(row[name][:10]) for name in ("date_start", "date_end"))
    when = DateValue(first, last, scheme.date[_number(row, "date_prec") or 1])
    sheet = RowSheet(f"UCDP GED event {row['id']}")
    said = sheet.line("Date", first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}")
    sheet.say("date", when, said, "import.ucdp.date.1")
    where = _ucdp_place(row)
    town = sheet.line("Place", ", ".join(filter(None, (row["where_coordinates"], row.get("adm_1"), row["country"]))))
    if where:
        sheet.say("place", where, town, "import.ucdp.place.1")
    sheet.line("Described as", row.get("where_description", ""))
    is_one_sided = _number(row, "type_of_violence") == 3
    for label, name in (("Side A", "side_a"), ("Side B", "side_b")):
        line = sheet.line(label, row.get(name, ""))
        if name == "side_b" and is_one_sided:
            sheet.say("target", civilians(), line, "import.ucdp.civilians.1")
        elif line:
            sheet.say("perpetrator", actor_named(row[name].strip(), book), line, "import.ucdp.side.1")
    _ucdp_deaths(row, sheet)
    sheet.line("Sources", row.get("source_article", ""))
    return sheet.coding(
        scheme.outlet, published or last, _made_by(book, "UCDP GED"), when=when, where=where, types=()
    )


def _ucdp_place(row: Row) -> Place | None:
    precision = incoming().ucdp.place[_number(row, "where_prec") or 6]
    country = _country(row["country"], _number(row, "country_id"), lambda c: getattr(c, "gw", None))
    name = row["where_coordinates"].strip() or row["country"].strip()
    city = name if precision is PlacePrecision.CITY else None
    admin1 = row.get("adm_1", "").strip() or None
    lat, lon = _degrees(row, "latitude"), _degrees(row, "longitude")
    return Place(name, city, admin1, country, lat, lon, precision) if name else None


def _ucdp_deaths(row: Row, sheet: RowSheet) -> None:
    best, low, high = (_number(row, name) for name in ("best", "low", "high"))
    best_at = sheet.line("Deaths, best estimate", row["best"])
    if best:
        sheet.say("killed", Toll(best, best, includes_attackers=True), best_at, "import.ucdp.best.1")
    span = sheet.line("Deaths, low to high", f"{low} to {high}" if low is not None and high is not None else "")
    if low is not None and high and (low, high) != (best, best):
        sheet.say("killed", Toll(low, max(low, high), includes_attackers=True), span, "import.ucdp.range.1")
    of_civilians = _number(row, "deaths_civilians")
    at = sheet.line("Deaths of civilians", row.get("deaths_civilians", ""))
    if of_civilians:
        sheet.say("killed", Toll(of_civilians, of_civilians, part=True), at, "import.ucdp.civilian_deaths.1")


# ---- ACLED ----------------------------------------------------------------------------------------------------


def _acled(row: Row, book: Codebook, published: date | None) -> Coding:
    scheme, event = incoming().acled, row["sub_event_type"].strip()
    if event not in scheme.types:
        raise ValueError(f"{event!r} is no act of violence that the codebook has")
    day = date.fromisoformat(row["event_date"].strip())
    sheet = RowSheet(f"ACLED event {row['event_id_cnty']}")
    when = _acled_date(day, _number(row, "time_precision") or 1)
    sheet.say("date", when, sheet.line("Date", day.isoformat()), "import.acled.date.1")
    kind = sheet.line("Event", event)
    sheet.say("type", Code(scheme.types[event]), kind, "import.acled.type.1")
    if event in scheme.suicide:
        sheet.say("suicide", Flag(True), kind, "import.acled.suicide.1")
    if event in scheme.weapons:
        sheet.say("weapon", Kind(scheme.weapons[event], event), kind, "import.acled.weapon.1")
    where = _acled_place(row)
    town = sheet.line("Place", ", ".join(filter(None, (row["location"], row.get("admin1"), row["country"]))))
    sheet.say("place", where, town, "import.acled.place.1")
    for number in ("1", "2"):
        _acled_side(row, number, sheet, book, is_doer=number == "1" or event in scheme.both_sides)
    dead = sheet.line("Fatalities", row["fatalities"])
    count = _number(row, "fatalities")
    if count:  # 0 is none, or no information
        sheet.say("killed", Toll(count, count, includes_attackers=True), dead, "import.acled.fatalities.1")
    sheet.line("Notes", row.get("notes", ""))
    sheet.line("Sources", row.get("source", ""))
    stamp = _number(row, "timestamp")
    came_out = published or (datetime.fromtimestamp(stamp, UTC).date() if stamp else day)
    types = (scheme.types[event],)
    return sheet.coding(
        scheme.outlet,
        came_out,
        _made_by(book, "ACLED"),
        when=when,
        where=where,
        types=types,
        suicide=event in scheme.suicide,
    )


def _acled_date(day: date, precision: int) -> DateValue:
    if precision == 2:
        return DateValue(day - timedelta(days=3), day + timedelta(days=3), DatePrecision.WEEK)
    if precision == 3:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return DateValue(first, last, DatePrecision.MONTH)
    return DateValue(day, day, DatePrecision.DAY)


def _acled_place(row: Row) -> Place:
    precision = incoming().acled.place[_number(row, "geo_precision") or 3]
    country = _country(row["country"], _number(row, "iso"), lambda c: getattr(c, "number", None))
    name = row["location"].strip()
    city = name if precision is PlacePrecision.CITY else None
    admin1 = row.get("admin1", "").strip() or None
    return Place(name, city, admin1, country, _degrees(row, "latitude"), _degrees(row, "longitude"), precision)


def _acled_side(row: Row, number: str, sheet: RowSheet, book: Codebook, *, is_doer: bool) -> None:
    name = row.get(f"actor{number}", "").strip()
    line = sheet.line(f"Actor {number}", name)
    target = incoming().acled.targets.get(row.get(f"inter{number}", "").strip())
    if target:
        sheet.say("target", Kind(target, name), line, "import.acled.target.1")
    elif is_doer and line and not name.casefold().startswith(_UNKNOWN_ACTOR):
        plain = name.split("(")[0].strip()
        sheet.say("perpetrator", actor_named(plain, book), line, "import.acled.actor.1")


SOURCES: Mapping[str, Source] = {
    "ucdp-ged": Source("ucdp-ged", frozenset({"id", "date_start", "date_end", "where_coordinates", "best"}), _ucdp),
    "acled": Source("acled", frozenset({"event_id_cnty", "event_date", "sub_event_type", "fatalities"}), _acled),
}
"""The databases whose files can be read, by name."""
