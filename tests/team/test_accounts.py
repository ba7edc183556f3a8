"""Accounts and their passwords, on a real PostgreSQL."""

from __future__ import annotations

import itertools
import time

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger, LedgerError
from dateline.ledger.accounts import accounts as table
from dateline.team.accounts import checked_name, folded
from dateline.team.passwords import PasswordError, Passwords, checked, provisional
from dateline.team.roles import LEAST, Act, Role
from dateline.team.store import TeamError
from dateline.team.team import Team
from made_team import PASSWORD, QUICK, Clock, made_team


def add(team: Team, name: str = "Ann Example", role: Role = Role.CODER) -> None:
    team.accounts.add(name, role, PASSWORD, by="the test", reason="she codes")


def test_an_account_is_made_found_and_told_in_the_log(team: Team, clock: Clock) -> None:
    add(team)
    found = team.accounts.named("ANN EXAMPLE")
    assert (found.name, found.role, found.made) == ("Ann Example", Role.CODER, clock.moment)
    (entry,) = team.accounts.log("Ann Example")
    assert (entry.act, entry.detail, entry.reason, entry.author) == ("add", "coder", "she codes", "the test")


@pytest.mark.parametrize("name", ["ann example", " Ann Example ", "ANN EXAMPLE", "Ａnn Example"])
def test_no_two_names_can_be_confused(team: Team, name: str) -> None:
    add(team)
    with pytest.raises(TeamError, match=r"there is an account Ann Example|cannot be a name"):
        add(team, name)


@pytest.mark.parametrize(
    "name", ["", " ", "a\nb", "<b>", "x" * 81, "-ann", "ann/../adam", "a\x00b", "a:b", "a\u202eb"]
)
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(TeamError, match="cannot be a name"):
        checked_name(name)


@given(st.text(max_size=90))
def test_a_name_is_taken_as_one_form_or_not_at_all(name: str) -> None:
    try:
        taken = checked_name(name)
    except TeamError:
        return
    assert checked_name(taken) == taken
    assert folded(taken) == folded(name)
    assert 1 <= len(taken) <= 80


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "short"), ("x" * 201, "long"), ("a" * 20, "easy"), ("my ANN EXAMPLE password", "easy")],
)
def test_a_password_too_easy_to_guess_is_refused(team: Team, password: str, why: str) -> None:
    with pytest.raises(PasswordError, match=why):
        team.accounts.add("Ann Example", Role.READER, password, by="the test")
    with pytest.raises(TeamError, match="there is no account"):
        team.accounts.named("Ann Example")


def test_a_password_that_we_make_is_one_that_we_take() -> None:
    made = {provisional() for _ in range(50)}
    assert len(made) == 50
    assert all(checked(password, "Ann") == password for password in made)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60))
def test_only_the_password_itself_is_right(password: str) -> None:
    passwords = Passwords(QUICK)
    digest = passwords.digest(password) if password.isascii() else passwords.digest(PASSWORD)
    assert passwords.is_right(digest, password) == password.isascii()
    assert not passwords.is_right(digest, password + "x")
    assert not passwords.is_right(None, password)


def test_the_right_password_opens_and_every_other_does_not(team: Team) -> None:
    add(team)
    assert team.accounts.is_password("ann example", PASSWORD) is not None
    assert team.accounts.is_password("Ann Example", PASSWORD + "s") is None
    assert team.accounts.is_password("Bob", PASSWORD) is None
    team.accounts.add("Adam", Role.ADMIN, PASSWORD, by="the test")
    team.accounts.close("Ann Example", by="Adam")
    assert team.accounts.is_password("Ann Example", PASSWORD) is None
    team.accounts.reopen("Ann Example", by="Adam")
    assert team.accounts.is_password("Ann Example", PASSWORD) is not None


def test_a_digest_of_other_parameters_is_made_anew_at_the_next_sign_in(team_ledger: Ledger, clock: Clock) -> None:
    add(made_team(team_ledger, clock))
    stronger = Team(team_ledger, clock=clock, passwords=Passwords(PasswordHasher(2, 16, 1)))

    def digest() -> str:
        with team_ledger.reading() as connection:
            return str(connection.scalar(select(table.c.password)))

    before = digest()
    assert stronger.accounts.is_password("Ann Example", "something else altogether") is None
    assert digest() == before
    assert stronger.accounts.is_password("Ann Example", PASSWORD) is not None
    assert "$m=16,t=2,p=1$" in digest()
    assert stronger.accounts.is_password("Ann Example", PASSWORD) is not None


def test_a_name_that_there_is_not_takes_as_long_as_a_wrong_password(team_ledger: Ledger) -> None:
    team = Team(team_ledger, passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=32_768, parallelism=1)))
    add(team)
    team.accounts.add_vouched("Olga", Role.READER, "https://id.example", "77")
    assert team.accounts.is_password("Nobody", PASSWORD) is None  # the digest that nobody has is made once

    def took(name: str) -> float:
        times = []
        for _ in range(5):
            start = time.thread_time()
            assert team.accounts.is_password(name, "not the password at all") is None
            times.append(time.thread_time() - start)
        return min(times)

    known = took("Ann Example")
    assert known > 0.01
    for other in ("Nobody", "Olga"):
        assert 0.5 < took(other) / known < 2


def test_one_admin_stays(team: Team, clock: Clock) -> None:
    add(team, "Adam", Role.ADMIN)
    for change in (
        lambda: team.accounts.close("Adam", by="Adam"),
        lambda: team.accounts.set_role("Adam", Role.EDITOR, by="Adam"),
    ):
        with pytest.raises(TeamError, match="Adam is the only admin"):
            change()
    add(team, "Eve", Role.ADMIN)
    clock.goes(seconds=1)
    team.accounts.set_role("Adam", Role.EDITOR, by="Eve", reason="he asked")
    assert next(entry.detail for entry in team.accounts.log("Adam")) == "admin to editor"
    with pytest.raises(TeamError, match="Eve is the only admin"):
        team.accounts.close("Eve", by="Eve")


def test_what_was_done_to_accounts_stays_on_record(team: Team, team_ledger: Ledger) -> None:
    add(team)
    for change in ("UPDATE account_log SET author = 'nobody'", "DELETE FROM account_log", "TRUNCATE account_log"):
        with pytest.raises(LedgerError, match="append-only"), team_ledger.writing() as connection:
            connection.exec_driver_sql(change)


def test_a_file_is_for_one_person(tmp_path) -> None:
    with Ledger.create(tmp_path / "own.db") as own, pytest.raises(TeamError, match="a team works on PostgreSQL"):
        Team(own)


def test_each_role_may_what_the_one_before_it_may() -> None:
    allowed = [{act for act in Act if role.may(act)} for role in Role]
    assert all(before < behind for before, behind in itertools.pairwise(allowed))
    assert (allowed[0], allowed[-1]) == ({Act.LOOK}, set(Act))
    assert set(LEAST) == set(Act)
    assert sorted(Role, reverse=True)[0] is Role.ADMIN
    with pytest.raises(TypeError):
        assert Role.ADMIN > "reader"
