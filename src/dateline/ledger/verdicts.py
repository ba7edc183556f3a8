"""Verdicts: what people and rules decided, which of it is in force, and what it does to values.

Kinds: ``accept``, ``correct``, ``reject``, ``unsure`` (a statement), ``add`` (a statement about a mention),
``same``, ``different``, ``unsure`` (two mentions), ``pin`` (a property of an incident), ``reviewed`` (a report or a
tally: seen to its end), ``flag``, ``comment`` (any of these), ``settle`` (a property of a mention that two people
coded: which coding was chosen; what that changes is recorded beside it), ``undo`` (reverses a verdict and bears its
subject).

A verdict is in force unless an undo that is in force reverses it; so undoing an undo puts the first verdict in force
again. On one subject a person's verdict counts before a rule's, then the later one; of additions, flags and comments
all count.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, or_, select

from dateline.ledger.best import Pin
from dateline.ledger.listing import among
from dateline.ledger.schema import verdicts as table
from dateline.ledger.telling import added
from dateline.link.across.cluster import PAIR_KINDS as PAIR_KINDS  # told on: the doors know the ledger alone
from dateline.link.across.cluster import PairVerdict
from dateline.model import Statement

STATEMENT_KINDS = ("accept", "correct", "reject", "unsure")
CHANGING = ("correct", "reject")  # of these, the ones that change what a statement counts for
ADD, PIN, REVIEWED, SETTLE, UNDO = "add", "pin", "reviewed", "settle", "undo"
NOTE_KINDS = ("flag", "comment", REVIEWED)
ALL_COUNT = (ADD, SETTLE, *NOTE_KINDS)  # several on one subject do not contend
KINDS = (*dict.fromkeys((*STATEMENT_KINDS, ADD, *PAIR_KINDS, PIN, *NOTE_KINDS, SETTLE, UNDO)),)
CHUNK = 500  # ids in one query, well below what either engine takes


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision as recorded.

    ``value`` is the contract's JSON form of a corrected, added or pinned value, ``telling`` what a person said of how
    it is told (``telling.Telling``), ``batch`` what was recorded by the same action.
    """

    id: str
    kind: str
    subject: str
    other: str | None
    property: str | None
    value: str | None
    reason: str | None
    author: str
    is_human: bool
    reverses: str | None
    recorded: datetime
    telling: str | None = None
    batch: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the verdict for programs."""
        return {
            "id": self.id,
            "kind": self.kind,
            "subject": self.subject,
            "other": self.other,
            "property": self.property,
            "value": json.loads(self.value) if self.value else None,
            "reason": self.reason,
            "author": self.author,
            "is_human": self.is_human,
            "reverses": self.reverses,
            "recorded": self.recorded.isoformat(),
            "telling": json.loads(self.telling) if self.telling else None,
            "batch": self.batch,
        }


def verdict_of(row: Mapping[str, object]) -> Verdict:
    """Return the verdict that a row holds."""
    return Verdict(**cast("dict[str, str]", dict(row)))  # type: ignore[arg-type]  # the columns' own types


def in_force(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return the verdicts that no undo in force reverses, in the order of recording; undos are not among them.

    All undos of the verdicts must be given with them; ``verdicts_on`` does so.
    """
    listed = sorted(set(verdicts), key=lambda v: (v.recorded, v.id))
    if not listed:
        return listed
    if not any(verdict.reverses for verdict in listed):
        return [verdict for verdict in listed if verdict.kind != UNDO]
    undos: dict[str, list[str]] = defaultdict(list)
    for verdict in listed:
        if verdict.reverses:
            undos[verdict.reverses].append(verdict.id)
    holds: dict[str, bool] = {}

    def is_held(verdict: str) -> bool:
        if verdict not in holds:
            holds[verdict] = not any(is_held(undo) for undo in undos[verdict])
        return holds[verdict]

    return [verdict for verdict in listed if verdict.kind != UNDO and is_held(verdict.id)]


def counting(verdicts: Iterable[Verdict], subject: Callable[[Verdict], object]) -> dict[object, Verdict]:
    """Return for each subject the verdict in force that counts: a person's before a rule's, then the later."""
    found: dict[object, Verdict] = {}
    for verdict in sorted(verdicts, key=lambda v: (v.is_human, v.recorded, v.id)):
        found[subject(verdict)] = verdict
    return found


def verdicts_on(connection: Connection, ids: Iterable[str], recorded: datetime | None = None) -> list[Verdict]:
    """Return all verdicts, undone ones and undos too, whose subject or other is among ids.

    With ``recorded``: those recorded until then.
    """
    found: dict[str, Verdict] = {}
    for chunk in chunks(ids):
        query = select(table).where(or_(among(table.c.subject, chunk), among(table.c.other, chunk)))
        if recorded is not None:
            query = query.where(table.c.recorded <= recorded)
        for row in connection.execute(query).mappings():
            verdict = verdict_of(cast("Mapping[str, object]", row))
            found[verdict.id] = verdict
    return list(found.values())


def pairs(verdicts: Iterable[Verdict]) -> list[PairVerdict]:
    """Return those of the verdicts in force that are on pairs of mentions."""
    return [
        PairVerdict(v.id, v.kind, v.subject, v.other, v.is_human, v.recorded)
        for v in verdicts
        if v.kind in PAIR_KINDS and v.other is not None
    ]


def on_statements(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """Return for each statement the verdict in force that counts."""
    own = [v for v in verdicts if v.kind in STATEMENT_KINDS and v.other is None]
    return {v.subject: v for v in counting(own, lambda v: v.subject).values()}


def is_addition(verdict: Verdict) -> bool:
    """Say whether a verdict adds a statement, or takes an added one away."""
    return verdict.kind == ADD or (verdict.kind == UNDO and verdict.property is not None)


def statement_added(verdict: Verdict) -> Statement:
    """Return the statement that a verdict of kind ``add`` adds."""
    return added(verdict.subject, str(verdict.property), str(verdict.value), verdict.telling)


def pins_of(verdicts: Iterable[Verdict]) -> dict[str, Pin]:
    """Return the pins that count, by property, of the verdicts in force on one incident."""
    own = [v for v in verdicts if v.kind == PIN and v.value and v.property]
    found = {}
    for verdict in counting(own, lambda v: v.property).values():
        bounds = json.loads(verdict.value or "{}")
        found[str(verdict.property)] = Pin(verdict.id, bounds.get("low"), bounds.get("high"))
    return found


def chunks(ids: Iterable[str], size: int = CHUNK) -> Iterable[list[str]]:
    """Yield different ids, sorted, in lists that one query takes."""
    listed = sorted(set(ids))
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
