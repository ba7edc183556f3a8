"""Who is at work and what they may do: the one place where every route asks, and nowhere else.

Local mode has one person, the author named at the start, who may everything. In team mode a browser's session or, for
the API, a program's token tells the account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends
from fastapi.params import Depends as Dependency
from starlette.datastructures import FormData
from starlette.requests import Request

from dateline.ledger import Ledger
from dateline.ledger.survey import Survey
from dateline.ledger.verdicts import PIN, SETTLE
from dateline.review.decisions import Deed
from dateline.review.desk import Desk
from dateline.team.roles import LEAST, Act, Role
from dateline.web.refusal import PasswordNeeded, Refusal, SignInNeeded
from dateline.web.sessions import SAFE, TOKEN_FIELD, TOKEN_HEADER, Sessions
from dateline.web.settings import Settings

if TYPE_CHECKING:
    from dateline.team.team import Team

API = "/api/"
BEFORE_PASSWORD = frozenset(
    {"/account", "/account/password", "/logout"}
)  # open while the password is another's choice


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


def survey_of(request: Request) -> Survey:
    """Return what keeps all incidents in sight."""
    return cast("Survey", request.app.state.survey)


def sessions_of(request: Request) -> Sessions:
    """Return what signs and reads sessions."""
    return cast("Sessions", request.app.state.sessions)


def settings_of(request: Request) -> Settings:
    """Return how the workbench runs."""
    return cast("Settings", request.app.state.settings)


def is_team(request: Request) -> bool:
    """Say whether the workbench runs for a team."""
    return settings_of(request).team is not None


def team_of(request: Request) -> Team:
    """Return the team of a workbench in team mode."""
    settings = settings_of(request)
    if settings.team is None:
        raise RuntimeError("this page is for teams only; local mode must not have it")
    return settings.team.team


def who(request: Request) -> Person:
    """Return the person who asks, looked up once a request; raises SignInNeeded for nobody."""
    if not hasattr(request.state, "person"):
        author = settings_of(request).author
        request.state.person = _signed_in(request) if is_team(request) else Person(author, Role.ADMIN)
    return cast("Person", request.state.person)


def _signed_in(request: Request) -> Person:
    is_api = request.url.path.startswith(API)
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if is_api and kind:
        account = team_of(request).tokens.whose(secret.strip()) if kind.lower() == "bearer" else None
        if account is None:
            raise SignInNeeded("that token is none, was revoked or has run out; make one on the page Account")
        return Person(account.name, account.role)
    sessions = sessions_of(request)
    session = sessions.named(request)
    account = team_of(request).sessions.whose(session) if session else None
    if account is None:
        raise SignInNeeded("you are not signed in, or no longer; sign in and do that again")
    if account.is_provisional and request.url.path not in BEFORE_PASSWORD:
        raise PasswordNeeded("choose a password of your own first, on the page Account")
    # What a page sends is held to its token where the form is read; what goes to the API with a cookie, here.
    is_from_form = not is_api or request.method in SAFE
    if not is_from_form and not sessions.is_token(session, request.headers.get(TOKEN_HEADER, "")):
        raise Refusal(
            403, f"a browser's session needs the page's token as {TOKEN_HEADER}; a program sends its own token"
        )
    return Person(account.name, account.role)


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
    settings = cast("Settings", request.app.state.settings)
    permit, survey = person.permit, survey_of(request)
    return Desk(ledger_of(request), person.name, permit=permit, held_for=settings.held_for, survey=survey)


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


def refuse_unseen(desk: Desk, reports: Iterable[str]) -> None:
    """Refuse to show what others made of reports of which the person at work codes one a second time, unseen."""
    if desk.second.unseen() & set(reports):
        raise Refusal(409, "you are coding a report of this a second time, unseen; finish that first")
