"""In tests of the ledger only verdicts join mentions, unless a test asks for the linking rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.ledger import linking
from dateline.link.across.weigh import load_weights


@pytest.fixture(autouse=True)
def _who_links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave joining to verdicts, so that a test sees what they do, unless it is marked ``linked``."""
    if "linked" not in request.keywords:
        never = replace(load_weights(), prior=-1000.0)
        monkeypatch.setattr(linking, "load_weights", lambda: never)
