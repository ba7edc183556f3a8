"""Keeps the derived tables in step with the source tables, row by row or all at once, with the same result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar, cast

import sqlalchemy
from sqlalchemy import Connection, bindparam, delete, insert, select, text

from dateline.codebook import Codebook
from dateline.ledger import changes, family, linking, placing, rows, wanting
from dateline.ledger.codings import stored_codings
from dateline.ledger.columns import canonical, escaped
from dateline.ledger.engine import fetched
from dateline.ledger.listing import among
from dateline.ledger.members import last_touched
from dateline.ledger.profile import Profile, profile
from dateline.ledger.recluster import cluster_all, recluster
from dateline.ledger.rows import Row
from dateline.ledger.schema import (
    DERIVED_TABLES,
    incident_of,
    incident_term,
    incident_view,
    mentions,
    report_family,
    reports,
)
from dateline.ledger.sources import Known, known_of

BATCH = 500  # ids a query: both engines take far more, but rows of so many incidents fit in memory with ease
# PostgreSQL indexes at most 1 MB of words a text; what a report tells stands long before this.
_INDEXED_CHARACTERS = 250_000

_T = TypeVar("_T")


def batches(items: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """Yield the items in lists of at most ``size``."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def take_in(
    connection: Connection, tables: Mapping[str, Sequence[Row]], told: Sequence[linking.Told], book: Codebook
) -> None:
    """Bring the derived tables up to date with a report whose rows were just inserted, and link it.

    ``told`` are the packed traits of its incidents.
    """
    (report,) = tables["reports"]
    new = [str(mention["id"]) for mention in tables["mentions"]]
    moved = family.place_in_family(connection, report)
    index_texts(connection, [report])
    if new:
        connection.execute(insert(incident_of), [{"mention": mention, "incident": mention} for mention in new])
    wanting.refresh_open(connection, [str(report["id"])])
    linked = linking.take_in(connection, told)
    around = recluster(connection, linked, are_judged=False) if linked else set()
    moment = cast("datetime", report["recorded"])
    refresh(connection, [*new, *around, *incidents_told_by(connection, moved)], book, moment)


def incidents_told_by(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Return the incidents that reports tell of beside others: whose count of families may have changed."""
    found: set[str] = set()
    for batch in batches(sorted(report_ids)):
        query = (
            select(incident_of.c.incident)
            .join(mentions, mentions.c.id == incident_of.c.mention)
            .where(among(mentions.c.report, batch), incident_of.c.incident != incident_of.c.mention)
        )
        joined = set(connection.scalars(query))
        named = (
            select(incident_of.c.incident)
            .join(mentions, mentions.c.id == incident_of.c.incident)
            .where(among(mentions.c.report, batch), incident_of.c.incident != incident_of.c.mention)
        )
        found |= joined | set(connection.scalars(named))
    return found


def refresh(connection: Connection, incidents: Iterable[str], book: Codebook, moment: datetime) -> None:
    """Compute the rows of incidents (and groups) anew; those that no mention tells of any more go away.

    ``moment`` is when what changed them was recorded.
    """
    every = set(incidents)
    _refresh(connection, every, book, defaultdict(lambda: moment))
    changes.tell(connection, every)


def _refresh(
    connection: Connection, incidents: Iterable[str], book: Codebook, touched: Mapping[str, datetime]
) -> None:
    """Compute rows anew; ``touched`` tells of mentions when something around them was last recorded."""
    for batch in batches(sorted(set(incidents))):
        for table in (incident_view, incident_term):
            connection.execute(delete(table).where(among(table.c.incident, batch)))
        views: list[Row] = []
        terms: list[Row] = []
        for incident, known in known_of(connection, batch, touched=touched).items():
            made = profile(incident, known.mentions, known.told, book, pins=known.pins)
            views.append(view_row(made, known))
            terms += term_rows(made)
        if views:
            connection.execute(insert(incident_view), views)
        if terms:
            connection.execute(insert(incident_term), terms)


def term_rows(made: Profile) -> list[Row]:
    """Return an incident's rows of ``incident_term``."""
    return [
        {"term": term, "value": value, "day": made.day, "incident": made.incident} for term, value in made.terms()
    ]


def view_row(made: Profile, known: Known) -> Row:
    """Return an incident's row of ``incident_view``."""
    killed, wounded = made.best.get("killed"), made.best.get("wounded")
    return {
        "incident": made.incident,
        "kind": made.kind,
        "group_id": made.group,
        "day": made.day,
        "types": canonical(list(made.types)),
        "outcome": made.outcome.value if made.outcome else None,
        "suicide": made.suicide,
        **rows.date_columns(made.date),
        **rows.place_columns(made.place),
        "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None,
        "wounded_low": wounded.low if wounded else None,
        "wounded_high": wounded.high if wounded else None,
        "actors": canonical([who.to_json() for who in made.actors]),
        "report_count": len(made.reports),
        "family_count": made.families,
        "first_published": made.first,
        "last_published": made.last,
        "first_recorded": known.first_recorded,
        "last_recorded": known.last_recorded,
        "dispute": wanting.dispute(known),
    }


# ---- the text index ---------------------------------------------------------------------------------------


def index_texts(connection: Connection, found: Sequence[Row]) -> None:
    """Put the texts of reports that have their families into the text index."""
    for batch in batches(found):
        ids = [str(report["id"]) for report in batch]
        query = select(report_family.c.report, report_family.c.number).where(among(report_family.c.report, ids))
        is_sqlite = connection.dialect.name == "sqlite"
        keys: dict[str, object] = dict(connection.execute(query).all()) if is_sqlite else {name: name for name in ids}
        told = []
        for report in batch:
            title, body = (escaped(str(report[name] or "")) for name in ("title", "text"))
            shown = body if is_sqlite else body[:_INDEXED_CHARACTERS]
            told.append({"key": keys[str(report["id"])], "title": title, "body": shown})
        connection.execute(_FTS5_ROW if is_sqlite else _TSVECTOR_ROW, told)


_FTS5_ROW = text("INSERT INTO report_search (rowid, title, body) VALUES (:key, :title, :body)")
_TSVECTOR_ROW = text(
    "INSERT INTO report_search (report, words) VALUES (:key, setweight(to_tsvector('english', :title), 'A')"
    " || to_tsvector('english', :body))"
).bindparams(bindparam("title", type_=sqlalchemy.Text), bindparam("body", type_=sqlalchemy.Text))


def _clear(connection: Connection) -> None:
    for table in DERIVED_TABLES:
        connection.execute(delete(table))
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO report_search (report_search) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM report_search"))


# ---- all at once ------------------------------------------------------------------------------------------


def rebuild(connection: Connection, book: Codebook) -> None:
    """Drop the content of every derived table and compute it again from the source tables."""
    _clear(connection)
    placing.place_all(connection)
    for batch in batches(list(connection.scalars(select(reports.c.id).order_by(reports.c.published, reports.c.id)))):
        index_texts(connection, fetched(connection, select(reports).where(among(reports.c.id, batch))))
        wanting.refresh_open(connection, batch)
    linking.take_in(
        connection,
        [told for tables in stored_codings(connection) for told in linking.told_by(rows.coding_of(tables, {}))],
    )
    told_by = cluster_all(connection)
    for pairs in batches(sorted(told_by.items())):
        connection.execute(insert(incident_of), [{"mention": m, "incident": i} for m, i in pairs])
    _refresh(connection, told_by.values(), book, last_touched(connection, told_by))
    changes.tell_all(connection)
