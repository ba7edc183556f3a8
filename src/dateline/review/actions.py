"""A person's actions, the latest first, and their undoing: valid after leaving the page, and for batches.

An action is all that was recorded together; its name is its batch, or its verdict's id where it stands alone. Undoing
records verdicts that reverse the others, so an action that was undone stays on record, and so does its undoing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, select

from dateline.ledger.judging import Judging
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.schema import verdicts as table
from dateline.ledger.verdicts import UNDO, Verdict, verdict_of

_LOOKED_BACK = 2000  # verdicts: more than a long day's, and a few milliseconds


@dataclass(frozen=True, slots=True)
class Action:
    """What a person did at once. ``undoes`` names the action that it takes back, None for a decision.

    ``is_undone``: it was taken back, and that was not taken back in turn.
    """

    name: str
    verdicts: tuple[Verdict, ...]
    undoes: str | None
    is_undone: bool

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its verdicts, each once."""
        return tuple(dict.fromkeys(verdict.kind for verdict in self.verdicts))

    @property
    def moment(self) -> datetime:
        """When it was recorded."""
        return self.verdicts[-1].recorded


def actions_of(connection: Connection, author: str, limit: int = _LOOKED_BACK) -> list[Action]:
    """Return an author's actions among their last verdicts, the latest first."""
    query = select(table).where(table.c.author == author, table.c.is_human)
    query = query.order_by(table.c.recorded.desc(), table.c.id.desc()).limit(limit)
    listed = [verdict_of(dict(row)) for row in connection.execute(query).mappings()]
    groups = [(name, tuple(reversed(list(of_one)))) for name, of_one in groupby(listed, key=_name)]
    named = {verdict.id: name for name, of_one in groups for verdict in of_one}
    undone = _undone(connection, groups)
    return [Action(name, of_one, _undoes(of_one, named), name in undone) for name, of_one in groups]


def _name(verdict: Verdict) -> str:
    return verdict.batch or verdict.id


def _undoes(verdicts: Sequence[Verdict], named: dict[str, str]) -> str | None:
    reversed_ids = [v.reverses for v in verdicts if v.kind == UNDO and v.reverses]
    return named.get(reversed_ids[0], reversed_ids[0]) if reversed_ids else None


def _undone(connection: Connection, groups: Sequence[tuple[str, Sequence[Verdict]]]) -> set[str]:
    """Return the names of actions all of whose verdicts are reversed by undos that hold, whoever recorded these."""
    known = {verdict.id for _, of_one in groups for verdict in of_one}
    undos: dict[str, list[str]] = {}
    ahead = known
    while ahead:
        query = select(table.c.id, table.c.reverses).where(among(table.c.reverses, sorted(ahead)))
        found = [(str(own), str(target)) for own, target in connection.execute(query)]
        for own, target in found:
            if own not in undos.setdefault(target, []):
                undos[target].append(own)
        ahead = {own for own, _ in found} - known - set(undos)

    def holds(verdict: str) -> bool:
        return not any(holds(undo) for undo in undos.get(verdict, ()))

    return {name for name, of_one in groups if not any(holds(verdict.id) for verdict in of_one)}


def to_undo(actions: Sequence[Action]) -> Action | None:
    """Return the action that undo takes back: the last decision in force."""
    return next((one for one in actions if one.undoes is None and not one.is_undone), None)


def to_redo(actions: Sequence[Action]) -> Action | None:
    """Return the undoing that redo takes back: the last in force, unless something was decided since."""
    by_name = {action.name: action for action in actions}
    for one in actions:
        if one.undoes is None:
            # A decision brought back by redo is no new one: what was undone before it may still be redone.
            if not one.is_undone and not _was_redone(one, actions):
                return None
        elif not one.is_undone and by_name.get(one.undoes, one).undoes is None:
            return one
    return None


def _was_redone(action: Action, actions: Sequence[Action]) -> bool:
    return any(other.undoes == action.name and other.is_undone for other in actions)


def take_back(judging: Judging, action: Action) -> list[Verdict]:
    """Reverse all of an action that holds, the last verdict first; raises UnknownIdError where it was undone."""
    if action.is_undone:
        raise UnknownIdError("that is undone already; redo puts it in force again")
    with judging.together():
        return [judging.undo(verdict.id) for verdict in reversed(action.verdicts) if judging.holds(verdict.id)]
