"""The table of docs/team.md, whole: every route and every kind of decision, asked by nobody and by each role."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from sqlalchemy import select

from dateline.ledger.schema import mentions, statements
from dateline.review.desk import Desk
from dateline.team.roles import Role
from made_team import NAMES, PASSWORD
from team_workbench import PAGE, Browser, TeamBench

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "team.md").read_text(encoding="utf-8")
ASKERS = (None, *Role)
MARKS = {"yes": True, "–": False}
_numbers = itertools.count(1)


def rows(after: str) -> Iterator[list[str]]:
    """Yield the cells of the table behind a mark of the document."""
    table = DOCUMENT.partition(f"<!-- {after} -->\n")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


TABLE = {
    route.strip("`"): dict(zip(ASKERS, (MARKS[mark] for mark in marks), strict=True))
    for route, _, *marks in rows("every route of a workbench of a team")
}
KINDS = {
    decision: dict(zip(Role, (MARKS[mark] for mark in marks), strict=True))
    for decision, *marks in rows("every kind of decision")
}


class Known:
    """Ids of the ledger that requests need."""

    def __init__(self, bench: TeamBench) -> None:
        self.bench = bench
        with bench.ledger.reading() as connection:
            rows = connection.execute(select(mentions.c.id, mentions.c.report).where(mentions.c.kind == "incident"))
            (self.mention, self.report), (self.other, _) = sorted(rows.all())[:2]
            self.statements = itertools.cycle(sorted(connection.scalars(select(statements.c.id))))
        drawn = Desk(bench.ledger, NAMES[Role.EDITOR]).second.draw(0.5, "a seed")
        self.sample = drawn.id
        self.incident = bench.program(Role.READER).get("/api/v1/incidents").json()["incidents"][0]["id"]

    def newcomer(self, *, is_closed: bool = False) -> str:
        """Make an account for somebody to change."""
        name = f"Newcomer {next(_numbers)}"
        self.bench.team.accounts.add(name, Role.READER, PASSWORD, by="the test")
        if is_closed:
            self.bench.team.accounts.close(name, by="the test")
        return name

    def verdict(self, role: Role, kind: str, subject: str, **more: object) -> str:
        """Record what somebody of a role decides, and return its id."""
        answer = self.bench.program(role).post("/api/v1/verdicts", json={"kind": kind, "subject": subject, **more})
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["id"])


@pytest.fixture(scope="module")
def known(team_bench: TeamBench) -> Known:
    return Known(team_bench)


Fields = Callable[[Known, Role | None], dict[str, object]]


def nothing(known: Known, role: Role | None) -> dict[str, object]:
    return {}


def comment(known: Known, role: Role | None) -> dict[str, object]:
    return {"do": f"comment:{next(known.statements)}", "reason": f"seen {next(_numbers)}"}


def own_token(known: Known, role: Role | None) -> dict[str, object]:
    name = NAMES[role or Role.READER]
    return {"token_id": known.bench.team.tokens.make(name, "to be revoked", 1, by=name)[0].id}


def own_session(known: Known, role: Role | None) -> dict[str, object]:
    team, name = known.bench.team, NAMES[role or Role.READER]
    secret = team.sessions.begin(team.accounts.named(name), "192.0.2.7", "another browser")
    return {"session": next(one.name for one in team.sessions.of(name, secret) if one.is_this)}


# What each request that changes something sends, so that it is well where it is let in.
SENT: dict[str, Fields] = {
    "POST /decide": comment,
    "POST /reports/{report}/accept-seen": lambda known, role: {"seen": next(known.statements)},
    "POST /undo": nothing,
    "POST /redo": nothing,
    "POST /open": lambda known, role: {"subject": known.report},
    "POST /samples": lambda known, role: {"share": "50%", "seed": f"seed {next(_numbers)}"},
    "POST /samples/{sample}/reports/{report}/decide": comment,
    "POST /samples/{sample}/reports/{report}/accept-seen": nothing,
    "POST /samples/{sample}/reports/{report}/undo": nothing,
    "POST /samples/{sample}/reports/{report}/settle": lambda known, role: {"choice": "first", "reason": "clear"},
    "POST /draft": lambda known, role: {"page": "/", "content": "{}"},
    "POST /explore/export": lambda known, role: {"format": "csv"},
    "POST /login": lambda known, role: {"name": NAMES[role or Role.READER], "password": PASSWORD},
    "POST /logout": nothing,
    "POST /account/password": lambda known, role: {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD},
    "POST /account/tokens": lambda known, role: {"label": "a program", "days": "7"},
    "POST /account/tokens/revoke": own_token,
    "POST /account/sessions/end": own_session,
    "POST /accounts/add": lambda known, role: {"name": f"Added {next(_numbers)}", "role": "coder"},
    "POST /accounts/role": lambda known, role: {"name": known.newcomer(), "role": "editor"},
    "POST /accounts/password": lambda known, role: {"name": known.newcomer()},
    "POST /accounts/close": lambda known, role: {"name": known.newcomer(), "reason": "left"},
    "POST /accounts/reopen": lambda known, role: {"name": known.newcomer(is_closed=True)},
}
# What the API is sent where it is not a decision.
BODIES: dict[str, Callable[[], dict[str, object]]] = {
    "POST /api/v1/samples": lambda: {"share": 0.5, "seed": f"seed {next(_numbers)}"},
    "POST /api/v1/samples/{sample}/reports/{report}/codings": lambda: {
        "mention": "m0", "property": "killed", "choice": "first", "reason": "clear",
    },
}  # fmt: skip
QUERIES = {
    "GET /explore/cell": "?x=0&y=0&zoom=1",
}
# Answers other than a good one of those who are let in, and why that is all that can be had here.
OF_ITS_SAMPLE = "/samples/{sample}/reports/{report}"  # asked of a report that is in none
OTHERWISE = {
    f"GET {OF_ITS_SAMPLE}": 404,
    f"GET {OF_ITS_SAMPLE}/settle": 404,
    f"POST {OF_ITS_SAMPLE}/decide": 404,
    f"POST {OF_ITS_SAMPLE}/accept-seen": 404,
    f"POST {OF_ITS_SAMPLE}/undo": 404,
    f"POST {OF_ITS_SAMPLE}/settle": 404,
    "GET /api/v1/samples/{sample}/reports/{report}": 404,
    "POST /api/v1/samples/{sample}/reports/{report}/verdicts": 404,
    "GET /api/v1/samples/{sample}/reports/{report}/codings": 404,
    "POST /api/v1/samples/{sample}/reports/{report}/codings": 404,
    "POST /redo": 404,  # nothing was undone
    "GET /login/openid": 404,  # nobody vouches for people here; test_openid.py signs in so
    "GET /login/openid/back": 404,
}


def asked(known: Known, route: str, role: Role | None, browser: Browser) -> Response:
    """Ask a route as a browser does."""
    method, _, path = route.partition(" ")
    report = "r0" if "{sample}" in path else known.report
    filled = path.format(report=report, incident=known.incident, sample=known.sample)
    if filled.endswith("…"):
        filled = f"{static(known.bench)}/js/app.js"
    if method == "GET":
        return browser.get(filled + QUERIES.get(route, ""))
    if route == "POST /undo":
        browser.send("/decide", **comment(known, role))  # whoever may not decide has nothing to undo either
    return browser.send(filled, **SENT[route](known, role))


def static(bench: TeamBench) -> str:
    return next(str(one.path) for one in iter_route_contexts(bench.app.routes) if str(one.path).startswith("/static"))


def is_let_in(route: str, answer: Response) -> bool:
    """Say whether an answer is a good one; anything else must be a refusal in the proper form."""
    leads_to = answer.headers.get("location", "")
    if answer.status_code == 303 and leads_to.startswith("/login?"):
        return False
    if answer.status_code in (401, 403):
        told = answer.text
        assert "takes the role" in told or "not signed in" in told, told
        return False
    assert answer.status_code < 400 or answer.status_code == OTHERWISE.get(route), answer.text
    return True


def test_every_route_is_in_the_table_and_no_other(team_bench: TeamBench) -> None:
    found = set()
    for one in iter_route_contexts(team_bench.app.routes):
        path = "/static/…" if str(one.path).startswith("/static/") else one.path
        found |= {f"{method} {path}" for method in one.methods or {"GET"}}
    assert found == set(TABLE)
    changing = {route for route in TABLE if route.startswith("POST")}
    assert set(SENT) == {route for route in changing if "/api/v1/" not in route}
    assert set(OTHERWISE) <= set(TABLE)


@pytest.mark.parametrize("role", ASKERS, ids=lambda role: role.value if role else "nobody")
def test_every_page_lets_in_whom_the_table_says(team_bench: TeamBench, known: Known, role: Role | None) -> None:
    wrong = []
    for route, allowed in TABLE.items():
        if "/api/v1/" in route:
            continue
        browser = team_bench.browsers[role]
        answer = asked(known, route, role, browser)
        if is_let_in(route, answer) != allowed[role]:
            wrong.append(f"{route}: {answer.status_code} {answer.text[-300:]}")
        if route in ("POST /login", "POST /logout"):
            team_bench.browsers[role] = Browser(team_bench.app)
            if role is not None:
                team_bench.browsers[role].sign_in(NAMES[role])
        if route == "POST /account/password" and role is not None:
            team_bench.give_token(role)  # a new password revoked the one of before
    assert wrong == []


@pytest.mark.parametrize("role", ASKERS, ids=lambda role: role.value if role else "nobody")
@pytest.mark.parametrize("way", ["a token", "a session"])
def test_the_api_lets_in_whom_the_table_says(
    team_bench: TeamBench, known: Known, role: Role | None, way: str
) -> None:
    client = team_bench.program(role) if way == "a token" else team_bench.browsers[role].client
    headers = {} if way == "a token" else {"x-csrf-token": team_bench.browsers[role].token()}
    verdict = known.verdict(Role.CODER, "flag", next(known.statements))
    pages = {"/api/v1/incidents/{id}/why/{other}": {"id": known.mention, "other": known.other}}
    pages |= {"/api/v1/reports/{id}": {"id": known.report}, "/api/v1/verdicts/{id}": {"id": verdict}}
    wrong = []
    for route, allowed in TABLE.items():
        method, _, path = route.partition(" ")
        if not path.startswith("/api/v1/"):
            continue
        ids = {"id": known.incident, "sample": known.sample, "report": "r0"}
        filled = path.format(**{**ids, **pages.get(path, {})})
        body = {"kind": "flag", "subject": next(known.statements), "reason": str(next(_numbers))}
        sent = {} if method == "GET" else {"json": BODIES[route]() if route in BODIES else body}
        answer = client.request(method, filled, headers=headers, **sent)
        if is_let_in(route, answer) != allowed[role]:
            wrong.append(f"{route}: {answer.status_code} {answer.text[-300:]}")
        elif not allowed[role]:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.status_code == (403 if role else 401)
    assert wrong == []


def decisions(known: Known, words: str) -> Iterator[dict[str, object]]:
    """Yield the decisions that a line of the second table speaks of."""
    if words.startswith("undo what oneself"):
        return
    if words.startswith("undo what somebody else"):
        yield {"kind": "undo", "subject": known.verdict(Role.ADMIN, "flag", next(known.statements), reason="look")}
    elif "pair" in words:
        for kind in ("same", "different", "unsure"):
            yield {"kind": kind, "subject": known.mention, "other": known.other, "reason": str(next(_numbers))}
    elif words == "pin":
        yield {"kind": "pin", "subject": known.incident, "property": "killed", "value": str(next(_numbers))}
    else:
        for kind in words.split(", "):
            subject = {"add": known.mention, "reviewed": known.report}.get(kind, next(known.statements))
            more: dict[str, object] = {"property": "weapon", "value": "explosive"} if kind == "add" else {}
            if kind == "correct":
                more = {"modality": "claimed"}
            if kind == "add":
                more["words"] = {"start": 0, "end": 5}
            yield {"kind": kind, "subject": subject, "reason": f"for {next(_numbers)}", **more}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("words", KINDS)
def test_every_kind_of_decision_is_let_in_as_the_table_says(
    team_bench: TeamBench, known: Known, words: str, role: Role
) -> None:
    program, browser = team_bench.program(role), team_bench.browsers[role]
    for decision in decisions(known, words):
        answer = program.post("/api/v1/verdicts", json=decision)
        assert is_let_in("", answer) == KINDS[words][role], (decision, answer.text)
        if answer.status_code == 201:
            assert answer.json()["author"] == NAMES[role]
            if words.startswith("undo what somebody else"):
                continue
            undone = program.post("/api/v1/verdicts", json={"kind": "undo", "subject": answer.json()["id"]})
            assert undone.status_code == 201, undone.text
            redone = browser.send("/decide", do=f"undo:{undone.json()['id']}")
            assert is_let_in("", redone) is True
        on_page = {"do": ":".join(str(decision[key]) for key in ("kind", "subject", "other") if key in decision)}
        on_page |= {k: v for k, v in decision.items() if isinstance(v, str) and k not in ("kind", "subject", "other")}
        if "words" in decision:
            on_page |= {"start": "0", "end": "5"}
        if words.startswith("undo"):
            continue
        answer = browser.send("/decide", **on_page)
        assert is_let_in("", answer) == KINDS[words][role], (decision, answer.text)


def test_a_coder_who_was_a_reviewer_cannot_take_pairs_back(team_bench: TeamBench, known: Known) -> None:
    team = team_bench.team
    team.accounts.add("Wilma", Role.REVIEWER, PASSWORD, by="the test")
    browser = Browser(team_bench.app)
    browser.sign_in("Wilma")
    pair = f"different:{known.mention}:{known.other}"
    assert browser.send("/decide", do=pair).status_code == 303
    team.accounts.set_role("Wilma", Role.CODER, by="the test")
    assert browser.get("/").headers["location"] == "/login?next=%2F"
    browser.sign_in("Wilma")
    assert "takes the role reviewer" in browser.send("/undo").text
    team.accounts.set_role("Wilma", Role.REVIEWER, by="the test")
    browser.sign_in("Wilma")
    assert browser.send("/undo").status_code == 303


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_pages_show_no_control_that_the_role_may_not_use(team_bench: TeamBench, known: Known, role: Role) -> None:
    browser = team_bench.browsers[role]
    shown = {
        path: browser.get(path).text for path in ("/", f"/reports/{known.report}", f"/incidents/{known.incident}")
    }
    shown["/explore"] = browser.get("/explore").text
    everything = "".join(shown.values())
    has = {act: bool(re.search(pattern, everything)) for act, pattern in CONTROLS.items()}
    assert has == {act: TABLE_OF_CONTROLS[act] <= role for act in CONTROLS}
    assert ">Accounts</a>" in everything or role is not Role.ADMIN


CONTROLS = {
    "decide": r'data-act="accept"|id="act"|data-act="undo"|id="seen"|id="editor"',
    "judge": r'value="(same|different|pin):',
    "export": r'action="/explore/export',
    "accounts": r'href="/accounts"',
}
TABLE_OF_CONTROLS = {
    "decide": Role.CODER,
    "judge": Role.REVIEWER,
    "export": Role.EDITOR,
    "accounts": Role.ADMIN,
}


def test_what_is_refused_is_a_page_for_people_and_a_problem_for_programs(team_bench: TeamBench) -> None:
    answer = team_bench.browsers[Role.READER].get("/accounts")
    assert answer.status_code == 403
    assert "Rita is reader; to manage accounts takes the role admin: ask an admin" in answer.text
    answer = team_bench.program(Role.READER).post("/api/v1/verdicts", json={"kind": "flag", "subject": "s1"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "takes the role coder" in json.loads(answer.text)["detail"]
    assert team_bench.browsers[Role.READER].client.get("/accounts", headers=PAGE).headers["cache-control"]
