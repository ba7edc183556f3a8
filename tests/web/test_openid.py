"""Signing in through a real OpenID provider on this machine, and everything that is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc.jwk import OctKey

from dateline.ledger import Ledger
from dateline.team.openid import Provider
from dateline.team.openid_settings import OpenIdSettings
from dateline.team.roles import Role
from dateline.web.app import make_app
from made_team import Clock, left_by_all, made_team, peopled
from openid_provider import CLIENT, SECRET, OpenIdProvider, new_key, openid_provider, signed_with
from team_workbench import Browser
from web_settings import PUBLIC, team_settings

BACK = "/login/openid/back"


@pytest.fixture(scope="module")
def running() -> Iterator[OpenIdProvider]:
    with openid_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: OpenIdProvider) -> OpenIdProvider:
    """A provider that says what is right; a test changes that."""
    fresh = OpenIdProvider(running.issuer, running.key)
    vars(running).update(vars(fresh))
    return running


class Place:
    """A workbench whose people a provider vouches for."""

    def __init__(self, ledger: Ledger, provider: OpenIdProvider, **settings: object) -> None:
        self.clock = Clock()
        self.team = peopled(made_team(ledger, self.clock))
        self.provider = provider
        made = OpenIdSettings(issuer=provider.issuer, client_id=CLIENT, label="Example ID", **settings)
        self.vouching = Provider(made, SECRET, self.team.store, self.team.accounts, PUBLIC + BACK)
        self.app = make_app(ledger, team_settings(self.team, provider=self.vouching))

    def begun(self, browser: Browser, goto: str = "/feeds") -> str:
        """Go to the provider and return the address to which it leads back."""
        away = browser.get(f"/login/openid?next={goto}")
        assert away.status_code == 303, away.text
        back = httpx2.get(away.headers["location"])
        assert back.status_code == 302, back.text
        return back.headers["location"].removeprefix(PUBLIC)

    def refused(self, words: str, status: int = 403) -> None:
        """Sign in and be refused with a page that says why; nobody is signed in, and no account is made."""
        before = [one.name for one in self.team.accounts.all()]
        browser = Browser(self.app)
        answer = browser.get(self.begun(browser))
        assert answer.status_code == status, answer.text
        assert words in answer.text
        assert "<h1>" in answer.text
        assert browser.get("/feeds").headers["location"].startswith("/login")
        assert [one.name for one in self.team.accounts.all()] == before

    def sign_in(self) -> Browser:
        browser = Browser(self.app)
        answer = browser.get(self.begun(browser))
        assert (answer.status_code, answer.headers["location"]) == (303, "/feeds"), answer.text
        assert browser.get("/feeds").status_code == 200
        return browser


@pytest.fixture
def place(team_empty: Ledger, provider: OpenIdProvider) -> Callable[..., Place]:
    left_by_all(team_empty)
    return lambda **settings: Place(team_empty, provider, **settings)


def test_the_first_sign_in_makes_a_reader_and_the_next_finds_them(place, provider: OpenIdProvider) -> None:
    here = place()
    here.sign_in()
    here.sign_in()
    found = here.team.accounts.named("Olga")
    assert (found.role, found.issuer, found.subject) == (Role.READER, provider.issuer, "77")
    assert not found.has_password
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == PUBLIC + BACK
    assert len({one[name] for one in provider.asked for name in ("state", "nonce", "code_challenge")}) == 6
    assert "Sign in with Example ID" in Browser(here.app).get("/login").text


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": ["another client", "and another"]},
        {"aud": None},
        {"azp": "another client"},
        {"iss": "https://id.elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
)
def test_claims_that_are_not_right_are_refused(place, provider: OpenIdProvider, claims) -> None:
    provider.claims |= claims
    place().refused("is not proved")


def test_signatures_that_are_not_the_providers_are_refused(place, provider: OpenIdProvider) -> None:
    here = place()
    provider.signed_by, provider.headers = new_key(), {}
    here.refused("is not proved")  # by another key under the name of the right one
    provider.headers = {"kid": "of nobody"}
    here.refused("is not proved")
    provider.signed_by = OctKey.import_key(SECRET)
    provider.headers = {"alg": "HS256"}
    here.refused("is not proved")  # by the client's own secret
    provider.signed_by, provider.headers = None, {}
    here.sign_in()


@pytest.mark.parametrize("alg", ["HS256", "RS256"])
def test_the_public_key_is_no_secret(place, provider: OpenIdProvider, monkeypatch, alg: str) -> None:
    public = provider.key.as_pem(private=False)
    header = {"alg": alg, "kid": provider.key.kid}
    monkeypatch.setattr(provider, "id_token", lambda asked: signed_with(public, header, provider.told(asked)))
    place().refused("is not proved")


def test_a_token_without_a_signature_is_refused(place, provider: OpenIdProvider, monkeypatch) -> None:
    signed = provider.id_token

    def unsigned(asked: dict[str, str]) -> str:
        _, claims, _ = signed(asked).split(".")
        return f"eyJhbGciOiJub25lIn0.{claims}."  # {"alg":"none"}

    monkeypatch.setattr(provider, "id_token", unsigned)
    place().refused("is not proved")


@pytest.mark.parametrize("words", ["", "no token at all", "a.b.c"])
def test_what_is_no_token_is_refused(place, provider: OpenIdProvider, monkeypatch, words: str) -> None:
    monkeypatch.setattr(provider, "id_token", lambda asked: words)
    place().refused("is not proved")


def test_keys_may_change(place, provider: OpenIdProvider) -> None:
    here = place()
    here.sign_in()
    provider.key = new_key()
    here.sign_in()


def test_the_answer_must_be_to_a_question_of_this_browser(place, provider: OpenIdProvider) -> None:
    here = place()
    one, other = Browser(here.app), Browser(here.app)
    back = here.begun(one)
    answer = other.get(back)  # led there by somebody else's answer
    assert (answer.status_code, "not begun in this browser" in answer.text) == (403, True)
    stolen = here.begun(other)
    answer = other.get(back)
    assert answer.status_code == 403
    assert other.get(stolen).status_code == 403  # each start is good for one answer
    assert one.get(back).status_code == 303
    assert one.get(back).status_code == 403


def test_a_sign_in_must_come_back_in_time(place) -> None:
    here = place()
    browser = Browser(here.app)
    back = here.begun(browser)
    here.clock.goes(minutes=10)
    assert browser.get(back).status_code == 403


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "access_denied"}, "refused (access_denied)"),
        ({"iss": "https://id.elsewhere.example"}, "not one of Example ID"),
        ({"code": ""}, "not one of Example ID"),
        ({"code": "of another"}, "refused (invalid_grant)"),
        ({"state": "of another"}, "not begun in this browser"),
    ],
)
def test_answers_that_are_not_right_are_refused(place, provider: OpenIdProvider, answer, words: str) -> None:
    provider.answer = answer
    place().refused(words)


def test_only_verified_addresses_of_allowed_domains(place, provider: OpenIdProvider) -> None:
    here = place(domains=["example.org"])
    for claims in (
        {},
        {"email": "olga@example.org"},
        {"email": "olga@example.org", "email_verified": False},
        {"email": "olga@example.org", "email_verified": "true"},
        {"email": "olga@sub.example.org", "email_verified": True},
        {"email": "olga@example.org.evil.example", "email_verified": True},
        {"email": "example.org", "email_verified": True},
    ):
        provider.claims = {"sub": "77", "preferred_username": "Olga", **claims}
        here.refused("no domain that may sign in here")
    provider.claims |= {"email": "olga@EXAMPLE.org", "email_verified": True}
    here.sign_in()


def test_roles_follow_the_claims_where_they_are_mapped(place, provider: OpenIdProvider) -> None:
    here = place(roles={"coder": ["desk", "trainees"], "editor": ["editors"]})

    def role(groups: object) -> Role:
        provider.claims["groups"] = groups
        here.sign_in()
        return here.team.accounts.named("Olga").role

    assert [role(groups) for groups in (["editors", "desk"], "trainees", [], None, ["Editors"], 7)] == [
        Role.EDITOR, Role.CODER, Role.READER, Role.READER, Role.READER, Role.READER,
    ]  # fmt: skip
    log = [entry.detail for entry in here.team.accounts.log("Olga") if entry.act == "role"]
    assert sorted(log) == ["coder to reader", "editor to coder"]


def test_roles_given_by_hand_stay_where_none_are_mapped(place, provider: OpenIdProvider) -> None:
    here = place()
    here.sign_in()
    here.team.accounts.set_role("Olga", Role.EDITOR, by="Adam")
    here.sign_in()
    assert here.team.accounts.named("Olga").role is Role.EDITOR


def test_the_only_admin_stays_one(place, provider: OpenIdProvider) -> None:
    here = place(roles={"admin": ["admins"]})
    here.team.accounts.link("Adam", provider.issuer, "77", by="the test")
    here.sign_in()
    assert here.team.accounts.named("Adam").role is Role.ADMIN


def test_an_account_of_that_name_is_taken_over_by_nobody(place, provider: OpenIdProvider) -> None:
    here = place()
    for name in ("Adam", "ADAM", "Ａdam"):
        provider.claims["preferred_username"] = name
        here.refused("there is an account Adam" if name != "Ａdam" else "an account")
    provider.claims["preferred_username"] = "<script>alert(1)</script>"
    here.refused("cannot be a name")
    here.team.accounts.link("Adam", provider.issuer, "77", by="the test")
    assert ">Accounts</a>" in here.sign_in().get("/feeds").text


def test_a_closed_account_stays_closed(place) -> None:
    here = place()
    here.sign_in()
    here.team.accounts.close("Olga", by="Adam")
    here.refused("the account Olga is closed")


def test_nobody_is_led_away(place, provider: OpenIdProvider) -> None:
    here = place()
    for goto in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        browser = Browser(here.app)
        assert browser.get(here.begun(browser, goto)).headers["location"] == "/"
    away = urlsplit(Browser(here.app).get("/login/openid").headers["location"])
    assert parse_qs(away.query)["scope"] == ["openid profile email"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://id.elsewhere.example"},
        {"token_endpoint": "http://id.elsewhere.example/token"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_is_another_or_unsafe_is_not_asked(place, provider: OpenIdProvider, metadata) -> None:
    provider.metadata = metadata
    answer = Browser(place().app).get("/login/openid")
    assert (answer.status_code, "correct the settings" in answer.text) == (503, True)


def test_a_provider_that_is_down_is_told(place, provider: OpenIdProvider) -> None:
    provider.is_down = True
    here = place()
    answer = Browser(here.app).get("/login/openid")
    assert (answer.status_code, "try again in a while" in answer.text) == (503, True)
    provider.is_down = False
    here.sign_in()
