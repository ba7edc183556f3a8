"""Who may do what: five roles, each of which may all that the one before it may, and the acts that take a role."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering


class Act(Enum):
    """What somebody may be allowed to do; the words say it on a page that refuses."""

    LOOK = "look at what the ledger holds"
    CODE = "decide on statements"
    JUDGE = "judge pairs, pin counts, and settle second codings"
    EDIT = "set statuses, draw samples, and export"
    ADMINISTER = "manage accounts"


@total_ordering
class Role(Enum):
    """What a person is on the team, from the least to the most."""

    READER = "reader"
    CODER = "coder"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def __lt__(self, other: object) -> bool:
        return _RANK[self] < _RANK[other] if isinstance(other, Role) else NotImplemented

    def may(self, act: Act) -> bool:
        """Say whether this role may do something."""
        return self >= LEAST[act]


_RANK = {role: rank for rank, role in enumerate(Role)}
LEAST = {
    Act.LOOK: Role.READER,
    Act.CODE: Role.CODER,
    Act.JUDGE: Role.REVIEWER,
    Act.EDIT: Role.EDITOR,
    Act.ADMINISTER: Role.ADMIN,
}
