"""Who is at work and what they may do: the one place where every route asks, and nowhere else.

Local mode has one person, the author named at the start, who may everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from fastapi.params import Depends as Dependency
from starlette.datastructures import FormData
from starlette.requests import Request

from dateline.ledger import Ledger
from dateline.ledger.verdicts import PIN, SETTLE
from dateline.review.decisions import Deed
from dateline.review.desk import Desk
from dateline.team.roles import LEAST, Act, Role
from dateline.web.errors import Refusal
from dateline.web.guard import TOKEN_FIELD, TOKEN_HEADER, Sessions
from dateline.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the name under which verdicts are recorded, and what they are on the team."""

    name: str
    role: Role

    def may(self, act: Act) -> bool:
        """Say whether this person may do something."""
        return self.role.may(act)

    def check(self, act: Act) -> None:
        """Raise Refusal (403) unless this person may do something."""
        if not self.may(act):
            raise Refusal(
                403,
                f"{self.name} is {self.role.value}; to {act.value} takes the role {LEAST[act].value}: ask an admin",
            )

    def permit(self, deed: Deed) -> None:
        """Raise Refusal (403) unless this person may record a verdict; what others decided takes more to undo."""
        is_others = deed.author != self.name
        self.check(Act.JUDGE if deed.is_pair or deed.kind in (PIN, SETTLE) or is_others else Act.CODE)


def ledger_of(request: Request) -> Ledger:
    """Return the ledger that the workbench is on."""
    return cast("Ledger", request.app.state.ledger)


def sessions_of(request: Request) -> Sessions:
    """Return what signs and reads sessions."""
    return cast("Sessions", request.app.state.sessions)


def who(request: Request) -> Person:
    """Return the person who asks."""
    settings = cast("Settings", request.app.state.settings)
    return Person(settings.author, Role.ADMIN)


Who = Annotated[Person, Depends(who)]


def may(act: Act) -> Dependency:
    """Return the dependency of a route, or of a router, that only those who may do something can ask."""
    return cast("Dependency", Depends(_CHECKS[act]))


def _check(act: Act) -> Callable[[Person], Person]:
    def checked(person: Who) -> Person:
        person.check(act)
        return person

    return checked


_CHECKS = {act: _check(act) for act in Act}


def desk_of(request: Request, person: Who) -> Desk:
    """Return the desk of the person who asks; it records nothing that they may not decide."""
    return Desk(ledger_of(request), person.name, permit=person.permit)


async def sent_form(request: Request) -> FormData:
    """Return a form that a page of ours sent; refuse one without the token of its session."""
    form = await request.form(max_files=0)
    given = request.headers.get(TOKEN_HEADER) or str(form.get(TOKEN_FIELD) or "")
    sessions = sessions_of(request)
    if not sessions.is_token(sessions.named(request), given):
        raise Refusal(403, "this page is older than your session; reload it and do that again")
    return form


AtDesk = Annotated[Desk, Depends(desk_of)]
SentForm = Annotated[FormData, Depends(sent_form)]
OnLedger = Annotated[Ledger, Depends(ledger_of)]
