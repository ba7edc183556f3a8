"""Adds very many codings: thousands of reports a transaction, with the result that adding one by one has.

What ``write`` asks the database for each report is asked here for a batch. Reports that may be near another one,
a version of another one, or the same again are few; they are placed one by one by ``family`` itself. Linking is put
off till all are in: then each incident's row is worked out at most once for every portion that is linked, where
linking batch by batch works out again and again those that each batch adds to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Connection, Engine, func, select, tuple_

from dateline.codebook import Codebook
from dateline.ledger import family, linking, rows, schema, views, wanting
from dateline.ledger.copying import insert_rows
from dateline.ledger.engine import writing
from dateline.ledger.listing import listed_words
from dateline.ledger.profile import MentionOf, profile
from dateline.ledger.recluster import recluster
from dateline.ledger.rows import Row
from dateline.ledger.schema import mentions, report_bands, report_family, reports, verdicts
from dateline.ledger.sources import Known
from dateline.ledger.told import Told
from dateline.ledger.verdicts import chunks
from dateline.ledger.write import after_other_verdicts, by_report, check, last_recorded, not_before_the_last
from dateline.model import Coding, content_id

REPORTS_A_BATCH = 5_000
# Linking so many takes about a gigabyte beside what is there.
MENTIONS_AT_ONCE = 250_000
_BANDS_AT_ONCE = 5_000
_TICK = timedelta(microseconds=1)  # no two verdicts share a moment
_Trait = str | tuple[str] | tuple[str, str]  # a band, a URL, an outlet with a headline
_UNSET = datetime.min.replace(tzinfo=UTC)
# A loader's own memory and log; its commits may wait for the disk together, for a load can be run again.
_SQLITE_LOADS = ("cache_size = -1000000", "synchronous = NORMAL", "wal_autocheckpoint = 200000")
_SQLITE_AGAIN = ("cache_size = -2000", "synchronous = FULL", "wal_autocheckpoint = 1000")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report's rows and the bands of its text: all that needs no database, so that other processes can make it.

    ``views`` and ``terms`` are the rows of its incidents where nothing else tells of them; empty where it has groups.
    ``traits`` are what of its incidents is compared with others.
    """

    tables: dict[str, list[Row]]
    bands: tuple[str, ...]
    run: Row
    views: list[Row]
    terms: list[Row]
    traits: list[linking.Told]

    @property
    def report(self) -> Row:
        """The report's row."""
        return self.tables["reports"][0]


def prepared(coding: Coding, book: Codebook) -> Iterator[Prepared]:
    """Yield the rows of each report of a coding; raises as ``LedgerWriter.add`` does."""
    for part in by_report(coding):
        check(part)
        named = family.bands(family.shingles(part.reports[0].text))
        made = [] if part.groups else list(_views(part, book))
        yield Prepared(
            rows.coding_rows(part, _UNSET),
            tuple(sorted(set(named))),
            rows.run_row(part.made_by),
            [view for view, _ in made],
            [term for _, terms in made for term in terms],
            linking.told_by(part),
        )


def _views(part: Coding, book: Codebook) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the derived rows of each incident of a report that stands alone."""
    (report,) = part.reports
    for incident in part.incidents:
        mention = MentionOf(
            incident.id,
            rows.INCIDENT,
            report.id,
            report.published,
            report.id,
            incident.types,
            incident.outcome,
            incident.suicide,
            incident.date,
            incident.place,
        )
        told = [
            Told(s, report.published, report.outlet, report.id)
            for s in {s.id: s for s in part.statements if s.about == incident.id}.values()
        ]
        made = profile(incident.id, [mention], told, book)
        yield views.view_row(made, Known([mention], told, _UNSET, _UNSET)), views.term_rows(made)


def add_many(
    engine: Engine,
    found: Iterable[Prepared],
    book: Codebook,
    clock: Callable[[], datetime],
    *,
    batch: int = REPORTS_A_BATCH,
    at_once: int = MENTIONS_AT_ONCE,
    tell: Callable[[str, int], object] = lambda _step, _left: None,
) -> int:
    """Add reports, ``batch`` of them a transaction, then link, ``at_once`` mentions a transaction; count the new.

    Interrupted, it keeps what is done; run again, it adds the other reports and links what is to be linked yet (as
    adding any other report does). ``tell`` is given each step, ``add`` or ``link``, with the reports added so far or
    the mentions left.
    """
    number = 0
    _set_sqlite(engine, _SQLITE_LOADS)
    try:
        for some in views.batches(found, batch):
            with writing(engine) as connection:
                number += _add(connection, some, not_before_the_last(connection, clock()), book)
            tell("add", number)
        left = 1
        while left:
            with writing(engine) as connection:
                left = _link(connection, at_once, book)
            tell("link", left)
    finally:
        _set_sqlite(engine, _SQLITE_AGAIN)
    return number


def _link(connection: Connection, most: int, book: Codebook) -> int:
    """Link mentions whose linking was put off, and bring the views up to date; return how many are left."""
    seeds = linking.link_due_ones(connection, most)
    if seeds:
        moment = last_recorded(connection)
        assert moment is not None  # there are mentions
        views.refresh(connection, recluster(connection, seeds), book, moment)
    return linking.due(connection)


def _set_sqlite(engine: Engine, settings: Sequence[str]) -> None:
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        for setting in settings:
            raw.cursor().execute(f"PRAGMA {setting}")
    finally:
        raw.close()


def _add(connection: Connection, some: list[Prepared], moment: datetime, book: Codebook) -> int:
    new = _new_ones(connection, some)
    for one in new:
        for of_table in one.tables.values():
            for row in of_table:
                row["recorded"] = moment
    near = _near_others(connection, new)
    insert_rows(connection, schema.runs, _missing_runs(connection, new))
    for table in (schema.reports, schema.mentions, schema.statements, schema.tallies):
        insert_rows(connection, table, [row for one in new for row in one.tables[table.name]])
    moved = _place(connection, new, near)
    views.index_texts(connection, [one.report for one in new])
    told = [str(row["id"]) for one in new for row in one.tables["mentions"]]
    insert_rows(
        connection, schema.incident_of, [{"mention": mention, "incident": mention} for mention in sorted(told)]
    )
    wanted = [wanting.open_row(one.tables["statements"]) for one in new]
    insert_rows(connection, schema.report_open, [row for row in wanted if row is not None])
    linking.put_off(connection, [told_of for one in new for told_of in one.traits])
    alone = [one for one in new if one.views and str(one.report["id"]) not in near]
    for row in (row for one in alone for row in one.views):
        row["first_recorded"] = row["last_recorded"] = moment
    insert_rows(connection, schema.incident_view, [row for one in alone for row in one.views])
    insert_rows(connection, schema.incident_term, [row for one in alone for row in one.terms])
    done = {str(row["incident"]) for one in alone for row in one.views}
    views.refresh(connection, {*told, *views.incidents_told_by(connection, moved)} - done, book, moment)
    return len(new)


def _missing_runs(connection: Connection, new: list[Prepared]) -> list[Row]:
    runs = {str(one.run["id"]): one.run for one in new}
    held = set(connection.scalars(select(schema.runs.c.id).where(schema.runs.c.id.in_(runs))))
    return [run for name, run in sorted(runs.items()) if name not in held]


def _new_ones(connection: Connection, some: list[Prepared]) -> list[Prepared]:
    """Return the reports that are neither in the ledger nor earlier in the batch."""
    ids = {str(one.report["id"]) for one in some}
    hashes = {str(one.report["sha256"]) for one in some}
    held: set[object] = set()
    for chunk in chunks(ids):
        held |= set(connection.scalars(select(reports.c.id).where(reports.c.id.in_(chunk))))
    texts: set[tuple[str, str]] = set()
    outlet = func.coalesce(reports.c.outlet, "")
    for chunk in chunks(hashes):
        query = select(reports.c.sha256, outlet).where(reports.c.sha256.in_(chunk))
        texts |= {(sha, of) for sha, of in connection.execute(query)}
    new = []
    for one in some:
        same_text = (str(one.report["sha256"]), str(one.report["outlet"] or ""))
        if one.report["id"] not in held and same_text not in texts:
            new.append(one)
            held.add(one.report["id"])
            texts.add(same_text)
    return new


# ---- families ---------------------------------------------------------------------------------------------


def _place(connection: Connection, new: list[Prepared], near: set[str]) -> set[str]:
    """Give reports their families and versions: at once where nothing is like them, else one by one.

    Returns the reports of which these became another, as ``family.place_in_family`` does.
    """
    alone = [one for one in new if str(one.report["id"]) not in near]
    bands = sorted((band, str(one.report["id"])) for one in alone for band in one.bands)
    insert_rows(connection, report_bands, [{"band": band, "report": report} for band, report in bands])
    own = [{"report": one.report["id"], "family": one.report["id"], "replaces": None} for one in alone]
    insert_rows(connection, report_family, own)
    moved: set[str] = set()
    for one in new:
        if str(one.report["id"]) in near:
            moved |= family.place_in_family(connection, one.report)
    return moved


def _near_others(connection: Connection, new: list[Prepared]) -> set[str]:
    """Return those that share a band, a URL, or outlet and headline with another report, stored or of these."""
    traits = {str(one.report["id"]): _traits(one) for one in new}
    held = Counter(trait for own in traits.values() for trait in own)
    taken = {trait for trait, number in held.items() if number > 1}
    band, url, headline = report_bands.c.band, reports.c.url, tuple_(reports.c.outlet, reports.c.title)
    for some_bands in views.batches(sorted(trait for trait in held if isinstance(trait, str)), _BANDS_AT_ONCE):
        taken |= set(
            connection.scalars(select(band).where(band.in_(listed_words(connection, some_bands))).distinct())
        )
    pages = [trait[0] for trait in held if isinstance(trait, tuple) and len(trait) == 1]
    for chunk in chunks(pages):
        taken |= {(page,) for page in connection.scalars(select(url).where(url.in_(chunk)))}
    headlines = [trait for trait in held if isinstance(trait, tuple) and len(trait) == 2]
    for some in views.batches(sorted(headlines)):
        query = select(reports.c.outlet, reports.c.title).where(headline.in_(some), reports.c.title.is_not(None))
        taken |= {(outlet, title) for outlet, title in connection.execute(query)}
    return {report for report, own in traits.items() if own & taken}


def _traits(one: Prepared) -> set[_Trait]:
    report = cast("dict[str, str]", one.report)
    own: set[_Trait] = set(one.bands)
    if report["url"] is not None:
        own.add((report["url"],))
    if report["outlet"] is not None and report["title"] is not None:
        own.add((report["outlet"], report["title"]))
    return own


# ---- verdicts ---------------------------------------------------------------------------------------------


def judge_many(
    engine: Engine,
    pairs: Iterable[tuple[str, str, str]],
    author: str,
    book: Codebook,
    clock: Callable[[], datetime],
    *,
    is_human: bool = False,
    reason: str | None = None,
    batch: int = REPORTS_A_BATCH,
) -> int:
    """Record pair verdicts (kind, mention, mention), ``batch`` of them a transaction; return how many were new.

    They are verdicts as ``Judging.pair`` makes the first of its kind on a pair: what an author said already is
    not said again. Raises ValueError for a mention that is not in the ledger.
    """
    number = 0
    for some in views.batches(pairs, batch):
        with writing(engine) as connection:
            made = [_verdict(kind, a, b, author, is_human=is_human, reason=reason) for kind, a, b in some]
            number += _judge(connection, made, after_other_verdicts(connection, clock()), book)
    return number


def _verdict(kind: str, subject: str, other: str, author: str, *, is_human: bool, reason: str | None) -> Row:
    content = (kind, subject, other, None, None, reason, author, is_human, None)
    return {
        "id": content_id("v", *content, 0),
        "kind": kind,
        "subject": subject,
        "other": other,
        "property": None,
        "value": None,
        "reason": reason,
        "author": author,
        "is_human": is_human,
        "reverses": None,
        "telling": None,
        "batch": None,
    }


def _judge(connection: Connection, made: list[Row], moment: datetime, book: Codebook) -> int:
    by_id = {str(row["id"]): row for row in made}
    for chunk in chunks(by_id):
        for held in connection.scalars(select(verdicts.c.id).where(verdicts.c.id.in_(chunk))):
            del by_id[held]
    named = {str(row[side]) for row in by_id.values() for side in ("subject", "other")}
    known: set[str] = set()
    for chunk in chunks(named):
        known |= set(connection.scalars(select(mentions.c.id).where(mentions.c.id.in_(chunk))))
    if missing := sorted(named - known):
        raise ValueError(f"no mention {missing[0]} in this ledger; add its report first")
    new = [{**row, "recorded": moment + n * _TICK} for n, row in enumerate(by_id.values())]
    insert_rows(connection, verdicts, new)
    last = moment + len(new) * _TICK
    views.refresh(connection, recluster(connection, named), book, last)
    return len(by_id)
