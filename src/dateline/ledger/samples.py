"""Samples of reports to be coded twice: drawn by a seed, put on record with the reports that were drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast

from sqlalchemy import Connection, func, insert, select

from dateline.codebook import Codebook
from dateline.ledger.columns import canonical
from dateline.ledger.filters import NOW, Filters
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.members import reports_of
from dateline.ledger.read import Incidents
from dateline.ledger.rows import Row
from dateline.ledger.schema import reports
from dateline.ledger.schema import verdicts as verdict_rows
from dateline.ledger.schema_samples import samples as table
from dateline.ledger.verdicts import REVIEWED, in_force, verdicts_on
from dateline.ledger.write import after_other_verdicts
from dateline.model import content_id


@dataclass(frozen=True, slots=True)
class Sample:
    """Reports drawn to be coded by a second person who does not see what the first decided.

    ``asked`` are the words by which the reports were chosen from which it was drawn, ``population`` how many those
    were. ``from_scratch``: the second coder does not see what was read either.
    """

    id: str
    share: float
    seed: str
    asked: Mapping[str, object]
    from_scratch: bool
    population: int
    reports: frozenset[str]
    note: str | None
    author: str
    recorded: datetime

    def to_json(self) -> dict[str, object]:
        """Return the sample for programs."""
        return {
            "id": self.id,
            "share": self.share,
            "seed": self.seed,
            "asked": dict(self.asked),
            "from_scratch": self.from_scratch,
            "population": self.population,
            "reports": sorted(self.reports),
            "note": self.note,
            "author": self.author,
            "recorded": self.recorded.isoformat(),
        }


def drawn(ids: Iterable[str], share: float, seed: str) -> frozenset[str]:
    """Return a share of ids, rounded, at least one: those whose hash with the seed is lowest.

    So it is a function of the set and the seed, whatever the order; a larger share holds the smaller, and a report
    that comes later changes nothing about the order of the others.
    """
    every = set(ids)
    number = min(len(every), max(1, round(share * len(every))))
    return frozenset(drawn_order(every, seed)[:number])


def drawn_order(ids: Iterable[str], seed: str) -> list[str]:
    """Return ids in the order in which a seed draws them."""
    return sorted(ids, key=lambda one: sha256(f"{seed}\0{one}".encode("utf-8", "surrogatepass")).hexdigest())


def population(
    connection: Connection, book: Codebook, filters: Filters | None = None, *, only_done: bool = False
) -> set[str]:
    """Return the reports that tell of incidents which fit, without filters all; ``only_done``: seen to their end."""
    if filters is None or filters == Filters():
        found = set(connection.scalars(select(reports.c.id)))
    else:
        found = reports_of(connection, Incidents(connection, filters, book, NOW).ids())
    return found & _done(connection) if only_done else found


def _done(connection: Connection) -> set[str]:
    """Return the reports that a person called reviewed."""
    query = select(verdict_rows.c.subject).where(verdict_rows.c.kind == REVIEWED, verdict_rows.c.is_human)
    standing = in_force(verdicts_on(connection, set(connection.scalars(query))))
    return {v.subject for v in standing if v.kind == REVIEWED and v.is_human}


def record_sample(
    connection: Connection,
    share: float,
    seed: str,
    chosen_from: Iterable[str],
    asked: Mapping[str, object],
    *,
    from_scratch: bool,
    author: str,
    moment: datetime,
    note: str | None = None,
) -> Sample:
    """Draw a sample and put it on record; the same one again is the one that is there.

    Raises ValueError for a share that is none, and where there is nothing to draw from.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share of {share:g} is none; give one like 10%")
    every = set(chosen_from)
    if not every:
        raise ValueError("no report fits; nothing is drawn")
    row: dict[str, object] = {
        "share": share,
        "seed": seed,
        "asked": canonical(dict(asked)),
        "from_scratch": from_scratch,
        "population": len(every),
        "reports": canonical(sorted(drawn(every, share, seed))),
    }
    name = sample_id(row)
    known = connection.execute(select(table).where(table.c.id == name)).mappings().first()
    if known is None:
        recorded = after_other_verdicts(connection, moment)
        row |= {"id": name, "note": note, "author": author, "recorded": recorded}
        connection.execute(insert(table), row)
        known = connection.execute(select(table).where(table.c.id == name)).mappings().one()
    return _sample(dict(known))


def sample_id(row: Row) -> str:
    """Return the id that a sample has to have: the hash of how it was drawn and of what was drawn."""
    told = ("share", "seed", "asked", "from_scratch", "population", "reports")
    return content_id("q", *(row[name] for name in told))


def samples_of(connection: Connection) -> list[Sample]:
    """Return all samples, the latest first."""
    query = select(table).order_by(table.c.recorded.desc(), table.c.id)
    return [_sample(dict(row)) for row in connection.execute(query).mappings()]


def sample_named(connection: Connection, name: str) -> Sample:
    """Return the sample that an id, or its beginning, names; raises UnknownIdError for none or several."""
    begun = func.substr(table.c.id, 1, len(name)) == name
    found = connection.execute(select(table).where(begun).order_by(table.c.id).limit(2)).mappings().all()
    if len(found) != 1 or not name:
        cause = "is the beginning of several samples" if len(found) > 1 else "is no sample of this ledger"
        raise UnknownIdError(f"{name!r} {cause}; `dateline sample list` lists them")
    return _sample(dict(found[0]))


def _sample(row: Row) -> Sample:
    return Sample(
        str(row["id"]),
        float(cast("float", row["share"])),
        str(row["seed"]),
        json.loads(str(row["asked"])),
        bool(row["from_scratch"]),
        cast("int", row["population"]),
        frozenset(json.loads(str(row["reports"]))),
        cast("str | None", row["note"]),
        str(row["author"]),
        cast("datetime", row["recorded"]),
    )
