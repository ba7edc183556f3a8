"""A report as it is reviewed: its text with the words of every statement, and the statements as fields.

What the machine read stays beside what a person made of it, in every field.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from dateline.codebook import Codebook
from dateline.codebook.words import labels
from dateline.ledger import rows
from dateline.ledger.codings import coding_rows_of
from dateline.ledger.disputes import disputed
from dateline.ledger.history import full_profile
from dateline.ledger.listed import Listed, listed_of
from dateline.ledger.listing import among
from dateline.ledger.lookup import find_report
from dateline.ledger.schema import incident_of
from dateline.ledger.sources import known_of
from dateline.ledger.telling import put_right
from dateline.ledger.verdicts import (
    ADD,
    REVIEWED,
    Verdict,
    chunks,
    in_force,
    on_statements,
    statement_added,
    verdicts_on,
)
from dateline.model import Report, Span, Statement
from dateline.review.near import Near, near_of

# The order in which a person reads what a report tells of an incident: what, when, where, who, whom, how many.
ORDER = (
    "type", "date", "place", "killed", "wounded", "perpetrator", "assailant", "weapon", "target", "suicide",
    "missing", "hostages", "arrested", "attackers", "attackers_killed", "attackers_wounded", "victim",
)  # fmt: skip
OPEN, ADDED = "open", "added"
STATES = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class Field:
    """One statement under review.

    ``name`` is its property; ``machine`` what was read, None for a statement that a person added; ``now`` what
    counts. ``verdict`` is the one that counts, ``state`` what it makes of the field. ``disputed``: another statement
    about the same incident contradicts it.
    """

    id: str
    name: str
    machine: Statement | None
    now: Statement
    verdict: Verdict | None
    state: str
    disputed: bool
    flags: tuple[Verdict, ...] = ()
    comments: tuple[Verdict, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether no person has judged it."""
        return self.state == OPEN

    @property
    def is_changed(self) -> bool:
        """Whether what counts is not what was read."""
        return self.machine is not None and self.machine != self.now


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells of one incident or group: the mention, a short label ("A"), its fields in reading order.

    ``incident`` is what the ledger holds of it by all reports; ``near`` others that may be the same.
    """

    mention: str
    kind: str
    label: str
    incident: Listed
    near: tuple[Near, ...]
    fields: tuple[Field, ...]

    @property
    def open_count(self) -> int:
        """How many fields nobody has judged."""
        return sum(field.is_open for field in self.fields)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the report's text with the ids of the fields whose words it is part of; the innermost last."""

    span: Span
    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report under review. ``reviewed`` is the verdict that says a person saw it to its end."""

    report: Report
    told: tuple[Told, ...]
    segments: tuple[Segment, ...]
    reviewed: Verdict | None
    flags: tuple[Verdict, ...]
    comments: tuple[Verdict, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the page."""
        return tuple(field for told in self.told for field in told.fields)

    @property
    def open_count(self) -> int:
        """How many fields nobody has judged."""
        return sum(told.open_count for told in self.told)


def sheet_of(connection: Connection, book: Codebook, name: str) -> Sheet:
    """Return a report under review, by its id or the beginning of it; raises UnknownIdError where there is none."""
    rid = find_report(connection, name)
    coding = rows.coding_of(coding_rows_of(connection, rid), {})
    (report,) = coding.reports
    names = labels(coding)
    kinds = {i.id: rows.INCIDENT for i in coding.incidents} | {g.id: rows.GROUP for g in coding.groups}
    judged = verdicts_on(connection, {rid, *kinds, *(s.id for s in coding.statements)})
    standing = in_force(judged)
    additions = [v for v in standing if v.kind == ADD]
    notes = notes_of(standing)
    told_by = _incidents_of(connection, kinds)
    known = known_of(connection, told_by.values())
    apart = {sid for one in known.values() for ids in disputed(one.told).values() for sid in ids}
    counting = on_statements(standing)
    by_mention: dict[str, list[Field]] = defaultdict(list)
    for statement in coding.statements:
        verdict = counting.get(statement.id)
        by_mention[statement.about].append(field_of(statement, verdict, notes, is_disputed=statement.id in apart))
    for addition in additions:
        by_mention[addition.subject].append(added_field(addition, notes, apart))
    listed = {incident: listed_of(full_profile(incident, one, book)) for incident, one in known.items()}
    near = near_of(connection, (m for m, kind in kinds.items() if kind == rows.INCIDENT))
    told = [
        Told(m, kind, names.get(m, m), listed[told_by[m]], near.get(m, ()), in_order(by_mention[m]))
        for m, kind in kinds.items()
        if by_mention[m] or kind == rows.INCIDENT
    ]
    own = notes.get(rid, ((), ()))
    done = next((v for v in reversed(standing) if v.kind == REVIEWED and v.subject == rid), None)
    fields = [field for one in told for field in one.fields]
    return Sheet(report, tuple(told), tuple(segments_of(report.text, fields)), done, *own)


Notes = tuple[tuple[Verdict, ...], tuple[Verdict, ...]]


def field_of(
    statement: Statement, verdict: Verdict | None, notes: Mapping[str, Notes], *, is_disputed: bool = False
) -> Field:
    """Return a statement that was read as a field, with the verdict on it that counts."""
    now, state = statement, OPEN
    if verdict is not None and verdict.is_human:
        state = STATES[verdict.kind]
    if verdict is not None and verdict.kind == "correct":
        now = put_right(statement, verdict.value, verdict.telling)
    flags, comments = notes.get(statement.id, ((), ()))
    return Field(
        statement.id, statement.property, statement, now, verdict, state, is_disputed, tuple(flags), tuple(comments)
    )


def added_field(addition: Verdict, notes: Mapping[str, Notes], apart: Container[str] = ()) -> Field:
    """Return a statement that a person added as a field."""
    added = statement_added(addition)
    flags, comments = notes.get(added.id, ((), ()))
    return Field(added.id, added.property, None, added, addition, ADDED, added.id in apart, flags, comments)


def notes_of(standing: Iterable[Verdict]) -> dict[str, Notes]:
    """Return the flags and the comments on each subject, in the order in which they were made."""
    found: dict[str, Notes] = {}
    for verdict in standing:
        flags, comments = found.get(verdict.subject, ((), ()))
        if verdict.kind == "flag":
            found[verdict.subject] = ((*flags, verdict), comments)
        elif verdict.kind == "comment":
            found[verdict.subject] = (flags, (*comments, verdict))
    return found


def in_order(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return fields in reading order."""
    ranks = {name: number for number, name in enumerate(ORDER)}
    return tuple(sorted(fields, key=lambda f: (ranks.get(f.name, len(ranks)), f.now.evidence.start, f.id)))


def _incidents_of(connection: Connection, mentions: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks(mentions):
        query = select(incident_of.c.mention, incident_of.c.incident).where(among(incident_of.c.mention, chunk))
        found |= dict(connection.execute(query).all())
    return found


def segments_of(text: str, fields: Iterable[Field]) -> Iterable[Segment]:
    """Yield the text cut where words of a field begin or end; joined they are the text."""
    spans = [(field.now.evidence.span, field.id) for field in fields]
    cuts = sorted({0, len(text), *(span.start for span, _ in spans), *(span.end for span, _ in spans)})
    for start, end in pairwise(cuts):
        piece = Span(start, end)
        over = [(span, sid) for span, sid in spans if span.covers(piece)]
        over.sort(key=lambda one: (one[0].start - one[0].end, one[1]))  # the widest first
        yield Segment(piece, piece.of(text), tuple(sid for _, sid in over))
