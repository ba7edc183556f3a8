"""A team on a real PostgreSQL ledger, one for all tests, without anybody at the start of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.ledger import Ledger
from dateline.team.team import Team
from made_team import Clock, left_by_all, made_team


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def one_ledger(postgres_server) -> Iterator[Ledger]:
    with Ledger(postgres_server.ledger()) as opened:
        yield opened


@pytest.fixture
def team_ledger(one_ledger: Ledger) -> Ledger:
    left_by_all(one_ledger)
    return one_ledger


@pytest.fixture
def team(team_ledger: Ledger, clock: Clock) -> Team:
    return made_team(team_ledger, clock)
