"""A reviewer settles what two codings differ in: the ledger then holds the chosen one, and why it was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from dateline.ledger import rows
from dateline.ledger.codings import coding_rows_of
from dateline.ledger.judging import Judging
from dateline.ledger.telling import Telling, put_right
from dateline.ledger.verdicts import ADD, Verdict, in_force, on_statements, statement_added, verdicts_on
from dateline.model import Statement
from dateline.review.second import CHOICES, FIRST, OTHER, Unit, said


@dataclass(frozen=True, slots=True)
class _Standing:
    """A unit as the ledger has it now: what was read, what counts of it, and the additions with their verdicts."""

    read: dict[str, Statement]
    now: dict[str, Statement]
    added: dict[str, str]


def settle(
    judging: Judging, connection: Connection, sample: str, unit: Unit, choice: str, reason: str
) -> list[Verdict]:
    """Make a unit what the ``first`` or the ``second`` coded; ``other``: leave it as the reviewer put it right.

    Raises ValueError for another choice, and without a reason.
    """
    if choice not in CHOICES:
        raise ValueError(f"{choice!r} is no choice; there are {', '.join(CHOICES)}")
    with judging.together():
        made: list[Verdict] = []
        if choice != OTHER:
            wanted = unit.first if choice == FIRST else unit.second
            made = _made(judging, _standing(connection, unit), unit, wanted, reason)
        return [*made, judging.settle(unit.mention, unit.name, sample, choice, reason=reason)]


def _standing(connection: Connection, unit: Unit) -> _Standing:
    coding = rows.coding_of(coding_rows_of(connection, unit.report), {})
    read = {s.id: s for s in coding.statements if (s.about, s.property) == (unit.mention, unit.name)}
    standing = in_force(verdicts_on(connection, [unit.mention, *read]))
    counting = on_statements(standing)
    now: dict[str, Statement] = {}
    for sid, statement in read.items():
        verdict = counting.get(sid)
        if verdict is None or verdict.kind != "reject":
            is_right = verdict is not None and verdict.kind == "correct"
            now[sid] = put_right(statement, verdict.value, verdict.telling) if verdict and is_right else statement
    additions = {statement_added(v).id: v for v in standing if v.kind == ADD and v.property == unit.name}
    now |= {sid: statement_added(v) for sid, v in additions.items()}
    return _Standing(read, now, {sid: v.id for sid, v in additions.items()})


def _made(
    judging: Judging, standing: _Standing, unit: Unit, wanted: Sequence[Statement], reason: str
) -> list[Verdict]:
    """Record what makes the ledger hold the statements that are wanted, and nothing where it does."""
    targets = dict(_targets(standing, wanted))
    made: list[Verdict] = []
    for sid, read in standing.read.items():
        target, now = targets.get(sid), standing.now.get(sid)
        if target == now:
            continue
        if target is None:
            made.append(judging.statement("reject", sid, reason=reason))
        elif target == read:
            made.append(judging.statement("accept", sid, reason=reason))
        else:
            value = target.value.to_json() if target.value != read.value else None
            made.append(judging.statement("correct", sid, value=value, telling=_telling(target, read), reason=reason))
    for sid, verdict in standing.added.items():
        if sid not in targets:
            made.append(judging.undo(verdict, reason=reason))
    for sid, target in targets.items():
        if sid not in standing.read and sid not in standing.added:
            telling = Telling(target.evidence, target.speakers, target.modality, target.channel)
            made.append(judging.add(unit.mention, unit.name, target.value.to_json(), telling, reason=reason))
    return made


def _targets(standing: _Standing, wanted: Sequence[Statement]) -> Sequence[tuple[str, Statement]]:
    """Return the statements that are wanted under the ids that they have, or are to have.

    What was coded from scratch and says the same as something that stands, or that was read, is that.
    """
    known = {**standing.read, **standing.now}
    by_words = {said(s): sid for sid, s in (*standing.read.items(), *standing.now.items())}
    found = []
    for statement in wanted:
        sid = statement.id if statement.id in known else by_words.get(said(statement))
        is_alike = sid is not None and sid != statement.id
        found.append((sid, known[sid]) if sid is not None and is_alike else (statement.id, statement))
    return found


def _telling(target: Statement, read: Statement) -> Telling | None:
    """Return how the target is told where that differs from what was read, None where it does not."""
    telling = Telling(
        target.evidence if target.evidence != read.evidence else None,
        target.speakers if target.speakers != read.speakers else None,
        target.modality if target.modality is not read.modality else None,
        target.channel if target.channel != read.channel else None,
    )
    return None if telling.is_empty else telling
