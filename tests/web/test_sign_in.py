"""Signing in and out, one's own account, and the accounts page: cookies, tokens of forms, limits, what ends when."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from dateline.ledger import Ledger
from dateline.team.attempts import PER_ACCOUNT
from dateline.team.roles import Role
from dateline.team.sessions import IDLE
from dateline.web.app import make_app
from dateline.web.login_page import own_path
from made_team import PASSWORD, Clock, left_by_all, made_team, peopled
from team_workbench import PAGE, Browser
from web_settings import PUBLIC, team_settings

OTHER = "another password altogether"


class Place:
    """A team's workbench on an empty ledger, with a clock that a test moves."""

    def __init__(self, ledger: Ledger, **settings: object) -> None:
        self.clock = Clock()
        self.team = peopled(made_team(ledger, self.clock))
        self.app = make_app(ledger, team_settings(self.team, **settings))

    def browser(self, name: str | None = None, password: str = PASSWORD) -> Browser:
        made = Browser(self.app)
        if name is not None:
            assert made.sign_in(name, password).status_code == 303
        return made


@pytest.fixture
def place(team_empty: Ledger) -> Place:
    left_by_all(team_empty)
    return Place(team_empty)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def test_whoever_is_not_signed_in_is_led_to_the_form_and_then_on(place: Place) -> None:
    browser = place.browser()
    away = browser.get("/explore?country=IR&since=2017-01-01")
    assert (away.status_code, away.headers["location"]) == (
        303,
        "/login?next=%2Fexplore%3Fcountry%3DIR%26since%3D2017-01-01",
    )
    form = browser.get(away.headers["location"])
    assert 'name="next" value="/explore?country=IR&amp;since=2017-01-01"' in form.text
    answer = browser.sign_in("carl", goto="/explore?country=IR&since=2017-01-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore?country=IR&since=2017-01-01")
    page = browser.get("/explore").text
    assert "Carl, coder" in page
    assert "Log out" in page
    assert browser.get("/login").headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(place: Place) -> None:
    answers = [place.browser().sign_in(*tried) for tried in (("Carl", OTHER), ("Nobody", PASSWORD), ("Nobody", ""))]
    place.team.accounts.close("Rita", by="Adam")
    answers.append(place.browser().sign_in("Rita"))
    assert {answer.status_code for answer in answers} == {403}
    told = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(told) == 1
    assert "do not go together" in told.pop()


def test_signing_in_gives_another_session_and_signing_out_ends_it(place: Place) -> None:
    browser = place.browser()
    token = browser.token()
    before = browser.client.cookies["dateline_session"]
    answer = browser.client.post("/login", data={"token": token, "name": "Carl", "password": PASSWORD}, headers=PAGE)
    secret = browser.client.cookies["dateline_session"]
    assert secret != before
    assert not is_signed_in_by(place, before)  # who planted the first one has nothing by it
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.send("/logout").headers["location"] == "/login"
    assert "dateline_session" not in browser.client.cookies
    assert not is_signed_in_by(place, secret)


def is_signed_in_by(place: Place, secret: str) -> bool:
    client = TestClient(place.app, base_url=PUBLIC, cookies={"dateline_session": secret}, follow_redirects=False)
    return client.get("/account", headers=PAGE).status_code == 200


def test_by_https_the_cookie_goes_by_nothing_else(team_empty: Ledger) -> None:
    left_by_all(team_empty)
    place = Place(team_empty, public="https://dateline.example.org")
    client = TestClient(place.app, base_url="http://127.0.0.1:8417")  # as a proxy asks
    cookie = client.get("/login", headers=PAGE).headers["set-cookie"]
    assert cookie.startswith("__Host-dateline_session=")
    assert "; Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_forms_need_the_token_of_their_session_and_an_origin_of_ours(place: Place) -> None:
    browser, other = place.browser("Adam"), place.browser("Carl")
    token = browser.token()
    fields = {"name": "Rita", "reason": "a test"}
    for wrong in (None, "", "0" * 64, other.token()):
        data = fields if wrong is None else {"token": wrong, **fields}
        answer = browser.client.post("/accounts/close", data=data, headers=PAGE)
        assert (answer.status_code, "older than your session" in answer.text) == (403, True)
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": PUBLIC.replace("http:", "https:")},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        answer = browser.client.post("/accounts/close", data={"token": token, **fields}, headers={**PAGE, **headers})
        assert (answer.status_code, "another site" in answer.text) == (403, True)
    assert place.team.accounts.named("Rita").closed is None
    data = {"token": token, **fields}
    assert browser.client.post("/accounts/close", data=data, headers={**PAGE, "origin": PUBLIC}).status_code == 303
    assert place.team.accounts.named("Rita").closed is not None


def test_the_form_to_sign_in_needs_its_token_too(place: Place) -> None:
    browser = place.browser()
    answer = browser.client.post("/login", data={"name": "Carl", "password": PASSWORD}, headers=PAGE)
    assert answer.status_code == 403
    assert not is_signed_in(browser)


def test_the_api_by_cookie_needs_the_token_of_the_page_and_by_token_none(place: Place) -> None:
    browser = place.browser("Carl")
    verdict = {"kind": "flag", "subject": "s0"}
    assert browser.client.post("/api/v1/verdicts", json=verdict).status_code == 403
    headers = {"x-csrf-token": browser.token()}
    assert browser.client.post("/api/v1/verdicts", json=verdict, headers=headers).status_code == 404  # no such
    _, secret = place.team.tokens.make("Carl", "a program", 1, by="Carl")
    program = TestClient(place.app, base_url=PUBLIC, headers={"authorization": f"Bearer {secret}"})
    assert program.post("/api/v1/verdicts", json=verdict).status_code == 404


@pytest.mark.parametrize(
    "given", ["Bearer ", "Bearer dateline_x", "Basic Q2FybDpY", "bearer", "dateline_x", "Bearer a b"]
)
def test_a_token_that_is_none_opens_nothing_even_beside_a_session(place: Place, given: str) -> None:
    answer = place.browser("Carl").client.get("/api/v1/incidents", headers={"authorization": given})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="dateline"')
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_opens_the_api_and_no_page(place: Place) -> None:
    _, secret = place.team.tokens.make("Adam", "a program", 1, by="Adam")
    program = TestClient(
        place.app, base_url=PUBLIC, headers={"authorization": f"Bearer {secret}"}, follow_redirects=False
    )
    assert program.get("/api/v1/incidents").status_code == 200
    for path in ("/", "/accounts", "/account"):
        assert program.get(path, headers=PAGE).headers["location"].startswith("/login")
    place.clock.goes(days=1)
    assert program.get("/api/v1/incidents").status_code == 401


def test_a_session_ends_when_nothing_is_asked(place: Place) -> None:
    browser = place.browser("Carl")
    place.clock.goes(seconds=IDLE.total_seconds())
    assert is_signed_in(browser)
    place.clock.goes(seconds=IDLE.total_seconds() + 1)
    assert not is_signed_in(browser)
    answer = browser.client.post("/draft", data={"page": "/", "content": "x"}, headers={"accept": "application/json"})
    assert answer.status_code == 401


def test_closing_an_account_ends_what_it_has_open(place: Place) -> None:
    admin, browser = place.browser("Adam"), place.browser("Carl")
    _, secret = place.team.tokens.make("Carl", "a program", 1, by="Carl")
    assert admin.send("/accounts/close", name="Carl", reason="left").status_code == 303
    assert not is_signed_in(browser)
    program = TestClient(place.app, base_url=PUBLIC, headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/incidents").status_code == 401
    page = admin.get("/accounts").text
    assert re.search(r"close</td><td>Adam</td><td>left", page)
    answer = admin.send("/accounts/close", name="Adam")
    assert (answer.status_code, "the only admin" in answer.text) == (422, True)


def test_too_many_attempts_wait(place: Place) -> None:
    for _ in range(PER_ACCOUNT):
        assert place.browser().sign_in("Carl", OTHER).status_code == 403
    answer = place.browser().sign_in("Carl")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60 + 1
    assert "too many attempts to sign in; wait 15 min" in answer.text
    place.clock.goes(seconds=int(answer.headers["retry-after"]))
    assert place.browser().sign_in("Carl").status_code == 303


def test_guessing_the_password_of_now_is_limited_too(place: Place) -> None:
    browser = place.browser("Carl")
    place.clock.goes(seconds=1)
    for _ in range(PER_ACCOUNT):
        answer = browser.send("/account/password", old=OTHER, password=OTHER, again=OTHER)
        assert (answer.status_code, "is another" in answer.text) == (403, True)
    assert browser.send("/account/password", old=PASSWORD, password=OTHER, again=OTHER).status_code == 429


def test_a_new_password_signs_the_other_browsers_and_programs_out(place: Place) -> None:
    browser, other = place.browser("Carl"), place.browser("Carl")
    _, secret = place.team.tokens.make("Carl", "a program", 30, by="Carl")
    for fields, words in (
        ({"old": PASSWORD, "password": OTHER, "again": PASSWORD}, "typed in two ways"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "is short"),
    ):
        answer = browser.send("/account/password", **fields)
        assert (answer.status_code, words in answer.text) == (422, True)
    program = {"authorization": f"Bearer {secret}"}
    assert place.browser().client.get("/api/v1/incidents", headers=program).status_code == 200
    answer = browser.send("/account/password", old=PASSWORD, password=OTHER, again=OTHER)
    assert answer.headers["location"] == "/account?done=password"
    assert "your tokens are revoked" in browser.get(answer.headers["location"]).text
    assert place.browser().client.get("/api/v1/incidents", headers=program).status_code == 401
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    assert place.browser().sign_in("Carl").status_code == 403
    assert is_signed_in(place.browser("Carl", OTHER))


def test_a_password_of_somebody_elses_is_changed_before_anything_else(place: Place) -> None:
    answer = place.browser("Adam").send("/accounts/add", name="Nina", role="editor", reason="new")
    assert answer.status_code == 201
    given = re.search(r"<code>([a-z0-9-]{19})</code>", answer.text)
    assert given
    nina = place.browser("Nina", given[1])
    assert nina.get("/").headers["location"] == "/account"
    assert "chosen by somebody else" in nina.get("/account").text
    for path in ("/decide", "/accounts/close", "/account/tokens"):
        assert nina.send(path, label="x", days="7", name="Rita").status_code in (303, 403)
    assert place.team.tokens.all("Nina") == []
    assert nina.client.get("/api/v1/incidents").status_code == 403
    nina.send("/account/password", old=given[1], password=OTHER, again=OTHER)
    assert nina.get("/").status_code == 200
    assert place.team.accounts.named("Nina").role is Role.EDITOR


def test_one_owns_ones_tokens_and_sessions_alone(place: Place) -> None:
    carl, rita = place.browser("Carl"), place.browser("Rita")
    made = carl.send("/account/tokens", label="nightly <copy>", days="30")
    assert made.status_code == 201
    assert "nightly &lt;copy&gt;" in made.text
    secret = re.search(r"dateline_[\w-]{43}", made.text)
    assert secret
    assert secret[0] not in carl.get("/account").text
    (token,) = place.team.tokens.all("Carl")
    assert rita.send("/account/tokens/revoke", token_id=token.id).status_code == 422
    (session,) = place.team.sessions.of("Carl", "")
    assert rita.send("/account/sessions/end", session=session.name).status_code == 422
    assert place.team.tokens.whose(secret[0]) is not None
    assert carl.send("/account/tokens/revoke", token_id=token.id).status_code == 303
    assert place.team.tokens.whose(secret[0]) is None
    assert carl.send("/account/tokens", label="x", days="10000").status_code == 422


def test_another_host_is_refused(place: Place) -> None:
    answer = place.browser().client.get("/login", headers={"host": "evil.example"})
    assert answer.status_code == 421


def test_local_mode_has_no_pages_of_accounts(bench) -> None:
    for path in ("/login", "/account", "/accounts", "/login/openid"):
        assert bench.client.get(path).status_code == 404
    assert "Log out" not in bench.page("/")


@pytest.mark.parametrize("path", ["/", "/reports/r1?kind=pair", "/explore#here"])
def test_paths_of_ours_are_gone_on_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nset-cookie: x", "/\t/x"],
)
def test_no_link_to_the_form_leads_away(path: str) -> None:
    assert own_path(path) == "/"


def test_no_page_of_accounts_has_a_script_of_its_own(place: Place) -> None:
    admin = place.browser("Adam")
    for page in (admin.get("/account").text, admin.get("/accounts").text, place.browser().get("/login").text):
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
