"""Sessions, tokens and the limits on attempts: what they open, and when they end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger
from dateline.ledger.accounts import account_sessions, account_tokens
from dateline.team.attempts import PER_ACCOUNT, PER_ADDRESS, WITHIN
from dateline.team.roles import Role
from dateline.team.sessions import IDLE, LONGEST
from dateline.team.store import TeamError, TooManyError, digest_of
from dateline.team.team import Team
from dateline.team.tokens import BEGINS, MOST_DAYS
from made_team import PASSWORD, Clock, made_team, peopled


def sign_in(team: Team, name: str = "Carl", password: str = PASSWORD, address: str = "192.0.2.1") -> str | None:
    found = team.sign_in(name, password, address, "a browser")
    return None if found is None else found[1]


def test_a_session_opens_until_it_is_ended(team: Team) -> None:
    secret = sign_in(peopled(team))
    assert secret is not None
    assert team.sessions.whose(secret) == team.accounts.named("Carl")
    assert team.sessions.whose(secret[:-1]) is None
    team.sessions.end(secret)
    assert team.sessions.whose(secret) is None


def test_only_digests_are_kept(team: Team, team_ledger: Ledger) -> None:
    session = sign_in(peopled(team))
    _, token = team.tokens.make("Carl", "a program", 30, by="Carl")
    with team_ledger.reading() as connection:
        rows = str(
            connection.execute(select(account_sessions)).all() + connection.execute(select(account_tokens)).all()
        )
    assert session not in rows
    assert token not in rows
    assert digest_of(str(session)) in rows
    assert digest_of(token) in rows


def test_a_session_ends_when_idle_and_at_last_in_any_case(team: Team, clock: Clock) -> None:
    secret = sign_in(peopled(team))
    until = clock.moment + LONGEST
    while clock.moment + IDLE < until:
        clock.goes(seconds=IDLE.total_seconds())
        assert team.sessions.whose(secret) is not None
    clock.moment = until
    assert team.sessions.whose(secret) is not None
    clock.goes(microseconds=1)
    assert team.sessions.whose(secret) is None
    secret = sign_in(team)
    clock.goes(seconds=IDLE.total_seconds() + 1)
    assert team.sessions.whose(secret) is None


def test_closing_and_a_new_role_end_sessions_at_once(team: Team) -> None:
    peopled(team)
    first, second = sign_in(team), sign_in(team, "Rita")
    team.accounts.set_role("Carl", Role.READER, by="Adam")
    team.accounts.close("Rita", by="Adam")
    assert team.sessions.whose(first) is None
    assert team.sessions.whose(second) is None
    assert team.sessions.whose(sign_in(team)).role is Role.READER
    assert sign_in(team, "Rita") is None


def test_a_new_password_ends_the_other_sessions(team: Team) -> None:
    peopled(team)
    own, other = sign_in(team), sign_in(team)
    team.accounts.set_password("Carl", "another password altogether", by="Carl", kept=digest_of(own))
    assert team.sessions.whose(own) is not None
    assert team.sessions.whose(other) is None
    assert sign_in(team) is None
    assert sign_in(team, password="another password altogether") is not None


def test_a_new_password_revokes_the_tokens_whoever_chose_it(team: Team, clock: Clock) -> None:
    peopled(team)
    team.tokens.make("Carl", "run out", 1, by="Carl")
    clock.goes(seconds=2 * 86400)
    _, of_rita = team.tokens.make("Rita", "a program", 30, by="Rita")
    for by, times in (("Carl", 2), ("Adam", 1), ("Carl", 0)):
        secrets = [team.tokens.make("Carl", "a program", 30, by="Carl")[1] for _ in range(times)]
        own = sign_in(team, password=PASSWORD)
        team.accounts.set_password("Carl", PASSWORD, by=by, kept=digest_of(own))
        assert [team.tokens.whose(secret) for secret in secrets] == [None] * times
        assert team.sessions.whose(own) is not None
    assert [one.is_good for one in team.tokens.all("Carl")] == [False] * 4
    assert team.tokens.whose(of_rita) is not None
    logged = sorted(str(entry.detail) for entry in team.accounts.log("Carl") if entry.act == "password")
    assert logged == ["1 token revoked", "2 tokens revoked", "None"]
    _, after = team.tokens.make("Carl", "a program", 30, by="Carl")
    assert team.tokens.whose(after) is not None


def test_sessions_are_listed_and_ended_one_by_one_by_their_owner(team: Team) -> None:
    peopled(team)
    own, other, anothers = sign_in(team), sign_in(team, address="192.0.2.9"), sign_in(team, "Rita")
    listed = {one.address: one for one in team.sessions.of("Carl", own)}
    assert [one.is_this for one in listed.values()].count(True) == 1
    (of_rita,) = team.sessions.of("Rita", anothers)
    for name in (of_rita.name, "0" * 16, "%" * 16, ""):
        with pytest.raises(TeamError):
            team.sessions.end_one("Carl", name)
    team.sessions.end_one("Carl", listed["192.0.2.9"].name)
    assert team.sessions.whose(other) is None
    assert team.sessions.whose(own) is not None
    assert team.sessions.whose(anothers) is not None


def test_a_token_is_good_until_its_moment_and_no_longer(team: Team, clock: Clock) -> None:
    peopled(team)

    @settings(max_examples=20, deadline=None)
    @given(days=st.integers(1, MOST_DAYS), late_us=st.integers(-(10**12), 10**12))
    def holds(days: int, late_us: int) -> None:
        token, secret = team.tokens.make("Carl", "a program", days, by="Carl")
        clock.moment = token.expires + timedelta(microseconds=late_us)
        assert (team.tokens.whose(secret) is not None) == (late_us < 0)

    holds()


@pytest.mark.parametrize("days", [1, 30, 366])
def test_a_token_runs_out(team: Team, clock: Clock, days: int) -> None:
    peopled(team)
    token, secret = team.tokens.make("carl", "a program", days, by="Adam")
    assert secret.startswith(BEGINS)
    assert token.account == "Carl"
    assert team.tokens.whose(secret) == team.accounts.named("Carl")
    clock.moment = token.expires - timedelta(microseconds=1)
    assert team.tokens.whose(secret) is not None
    assert [one.is_good for one in team.tokens.all("Carl")] == [True]
    clock.moment = token.expires
    assert team.tokens.whose(secret) is None
    assert [one.is_good for one in team.tokens.all("Carl")] == [False]


@pytest.mark.parametrize("days", [0, -1, 367, 10**9])
def test_a_token_is_good_for_days_up_to_a_year(team: Team, days: int) -> None:
    with pytest.raises(TeamError, match="1 to 366 days"):
        peopled(team).tokens.make("Carl", "a program", days, by="Carl")


def test_a_token_is_revoked_by_its_id_and_only_by_its_owner_or_for_all(team: Team) -> None:
    peopled(team)
    token, secret = team.tokens.make("Carl", "a program", 30, by="Carl")
    with pytest.raises(TeamError, match="no token"):
        team.tokens.revoke(token.id, by="Rita", account="Rita")
    assert team.tokens.whose(secret) is not None
    team.tokens.revoke(token.id, by="Carl", account="Carl")
    assert team.tokens.whose(secret) is None
    with pytest.raises(TeamError, match="no token"):
        team.tokens.revoke(token.id, by="Adam")
    assert [entry.act for entry in team.accounts.log("Carl")].count("revoke") == 1


def test_a_token_follows_its_account(team: Team) -> None:
    peopled(team)
    _, secret = team.tokens.make("Carl", "a program", 30, by="Carl")
    team.accounts.set_role("Carl", Role.READER, by="Adam")
    assert team.tokens.whose(secret).role is Role.READER
    team.accounts.close("Carl", by="Adam")
    assert team.tokens.whose(secret) is None
    team.accounts.reopen("Carl", by="Adam")
    assert team.tokens.whose(secret) is None
    team.accounts.close("Rita", by="Adam")
    with pytest.raises(TeamError, match="no open account"):
        team.tokens.make("Rita", "a program", 30, by="Adam")


def test_no_other_words_open_anything(team: Team) -> None:
    session = sign_in(peopled(team))
    _, token = team.tokens.make("Carl", "a program", 30, by="Carl")

    @settings(max_examples=30, deadline=None)
    @given(st.one_of(st.text(max_size=80), st.sampled_from([token[:-1], token.upper(), session[1:], f" {token}"])))
    def holds(words: str) -> None:
        assert team.tokens.whose(words) is None
        assert team.sessions.whose(words) is None

    holds()
    assert team.tokens.whose(session) is None  # nor the one in place of the other
    assert team.sessions.whose(token) is None


def test_too_many_attempts_on_an_account_wait(team: Team, clock: Clock) -> None:
    peopled(team)
    for _ in range(PER_ACCOUNT):
        assert sign_in(team, password="a wrong password indeed") is None
        clock.goes(seconds=1)
    for _ in range(3):  # the right one too, and trying on does not make the wait longer
        with pytest.raises(TooManyError, match="too many attempts") as refused:
            sign_in(team, "CARL", address="192.0.2.77")
        clock.goes(seconds=1)
    assert sign_in(team, "Rita") is not None
    clock.goes(seconds=refused.value.wait_s)
    assert sign_in(team) is not None


def test_a_good_sign_in_forgets_the_bad_ones_before_it(team: Team) -> None:
    peopled(team)
    for _ in range(3):
        for _ in range(PER_ACCOUNT - 1):
            assert sign_in(team, password="a wrong password indeed") is None
        team.store.now.goes(seconds=1)
        assert sign_in(team) is not None
        team.store.now.goes(seconds=1)


def test_too_many_attempts_from_an_address_wait_whatever_names_they_try(team: Team, clock: Clock) -> None:
    peopled(team)
    for number in range(PER_ADDRESS):
        assert sign_in(team, f"somebody{number}") is None
    with pytest.raises(TooManyError):
        sign_in(team, "Rita")
    assert sign_in(team, "Rita", address="192.0.2.2") is not None
    clock.goes(seconds=WITHIN.total_seconds())
    assert sign_in(team, "Rita") is not None


def test_the_limit_holds_over_processes_and_for_attempts_at_once(
    team: Team, team_ledger: Ledger, clock: Clock
) -> None:
    peopled(team)
    looked: list[str] = []
    lock = threading.Lock()

    def attempt() -> None:
        own = made_team(team_ledger, clock)
        is_password = own.accounts.is_password

        def counted(name: str, password: str) -> object:
            with lock:
                looked.append(name)
            return is_password(name, password)

        own.accounts.is_password = counted
        try:
            own.sign_in("Carl", "a wrong password indeed", "192.0.2.1", "a browser")
        except TooManyError:
            return

    threads = [threading.Thread(target=attempt) for _ in range(3 * PER_ACCOUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) <= PER_ACCOUNT
