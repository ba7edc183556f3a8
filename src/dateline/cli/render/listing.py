"""Answers of the ledger that are lists - incidents, changes, tallies, parts of a count - in all three forms."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from dateline.cli.render.machine import COLUMNS, Sink, cell, compact, statement_cells
from dateline.cli.render.page import BOLD, DIM, UNSURE, Page
from dateline.codebook.words import HOW, Words, counted, date_words, day_words, one_line, place_words, toll_words
from dateline.ledger.counting import People
from dateline.ledger.history import Change
from dateline.ledger.listed import Bounds, Listed
from dateline.ledger.profile import ActorOf
from dateline.ledger.reader import Shown
from dateline.ledger.tallies import Checked
from dateline.model import Modality, Outcome, Perpetrator, Toll

INCIDENT_COLUMNS = (
    "incident", "group", "types", "outcome", "suicide",
    "earliest", "latest", "precision", "place", "city", "admin1", "country", "lat", "lon", "place_precision",
    "killed_low", "killed_high", "wounded_low", "wounded_high",
    "actors", "reports", "families", "first_published", "last_published",
)  # fmt: skip


STATEMENT_COLUMNS = (*COLUMNS, "of_group", "disputed", "set_aside")
CHANGE_COLUMNS = ("day", "property", "before", "after", "rests_on", "outlets")
PART_COLUMNS = ("id", "low", "high", "covers")
TALLY_COLUMNS = (
    "tally", "report", "published", "outlet", "count", "actor", "modality", "since", "until",
    "result", "known", "units", "incidents", "own_report_only", "quote",
)  # fmt: skip


def write_json(sink: Sink, head: Mapping[str, object], name: str, items: Iterable[Mapping[str, object]]) -> None:
    """Write one document: the head's keys, then a list under ``name``, an item a line as it comes."""
    lines = "".join(f"  {compact(key)}: {compact(value)},\n" for key, value in head.items())
    sink.write("{\n" + lines + f"  {compact(name)}: [")
    comma = ""
    for item in items:
        sink.write(f"{comma}\n    {compact(item)}")
        comma = ","
    sink.write("\n  ]\n}\n" if comma else "]\n}\n")


def write_csv(sink: Sink, columns: Sequence[str], items: Iterable[Mapping[str, object]]) -> None:
    """Write rows with a head; columns are stable, new ones come last."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(columns)
    for item in items:
        writer.writerow([cell(item.get(column)) for column in columns])


def csv_row(one: Listed) -> dict[str, object]:
    """Return an incident's cells by column."""
    when, place = one.when, one.place
    killed, wounded = one.killed or (None, None), one.wounded or (None, None)
    return {
        "incident": one.incident,
        "group": one.group,
        "types": " | ".join(one.types),
        "outcome": one.outcome.value if one.outcome else None,
        "suicide": one.suicide,
        "earliest": when.earliest.isoformat() if when and when.earliest else None,
        "latest": when.latest.isoformat() if when and when.latest else None,
        "precision": when.precision.value if when else None,
        "place": place.name if place else None,
        "city": place.city if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision.value if place else None,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "wounded_low": wounded[0],
        "wounded_high": wounded[1],
        "actors": " | ".join(f"{who.modality}: {who.actor or who.name or 'nobody'}" for who in one.actors),
        "reports": one.report_count,
        "families": one.families,
        "first_published": one.first.isoformat(),
        "last_published": one.last.isoformat(),
    }


def incident_table(page: Page, found: Iterable[Listed], words: Words) -> tuple[int, str | None]:
    """Write incidents as a table; return how many there were and the last one's id."""
    table = plain_table("incident", "date", "place", "what", "killed", "wounded", "by", "reports")
    number, last = 0, None
    for number, one in enumerate(found, 1):  # noqa: B007 - counts them
        last = one.incident
        what = ", ".join(words.label("types", code) for code in one.types) or "kind of act not told"
        put = f" ({one.outcome.value})" if one.outcome not in (None, Outcome.COMPLETED) else ""
        by = "; ".join(dict.fromkeys(actor_words(who, words) for who in one.actors))
        table.add_row(
            Text(one.incident[:9], DIM),
            Text(date_words(one.when) if one.when else f"told {day_words(one.day)}"),
            Text(place_words(one.place) if one.place else "not told"),
            Text(f"{what}{', suicide attack' if one.suicide else ''}{put}"),
            Text(bounds_words(one.killed), BOLD),
            Text(bounds_words(one.wounded)),
            Text(by),
            Text(f"{one.report_count}" + (f" ({one.families})" if one.families != one.report_count else "")),
        )
    if number:
        page.write(table)
    return number, last


def plain_table(*columns: str) -> Table:
    """Return an empty table whose cells are folded and never cut."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def bounds_words(bounds: Bounds | None) -> str:
    """Return a count's bounds in words, a dash where it is not told."""
    return "–" if bounds is None or bounds == (None, None) else toll_words(Toll(*bounds))


def actor_words(who: ActorOf, words: Words) -> str:
    """Return who is said to have done it, and how that is put."""
    if who.modality == Modality.UNCLAIMED:
        return "not claimed"
    name = words.actor(Perpetrator(who.actor, who.name))
    how = HOW[Modality(who.modality)]
    return f"{name} ({how})" if how else name


def value_words(name: str, value: object, words: Words) -> str:
    """Return a value of a history, in the contract's JSON form, in words."""
    from dateline.ledger.rows import value_of
    from dateline.model import TOLL_PROPERTIES

    if value is None:
        return "not told"
    if name in TOLL_PROPERTIES and isinstance(value, dict):
        return bounds_words((value["low"], value["high"]))
    if name in ("date", "place") and isinstance(value, dict):
        return words.value(name, value_of(name, value))
    if name == "perpetrator" and isinstance(value, list):
        return "; ".join(actor_words(ActorOf(w["actor"], w["modality"], w["name"]), words) for w in value)
    if isinstance(value, list):
        section = {"type": "types", "weapon": "weapons", "target": "targets"}[name]
        return ", ".join(words.label(section, str(code)) for code in value)
    return one_line(value if isinstance(value, str) else json.dumps(value))


def result_text(result: str) -> Text:
    """Return the result of a check, marked where it is not agreement."""
    return Text(result, "" if result == "agrees" else UNSURE)


def statement_rows(shown: Shown) -> Iterator[dict[str, object]]:
    """Yield the rows of an incident's statements: the columns of ``code --format csv`` and three of the ledger."""
    reports = {report.id: report for report in shown.reports}
    for one in shown.told:
        report = reports.get(one.statement.evidence.report)
        is_group = one.share is not None or shown.incident.kind == "group"
        contradicted = shown.disputed.get(one.statement.property, frozenset())
        yield {
            **statement_cells(one.statement),
            "published": one.published.isoformat(),
            "outlet": one.outlet,
            "title": report.title if report else None,
            "url": report.url if report else None,
            "incident": None if is_group else shown.incident.incident,
            "group": shown.incident.incident if shown.incident.kind == "group" else shown.incident.group,
            "of_group": is_group,
            "disputed": one.statement.id in contradicted,
            "set_aside": one.refused,
        }


def change_row(change: Change) -> dict[str, object]:
    """Return a change's cells; values are JSON."""
    values = {"before": change.before, "after": change.after}
    return {
        "day": change.day.isoformat(),
        "property": change.property,
        **{name: None if value is None else compact(value) for name, value in values.items()},
        "rests_on": " | ".join(change.rests_on),
        "outlets": " | ".join(change.outlets),
    }


def change_table(page: Page, changes: Sequence[Change], words: Words) -> None:
    """Write a table of what changed on each day, from what to what, and on whose word."""
    table = plain_table("published", "value", "before", "after", "told by")
    day = None
    for change in changes:
        table.add_row(
            Text(day_words(change.day) if change.day != day else "", BOLD),
            Text(change.property.replace("_", " ")),
            Text(value_words(change.property, change.before, words), DIM),
            Text(value_words(change.property, change.after, words)),
            Text("; ".join(map(one_line, change.outlets)), DIM),
        )
        day = change.day
    page.write(table)


def part_rows(people: People) -> Iterator[dict[str, object]]:
    """Yield a row a part of a count; incidents of which no count is told have none."""
    for part in people.parts:
        yield {"id": part.id, "low": part.low, "high": part.high, "covers": " | ".join(part.covers)}
    for incident in people.untold:
        yield {"id": incident}


def people_table(page: Page, people: People, most: int) -> None:
    """Write how many people, and the incidents that add up to the number, the largest first."""
    number = bounds_words((people.low, people.high)) if people.parts else "not told"
    head = Text(f"{people.property.replace('_', ' ')}: {number}", BOLD)
    head.append(f"  rule {people.rule}, over {counted(len(people.parts), 'count')}", DIM)
    page.write(head)
    table = plain_table("count", "id", "")
    parts = sorted(people.parts, key=lambda part: (-part.low, part.id))
    for part in parts[:most]:
        stands_for = f"total over {counted(len(part.covers), 'incident')}" if part.covers else ""
        table.add_row(Text(bounds_words((part.low, part.high))), Text(part.id, DIM), Text(stands_for, DIM))
    if parts:
        page.write(table)
    if len(parts) > most:
        page.write(Text(f"and {counted(len(parts) - most, 'count')} more; --format json lists all", DIM))
    if people.untold:
        page.write(Text(f"no count is told of {counted(len(people.untold), 'incident')}", UNSURE))


def tally_row(one: Checked) -> dict[str, object]:
    """Return a checked tally's cells."""
    tally = one.tally
    return {
        "tally": one.id,
        "report": one.report,
        "published": one.published.isoformat(),
        "outlet": one.outlet,
        "count": tally.count,
        "actor": tally.actor,
        "modality": tally.modality.value if tally.modality else None,
        "since": tally.since.isoformat() if tally.since else None,
        "until": tally.until.isoformat() if tally.until else None,
        "result": one.result,
        "known": len(one.units),
        "units": " | ".join(one.units),
        "incidents": " | ".join(one.incidents),
        "own_report_only": one.is_own,
        "quote": tally.evidence.quote,
    }


def tally_table(page: Page, found: Iterable[Checked], words: Words) -> None:
    """Write each tally with what the ledger knows of it."""
    table = plain_table("published", "outlet", "told", "known", "result", "which")
    number = 0
    for number, one in enumerate(found, 1):  # noqa: B007 - counts them
        tally = one.tally
        by = f" by {words.label('actors', tally.actor)}" if tally.actor else ""
        how = f" {HOW[tally.modality]}" if tally.modality and HOW[tally.modality] else ""
        window = f" since {day_words(tally.since)}" if tally.since else ""
        table.add_row(
            Text(day_words(one.published)),
            Text(one_line(one.outlet or "")),
            Text(f"{counted(tally.count, 'incident')}{how}{by}{window}: “{one_line(tally.evidence.quote)}”"),
            Text(str(len(one.units))),
            result_text(one.result),
            Text(", ".join(unit[:9] for unit in one.units) + (" (own report only)" if one.is_own else ""), DIM),
        )
    if number:
        page.write(table)
    page.write(Text(counted(number, "tally").replace("tallys", "tallies")))
