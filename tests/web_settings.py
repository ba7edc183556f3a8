"""How workbenches run in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.web.settings import Settings, TeamSettings

if TYPE_CHECKING:
    from dateline.team.team import Team

SETTINGS = Settings("ann", secret=b"a secret of these tests")

PUBLIC = "http://127.0.0.1:8417"


def team_settings(team: Team, **changed: object) -> Settings:
    """Return how a workbench of a team runs."""
    return Settings("nobody", team=TeamSettings(team, **{"public": PUBLIC, **changed}))
