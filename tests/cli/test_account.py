"""``dateline account``, and what ``dateline serve --team`` will not do."""

from __future__ import annotations

import io
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli.app import run
from dateline.ledger import Ledger
from dateline.team.openid_settings import OpenIdSettingsError, load_openid
from dateline.team.roles import Role
from dateline.team.team import Team
from dateline.web.serving import NotServedError, checked_public
from made_team import PASSWORD, left_by_all
from served import SOURCE, served, stopped

Account = Callable[..., int]


@pytest.fixture(scope="module")
def one_place(postgres_server) -> str:
    return str(postgres_server.ledger())


@pytest.fixture
def place(one_place: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a ledger without accounts, which the commands take."""
    with Ledger(one_place) as ledger:
        left_by_all(ledger)
    monkeypatch.setenv("DATELINE_LEDGER", one_place)
    monkeypatch.setenv("DATELINE_AUTHOR", "the admin")
    return one_place


@pytest.fixture
def account(place: str, monkeypatch: pytest.MonkeyPatch) -> Account:
    def asked(*words: str, typed: str = PASSWORD) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n" if typed else ""))
        return run(["account", *words])

    return asked


def test_accounts_from_the_first_to_the_last(account: Account, place: str, capfd: pytest.CaptureFixture[str]) -> None:
    def told() -> str:
        return capfd.readouterr().out

    assert account("add", "Ann Example", "--role", "admin", "--reason", "she runs it") == 0
    assert account("add", "Bo", "--role", "coder") == 0
    assert "made account Ann Example, admin" in told()
    assert account("role", "bo", "reviewer", "--reason", "a year here") == 0
    assert account("list", "--format", "json") == 0
    listed = json.loads(told().partition("\n")[2])
    assert [(one["name"], one["role"], one["closed"]) for one in listed] == [
        ("Ann Example", "admin", None),
        ("Bo", "reviewer", None),
    ]
    assert account("token", "Bo", "--days", "7", "--label", "a copy") == 0
    secret = told().strip()
    with Ledger(place) as ledger:
        assert Team(ledger).tokens.whose(secret).name == "Bo"
        assert Team(ledger).accounts.is_password("Bo", PASSWORD) is not None
    assert account("tokens") == 0
    token, _, words = told().strip().partition(" ")
    assert re.fullmatch(r"Bo: a copy, good until \d{4}-\d\d-\d\d, last used \d{4}-\d\d-\d\d", words)
    assert account("revoke", token) == 0
    assert account("token", "Bo") == 0
    told()
    assert account("password", "Bo", typed="quite another password") == 0
    assert "Bo has another password, is signed out everywhere, and has no tokens" in told()
    assert account("close", "Bo", "--reason", "left") == 0
    assert account("reopen", "Bo") == 0
    assert account("link", "Bo", "--issuer", "https://id.example", "--subject", "77") == 0
    told()
    assert account("log", "Bo") == 0
    lines = told().splitlines()
    acts = [re.search(r"Bo: (\w+)", line)[1] for line in lines]
    assert sorted(acts) == sorted(["add", "role", "token", "token", "revoke", "password", "close", "reopen", "link"])
    assert any(line.endswith("Bo: role coder to reviewer, by the admin: a year here") for line in lines)
    assert account("list") == 0
    assert "Bo: reviewer, password and https://id.example, since" in told()


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        (("add", "Bo", "--role", "boss"), PASSWORD, "--role: 'boss' is not one of"),
        (("add", "<Bo>"), PASSWORD, "account: '<Bo>' cannot be a name"),
        (("add", "Bo"), "short", "account: that password is short; choose one of 15 characters or more"),
        (("add", "Bo"), "", "account: no password; type it at a terminal"),
        (("role", "Bo", "coder"), "", "account: there is no account 'Bo'; `dateline account list`"),
        (("close", "Ann"), "", "account: Ann is the only admin and cannot be closed"),
        (("token", "Ann", "--days", "400"), "", "account: a token is good for 1 to 366 days, not 400"),
        (("revoke", "12345678"), "", "account: there is no token '12345678' to revoke"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    account: Account, capfd: pytest.CaptureFixture[str], words, typed: str, why: str
) -> None:
    assert account("add", "Ann", "--role", "admin") == 0
    assert account(*words, typed=typed) == 2
    told = capfd.readouterr().err
    assert told.startswith(f"dateline: {why}"), told
    assert told.count("\n") == 1


def test_a_file_has_no_accounts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.db"
    Ledger.create(own).close()
    for words in (["account", "list"], ["serve", "--team"]):
        assert run([*words, "--ledger", str(own)]) == 2
        assert "is a file for one person; a team works on PostgreSQL: carry it over with" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ("--team",),
            "--team: nobody can sign in yet; make an account with `dateline account add NAME --role admin`",
        ),
        (("--team", "--by", "ann"), "--by: with --team everybody decides under the name of their account"),
        (("--public-url", "https://x.example"), "--public-url: it goes with --team"),
        (("--behind-proxy", "127.0.0.1"), "--behind-proxy: it goes with --team"),
        (("--team", "--openid", "nowhere.toml"), "--openid: nowhere.toml cannot be read"),
    ],
)
def test_serving_a_team_is_refused_where_it_cannot_be(
    place: str, capfd: pytest.CaptureFixture[str], words, why: str
) -> None:
    assert run(["serve", *words]) == 2
    assert capfd.readouterr().err.startswith(f"dateline: {why}")


def test_a_team_is_served_where_others_reach_it_under_its_name_only(account: Account, place: str) -> None:
    assert account("add", "Ann", "--role", "admin") == 0
    options = ("--team", "--host", "0.0.0.0", "--public-url", "https://Dateline.example.org/")
    with served(*options, "--behind-proxy", "127.0.0.1") as (process, told):
        assert "https://dateline.example.org/ on port " in told, told or process.stderr.read()
        port = int(told.split()[-1])

        def asked(host: str) -> tuple[int, str, str]:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/login", headers={"host": host})
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return answer.status, answer.read().decode(), answer.headers["set-cookie"]
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode(), ""

        status, page, cookie = asked("dateline.example.org")
        assert status == 200
        assert "Sign in to Dateline" in page
        assert "__Host-dateline_session" in cookie
        assert asked("127.0.0.1")[0] == 421
        assert asked("elsewhere.example.org")[0] == 421
        assert stopped(process) == (0, "")


@pytest.mark.parametrize(
    ("given", "public"),
    [
        ("https://Dateline.example.org/", "https://dateline.example.org"),
        ("https://dateline.example.org:443", "https://dateline.example.org"),
        ("http://127.0.0.1:8417", "http://127.0.0.1:8417"),
        ("https://[::1]:8417/", "https://[::1]:8417"),
    ],
)
def test_the_public_address_is_scheme_and_host(given: str, public: str) -> None:
    assert checked_public(given) == public


@pytest.mark.parametrize(
    "given",
    [
        "dateline.example.org",
        "ftp://x.example",
        "https://",
        "https://x.example/path",
        "https://x.example:port",
        "https://a@x.example",
        "https://x y",
    ],
)
def test_what_is_no_public_address_is_refused(given: str) -> None:
    with pytest.raises(NotServedError, match=r"write it as https://dateline\.example\.org"):
        checked_public(given)


def test_the_settings_of_a_provider(tmp_path: Path) -> None:
    path = tmp_path / "openid.toml"
    example = re.search(r"```toml\n(.*?)```", (SOURCE.parent / "docs" / "team.md").read_text(encoding="utf-8"), re.S)
    assert example
    path.write_text(example[1], encoding="utf-8")
    settings, secret = load_openid(path, {"DATELINE_OPENID_SECRET": "x"})
    assert (settings.label, secret) == ("Example ID", "x")
    assert settings.roles[Role.CODER] == ["dateline-coders", "desk"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "issuer: Field required; client_id: Field required"),
        ('issuer = "http://id.example"\nclient_id = "x"', "issuer: 'http://id.example' is no https:// address"),
        ('issuer = "https://id.example"\nclient_id = "x"\nsecret = "y"', "secret: Extra inputs"),
        ('issuer = "https://id.example"\nclient_id = "x"\n[roles]\nboss = ["y"]', "roles.boss"),
        ('issuer = "https://id.example"\nclient_id = "x"\nscopes = ["email"]', 'scopes lack "openid"'),
        ('issuer = "https://id.example"\nclient_id = "x"', "put it into the variable DATELINE_OPENID_SECRET"),
        ("issuer =", "is no TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, written: str, why: str) -> None:
    path = tmp_path / "openid.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(OpenIdSettingsError, match=re.escape(why)):
        load_openid(path, {})
