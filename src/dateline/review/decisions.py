"""What a person decides in one action: recorded together, once however often it is sent, undone together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from dateline.codebook import Codebook
from dateline.ledger import rows
from dateline.ledger.judging import Judging
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.schema import reports, statements
from dateline.ledger.schema import verdicts as table
from dateline.ledger.sound import sound_value
from dateline.ledger.telling import Telling, telling_from
from dateline.ledger.verdicts import (
    ADD,
    NOTE_KINDS,
    PIN,
    STATEMENT_KINDS,
    UNDO,
    Verdict,
    in_force,
    on_statements,
    verdict_of,
)
from dateline.ledger.working import answered_requests
from dateline.link.across.cluster import PAIR_KINDS
from dateline.model import Evidence, Modality, Report, Span, Speaker
from dateline.review.selection import speaker_in, stripped, value_in
from dateline.review.typed import HOW_TO_WRITE, read_count, read_value

REMEMBERED = timedelta(days=30)  # how long an answer to a request that recorded nothing is kept


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as a person makes it.

    ``kind`` and ``subject`` are a verdict's (``ledger.verdicts``); ``property`` is needed to add and to pin.
    ``words`` is a selection in the report of the statement (or, to add, of the mention). ``value`` is as typed;
    without it the words are read. ``speaker`` names who says it, "" is the report's own voice, None leaves it.
    """

    kind: str
    subject: str
    other: str | None = None
    property: str | None = None
    value: str | None = None
    words: Span | None = None
    speaker: str | None = None
    modality: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What is about to be done, for whoever says whether a person may: the kind of verdict, and on what.

    Of an undoing it is what that takes back: the kind of the decision at its root, and who recorded what is reversed.
    """

    kind: str
    is_pair: bool
    author: str


Permit = Callable[[Deed], None]  # raises where it may not be done


def anything(deed: Deed) -> None:
    """Permit everything: a person alone with a ledger."""


def deed_of(connection: Connection, author: str, decision: Decision) -> Deed:
    """Return what a decision would do; one that takes back what is not in the ledger is taken for itself."""
    if decision.kind == UNDO and (target := _verdict(connection, decision.subject)) is not None:
        return deed_of_undoing(connection, target)
    return Deed(decision.kind, decision.other is not None, author)


def deed_of_undoing(connection: Connection, target: Verdict) -> Deed:
    """Return what taking back a verdict would do."""
    root = target
    while root.reverses is not None and (before := _verdict(connection, root.reverses)) is not None:
        root = before
    return Deed(root.kind, root.other is not None, target.author)


def _verdict(connection: Connection, verdict: str) -> Verdict | None:
    row = connection.execute(select(table).where(table.c.id == verdict)).mappings().first()
    return None if row is None else verdict_of(dict(row))


def decide(judging: Judging, connection: Connection, book: Codebook, decisions: Sequence[Decision]) -> list[Verdict]:
    """Record decisions, all or none (in the caller's transaction), and bring the incidents up to date once.

    Raises UnknownIdError for what is not in the ledger, ValueError for what cannot be decided so.
    """
    with judging.together():
        return [_recorded(judging, connection, book, decision) for decision in decisions]


def recorded_before(connection: Connection, author: str, batch: str) -> list[Verdict]:
    """Return what this author recorded under this key before: the same request sent twice is recorded once."""
    query = select(table).where(table.c.batch == batch, table.c.author == author)
    return [verdict_of(dict(row)) for row in connection.execute(query.order_by(table.c.recorded)).mappings()]


class ReusedKeyError(ValueError):
    """A request bears the key of another one that was recorded before."""


def batch_of(key: str, request: str) -> tuple[str, str]:
    """Return the batch of a request that bears a key of its sender, and the beginning that the key alone makes."""
    begun = f"k{sha256(key.encode()).hexdigest()[:24]}"
    return f"{begun}{sha256(request.encode()).hexdigest()[:16]}", begun


def recorded_otherwise(connection: Connection, author: str, begun: str, batch: str | None) -> bool:
    """Say whether this author sent another batch than this one that begins so, whatever it recorded."""
    for held in (table, answered_requests):
        query = select(held.c.batch).where(held.c.author == author, held.c.batch != batch)
        query = query.where(held.c.batch >= begun, held.c.batch < f"{begun}zz")  # in every collation, of hex digits
        if connection.execute(query.limit(1)).first() is not None:
            return True
    return False


def answered_before(connection: Connection, author: str, batch: str) -> Verdict | None:
    """Return the verdict that stood when this author sent a batch before that recorded nothing."""
    query = select(table).join(answered_requests, answered_requests.c.verdict == table.c.id)
    query = query.where(answered_requests.c.author == author, answered_requests.c.batch == batch)
    row = connection.execute(query).mappings().first()
    return verdict_of(dict(row)) if row else None


def remember_answer(connection: Connection, author: str, batch: str, verdict: Verdict, moment: datetime) -> None:
    """Keep what a batch that recorded nothing was answered, and forget those of long ago."""
    held = answered_requests
    connection.execute(delete(held).where(held.c.answered < moment - REMEMBERED))
    connection.execute(insert(held), {"author": author, "batch": batch, "verdict": verdict.id, "answered": moment})


def _recorded(judging: Judging, connection: Connection, book: Codebook, decision: Decision) -> Verdict:
    kind, subject, reason = decision.kind, decision.subject, decision.reason or None
    if kind == UNDO:
        return judging.undo(subject, reason=reason)
    if decision.other is not None and kind in PAIR_KINDS:
        first, second = judging.find.mention(subject), judging.find.mention(decision.other)
        return judging.pair(kind, first, second, reason=reason)
    if kind == "correct":
        value, telling = _correction(judging, connection, book, decision)
        return judging.statement(kind, subject, value=value, telling=telling, reason=reason)
    if kind in STATEMENT_KINDS:
        return judging.statement(kind, subject, reason=reason)
    if kind in NOTE_KINDS:
        return judging.note(kind, subject, reason=reason)
    if kind == PIN:
        bounds = read_count(decision.value or "")
        if bounds is None:
            raise ValueError(f"{decision.value!r} is no count; {HOW_TO_WRITE['killed']}")
        return judging.pin(subject, str(decision.property), bounds["low"], bounds["high"], reason=reason)
    if kind == ADD:
        return _added(judging, connection, book, decision)
    raise ValueError(
        f"{kind!r} is no decision; they are {', '.join((*STATEMENT_KINDS, ADD, *NOTE_KINDS, PIN, UNDO))}"
    )


def _correction(
    judging: Judging, connection: Connection, book: Codebook, decision: Decision
) -> tuple[Mapping[str, object] | None, Telling]:
    """Return all that is right: what is said now, laid over what was put right before."""
    query = select(statements).where(statements.c.id == decision.subject)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownIdError(f"no statement {decision.subject} in this ledger; reload the page")
    statement = rows.statement_of({str(name): value for name, value in row.items()})
    before = on_statements(in_force(judging.recorded_on([statement.id]))).get(statement.id)
    standing = before if before is not None and before.kind == "correct" else None
    earlier = telling_from(standing.telling if standing else None)
    value: Mapping[str, object] | None = None
    if standing is not None and standing.value:
        value = rows.value_from(statement.property, standing.value).to_json()
    now = rows.value_of(statement.property, value) if value is not None else statement.value
    report = _report(connection, statement.evidence.report)
    words = None if decision.words is None else stripped(report.text, decision.words)
    if decision.value:
        typed = read_value(statement.property, decision.value, book)
        value = sound_value(statement.property, {**now.to_json(), **typed})
    elif words is not None and decision.speaker is None:
        told = value_in(statement.property, report, words, book, now)
        if told is None:
            raise ValueError(_unread(words.of(report.text), statement.property))
        value = told.to_json()
    telling = Telling(
        Evidence.of(report.id, report.text, words) if words else earlier.words,
        _speakers(decision.speaker, book) if decision.speaker is not None else earlier.speakers,
        Modality(decision.modality) if decision.modality else earlier.modality,
        earlier.channel,
    )
    if value is None and telling.is_empty:
        raise ValueError("nothing is put right: type a value, select words, or name a speaker")
    return value, telling


def _added(judging: Judging, connection: Connection, book: Codebook, decision: Decision) -> Verdict:
    name = str(decision.property)
    if decision.words is None:
        raise ValueError("no words are selected; select those that tell it and press the key again")
    report = _report(connection, judging.report_of(decision.subject))
    words = stripped(report.text, decision.words)
    if decision.value:
        value: Mapping[str, object] = read_value(name, decision.value, book)
        if name in ("target", "weapon"):
            value = {"name": None, **value}  # a code alone is typed: what the report calls it is not said
    else:
        told = value_in(name, report, words, book)
        if told is None:
            raise ValueError(_unread(words.of(report.text), name))
        value = told.to_json()
    telling = Telling(
        Evidence.of(report.id, report.text, words),
        _speakers(decision.speaker, book) if decision.speaker else None,
        Modality(decision.modality) if decision.modality else None,
    )
    return judging.add(decision.subject, name, value, telling, reason=decision.reason or None)


def _speakers(words: str, book: Codebook) -> tuple[Speaker, ...]:
    """Return the speakers that words name, the innermost first: "police via Tasnim"."""
    return tuple(speaker_in(name, book) for name in words.split(" via ") if name.strip())


def _report(connection: Connection, rid: str) -> Report:
    row = connection.execute(select(reports).where(reports.c.id == rid)).mappings().one()
    return rows.report_of({str(name): value for name, value in row.items()})


def _unread(words: str, name: str) -> str:
    shown = " ".join(words.split())
    return f"“{shown}” tells no value of {name.replace('_', ' ')}; type it: {HOW_TO_WRITE.get(name, 'as JSON')}"
