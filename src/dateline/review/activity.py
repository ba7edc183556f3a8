"""Who decided what, when and why: every verdict on record, the latest first, with what it is on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, Select, select, tuple_

from dateline.codebook.words import Words, one_line, speaker_words
from dateline.ledger import rows
from dateline.ledger.asked import AskedError
from dateline.ledger.listing import among
from dateline.ledger.lookup import find_verdict
from dateline.ledger.schema import incident_of, mentions, reports, statements, tallies
from dateline.ledger.schema import verdicts as table
from dateline.ledger.telling import put_right, telling_from
from dateline.ledger.verdicts import ADD, KINDS, PIN, SETTLE, UNDO, Verdict, chunks, in_force, verdict_of, verdicts_on
from dateline.model import Statement


@dataclass(frozen=True, slots=True)
class Asked:
    """Which verdicts: by an author, of a kind, recorded from a moment on and before another.

    ``with_rules`` brings in what rules decided; else only people.
    """

    author: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    with_rules: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A verdict with the report and the incident that it is on, and whether it is in force (an undo: holds).

    ``statement`` is what it judges, as it was read, or what it adds; None for other verdicts.
    """

    verdict: Verdict
    holds: bool
    report: str | None
    incident: str | None
    statement: Statement | None

    def to_json(self) -> dict[str, object]:
        """Return the entry for programs."""
        return {
            **self.verdict.to_json(),
            "holds": self.holds,
            "report": self.report,
            "incident": self.incident,
            "of": None if self.statement is None else self.statement.property,
            "read": None if self.statement is None else self.statement.value.to_json(),
        }


def asked_of(
    *,
    author: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    with_rules: bool = False,
) -> Asked:
    """Return what is asked for in words; days are inclusive, in UTC. Raises AskedError for what cannot be asked."""
    if kind is not None and kind not in KINDS:
        raise AskedError("kind", f"{kind!r} is no kind of decision; there are {', '.join(KINDS)}")
    first, last = _day("since", since), _day("until", until)
    if last is not None:
        last += timedelta(days=1)
    return Asked(author, first, last, kind, with_rules)


def _day(name: str, words: str | None) -> datetime | None:
    if words is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(words), time.min, UTC)
    except ValueError as error:
        raise AskedError(name, f"{words!r} is no day; write one like 2026-01-31") from error


def activity(connection: Connection, asked: Asked, *, limit: int, after: str | None = None) -> list[Entry]:
    """Return verdicts, the latest first, at most ``limit`` of those behind the one called ``after``.

    Raises UnknownIdError where there is no verdict ``after``.
    """
    query = _fitting(asked)
    if after is not None:
        last = connection.execute(select(table).where(table.c.id == find_verdict(connection, after))).one()
        query = query.where(tuple_(table.c.recorded, table.c.id) < tuple_(last.recorded, last.id))
    query = query.order_by(table.c.recorded.desc(), table.c.id.desc()).limit(limit)
    listed = [verdict_of(dict(row)) for row in connection.execute(query).mappings()]
    return entries_of(connection, listed)


def authors(connection: Connection) -> list[str]:
    """Return all people who decided anything, by name."""
    query = select(table.c.author).where(table.c.is_human).distinct()
    return sorted(connection.scalars(query))


def _fitting(asked: Asked) -> Select[tuple[object, ...]]:
    query: Select[tuple[object, ...]] = select(table)
    if not asked.with_rules:
        query = query.where(table.c.is_human)
    if asked.author is not None:
        query = query.where(table.c.author == asked.author)
    if asked.kind is not None:
        query = query.where(table.c.kind == asked.kind)
    if asked.since is not None:
        query = query.where(table.c.recorded >= asked.since)
    if asked.until is not None:
        query = query.where(table.c.recorded < asked.until)
    return query


def entries_of(connection: Connection, listed: Sequence[Verdict]) -> list[Entry]:
    """Return verdicts with what they are on, in their order."""
    subjects = {v.subject for v in listed}
    about = verdicts_on(connection, subjects)
    standing = {v.id for v in in_force(about)}
    undos = {v.id for v in about if v.kind == UNDO} - _reversed(about)
    stated = _statements(connection, subjects)
    report_of = _reports(connection, subjects)
    mention_of = {v.subject: stated[v.subject].about if v.subject in stated else v.subject for v in listed}
    incident = _incidents(connection, mention_of.values())
    return [
        Entry(
            v,
            v.id in standing or v.id in undos,
            report_of.get(v.subject),
            incident.get(mention_of[v.subject]),
            stated.get(v.subject),
        )
        for v in listed
    ]


def _reversed(about: Iterable[Verdict]) -> set[str]:
    """Return the ids of what is reversed by an undo that itself is not reversed."""
    by_target: dict[str, list[str]] = {}
    for verdict in about:
        if verdict.reverses:
            by_target.setdefault(verdict.reverses, []).append(verdict.id)

    def holds(verdict: str) -> bool:
        return not any(holds(undo) for undo in by_target.get(verdict, ()))

    return {target for target in by_target if not holds(target)}


def _statements(connection: Connection, ids: Iterable[str]) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for chunk in chunks(ids):
        for row in connection.execute(select(statements).where(among(statements.c.id, chunk))).mappings():
            found[row["id"]] = rows.statement_of({str(name): value for name, value in row.items()})
    return found


def _reports(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        for one in (statements, mentions, tallies):
            found |= dict(connection.execute(select(one.c.id, one.c.report).where(among(one.c.id, chunk))).all())
        found |= {rid: rid for rid in connection.scalars(select(reports.c.id).where(among(reports.c.id, chunk)))}
    return found


def _incidents(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return which incident mentions tell of; an incident's own name leads to itself."""
    found: dict[str, str] = {}
    for chunk in chunks(ids):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        found |= dict(connection.execute(query).all())
    return found


# ---- in words ---------------------------------------------------------------------------------------------


def in_words(entry: Entry, words: Words) -> str:
    """Return what a verdict did in one line: "corrected killed: 12 → 15", "reviewed"."""
    verdict, read = entry.verdict, entry.statement
    if read is not None:
        value = words.value(read.property, read.value)
        shown = f"{read.property.replace('_', ' ')}: {value}"
        if verdict.kind == "correct":
            right = put_right(read, verdict.value, verdict.telling)
            return f"corrected {shown} → {_changed(read, right, words)}"
        return f"{_DONE.get(verdict.kind, verdict.kind)} {shown}"
    name = (verdict.property or "").replace("_", " ")
    if verdict.kind == ADD and verdict.value:
        value = words.value(str(verdict.property), rows.value_of(str(verdict.property), json.loads(verdict.value)))
        who = telling_from(verdict.telling).speakers
        return f"added {name}: {value}" + (f" ({speaker_words(who)})" if who else "")
    if verdict.kind == PIN:
        bounds = json.loads(verdict.value or "{}")
        return f"pinned {name} at {bounds.get('low')}" + (
            "" if bounds.get("low") == bounds.get("high") else f"–{bounds.get('high') or ''}"
        )
    if verdict.kind == SETTLE:
        return f"settled {name}: the {json.loads(verdict.value or '{}').get('chose')} coding"
    told = _DONE.get(verdict.kind, verdict.kind)
    return one_line(f"{told} {name}" if name else told)


_DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "unsure": "left as unsure",
    "flag": "flagged",
    "comment": "commented on",
    "same": "said the same incident",
    "different": "said different incidents",
    "reviewed": "saw the report to its end",
    "undo": "took back",
}


def _changed(read: Statement, right: Statement, words: Words) -> str:
    """Return what a correction changed: the value, else who says it, else how, else which words."""
    parts = []
    if right.value != read.value:
        parts.append(words.value(read.property, right.value))
    if right.speakers != read.speakers:
        parts.append(f"said by {speaker_words(right.speakers) or 'the report'}")
    if right.modality is not read.modality:
        parts.append(right.modality.value)
    return ", ".join(parts) or "other words"
