"""A workbench of a team, asked by its people: browsers without scripts, and programs with tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from dateline.ledger import Ledger
from dateline.team.roles import Role
from dateline.team.team import Team
from dateline.web.app import make_app
from made_team import NAMES, PASSWORD, made_team, peopled
from web_settings import PUBLIC, team_settings

PAGE = {"accept": "text/html"}


class Browser:
    """A browser of one person, or of nobody; it follows no redirect, so that a test sees where it leads."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url=PUBLIC, follow_redirects=False)

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=PAGE)

    def token(self, path: str = "/account") -> str:
        """Return the token of a page's forms; of nobody that of the form to sign in."""
        answer = self.get(path)
        if answer.status_code == 303:
            answer = self.get("/login")
        found = re.search(r'name="token" value="(\w+)"', answer.text)
        assert found, answer.text
        return found[1]

    def send(self, path: str, **fields: object) -> Response:
        return self.client.post(path, data={"token": self.token(), **fields}, headers=PAGE)

    def sign_in(self, name: str, password: str = PASSWORD, goto: str = "/") -> Response:
        return self.send("/login", name=name, password=password, next=goto)


@dataclass
class TeamBench:
    """A team's workbench, with one person of each role signed in."""

    ledger: Ledger
    team: Team
    app: FastAPI
    browsers: dict[Role | None, Browser] = field(default_factory=dict)
    tokens: dict[Role | None, str] = field(default_factory=dict)

    @classmethod
    def on(cls, ledger: Ledger) -> TeamBench:
        """Return the workbench of a team of five on a ledger without any."""
        team = peopled(made_team(ledger))
        made = cls(ledger, team, make_app(ledger, team_settings(team)))
        made.browsers[None] = Browser(made.app)
        for role, name in NAMES.items():
            made.browsers[role] = Browser(made.app)
            assert made.browsers[role].sign_in(name).status_code == 303
            made.give_token(role)
        return made

    def give_token(self, role: Role) -> None:
        """Make a token for somebody of a role, the first or another one."""
        self.tokens[role] = self.team.tokens.make(NAMES[role], "a test", 1, by=NAMES[role])[1]

    def program(self, role: Role | None) -> TestClient:
        """Return a program with the token of somebody of a role, or without any."""
        headers = {"authorization": f"Bearer {self.tokens[role]}"} if role in self.tokens else {}
        return TestClient(self.app, base_url=PUBLIC, headers=headers, follow_redirects=False)
